import { expect, test } from 'vitest';
import { answersAlike, describeChange } from '../../src/control/describe-change.ts';
import { endpointState, indexIntents } from '../../src/health/endpoint-state.ts';
import { NEVER_TURNS } from '../../src/lib/outlook.ts';
import type { EndpointState } from '../../src/model/effective.ts';
import type { Measured, Verdict } from '../../src/model/health.ts';
import type { Intent } from '../../src/model/intent.ts';
import { pool } from '../steering/declare.ts';
import { address } from '../support/addresses.ts';
import { maintenance, override, weight, X } from './controlled.ts';

function state(verdict: Verdict, reason: string, intents: readonly Intent[] = [], more: Partial<Measured> = {}): EndpointState {
  const x = pool('x', ['192.0.2.1']);
  const measured = { verdict, reason, sinceMs: 0, wavering: false, outlook: NEVER_TURNS, ...more };
  return endpointState({ zone: 'example.com.', pool: x, endpoint: x.endpoints[0]!, measured, intents: indexIntents(intents, 0) });
}

const UP = state('up', 'embedded: status 200');
const DOWN = state('down', 'embedded: status 503 (2 of 2)');
const NEW = state('unknown', 'no observation yet');
const POOL = { kind: 'pool', zone: 'example.com.', pool: 'x' } as const;

const message = (before: EndpointState | undefined, after: EndpointState) => describeChange(before, after)?.message;

test('a line names effective and measured state, what it was, which vantage saw it and why', () => {
  expect(describeChange(UP, DOWN)).toEqual({
    level: 'warn',
    message: 'example.com/x/a is down, was up; measured down by embedded: status 503 (2 of 2)',
    fields: { endpoint: X, measured: 'down', effective: 'down', reason: 'embedded: status 503 (2 of 2)', weight: 100 },
  });
  expect(message(undefined, UP)).toBe('example.com/x/a is up; measured up by embedded: status 200');
});

test('an override is named with who asked for it and why; what is measured stays visible', () => {
  const forced = state('down', 'embedded: timeout', [override(X, 'up', { reason: 'the monitor is wrong' })]);
  expect(describeChange(DOWN, forced)).toEqual({
    level: 'info',
    message: 'example.com/x/a is up by override (admin: the monitor is wrong), was down; measured down by embedded: timeout',
    fields: { endpoint: X, measured: 'down', effective: 'up', reason: 'embedded: timeout', weight: 100, override: 'up' },
  });
  expect(message(forced, DOWN)).toBe('example.com/x/a is down, was up; measured down by embedded: status 503 (2 of 2)');
});

test('planned work makes a change of the verdict no warning, and says why', () => {
  const planned = [maintenance(X, { reason: 'new disks' }), maintenance(X, { target: POOL, reason: 'kernel update' })];
  const down = state('down', 'embedded: timeout', planned);
  expect(describeChange(UP, down)).toEqual({
    level: 'info',
    message: 'example.com/x/a is down, was up; measured down by embedded: timeout (maintenance: new disks; kernel update)',
    fields: {
      endpoint: X,
      measured: 'down',
      effective: 'down',
      reason: 'embedded: timeout',
      weight: 100,
      maintenance: 'new disks; kernel update',
    },
  });
  expect(describeChange(down, state('up', 'embedded: status 200', planned))?.message).toContain('(maintenance: new disks; kernel update)');
  expect(describeChange(undefined, down)?.level).toBe('info');
});

test('planned work that is to come, or that does not bear on what changed, is not told of', () => {
  const later = state('down', 'embedded: timeout', [maintenance(X, { fromMs: 1 })]);
  expect(describeChange(UP, later)).toMatchObject({ level: 'warn', message: expect.not.stringContaining('maintenance') });
  const drained = state('up', 'embedded: status 200', [maintenance(X), override(X, 'drain')]);
  expect(message(UP, drained)).not.toContain('maintenance');
});

test.each<[level: string, because: string, before: EndpointState | undefined, after: EndpointState]>([
  ['warn', 'it turned down', UP, DOWN],
  ['warn', 'it was never anything else', undefined, DOWN],
  ['warn', 'it is answered though it is down', UP, state('down', 'embedded: timeout', [override(X, 'up')])],
  ['info', 'it is up again', DOWN, UP],
  ['info', 'it is drained, so nobody comes to it', UP, state('down', 'embedded: timeout', [override(X, 'drain')])],
  ['info', 'an operator forced it', UP, state('up', 'embedded: status 200', [override(X, 'down')])],
  ['info', 'it was down before', DOWN, state('down', 'embedded: timeout', [weight(X, 1)])],
])('the level is %s where %s', (level, _, before, after) => {
  expect(describeChange(before, after)?.level).toBe(level);
});

test('of several overrides the reasons are those of the one that wins', () => {
  const both = state('up', 'embedded: status 200', [
    override(X, 'up', { reason: 'keep it' }),
    override(X, 'drain', { target: POOL, author: 'ops', reason: 'moving racks' }),
  ]);
  expect(message(UP, both)).toBe('example.com/x/a is drain by override (ops: moving racks), was up; measured up by embedded: status 200');
});

test('a weight is told as it was and as it is, with who asked for it; in a new endpoint against the file', () => {
  const canary = state('up', 'embedded: status 200', [weight(X, 5, { reason: 'canary' })]);
  expect(message(UP, canary)).toBe('example.com/x/a is up; measured up by embedded: status 200; weight 100 → 5 (admin: canary)');
  expect(message(undefined, canary)).toContain('weight 100 → 5');
  expect(message(canary, UP)).toBe('example.com/x/a is up; measured up by embedded: status 200; weight 5 → 100');
});

test('an intent without a reason has its author alone', () => {
  expect(message(UP, state('up', 'embedded: status 200', [override(X, 'down')]))).toContain('down by override (admin), was up');
});

test.each([
  ['a new endpoint that nothing is known of', undefined, NEW],
  ['another reason of the same verdict', DOWN, state('down', 'embedded: connect refused')],
  ['a streak that has not turned the verdict', UP, state('up', 'embedded: status 503 (1 of 2)', [], { wavering: true })],
  ['planned work on an endpoint that nothing is known of', undefined, state('unknown', 'no observation yet', [maintenance(X)])],
  ['an intent that asks for what is so already', UP, state('up', 'embedded: status 200', [weight(X, 100)])],
])('nothing is told of %s', (_, before, after) => {
  expect(describeChange(before, after)).toBeUndefined();
});

test('states answer alike unless verdict, override, effective state, weight, wavering or outlook differ', () => {
  expect(answersAlike(DOWN, state('down', 'embedded: connect refused', [], { sinceMs: 9 }))).toBe(true);
  expect(answersAlike(UP, state('up', 'embedded: status 200', [weight(X, 100, { reason: 'as it is' })]))).toBe(true);
  expect(answersAlike(UP, DOWN)).toBe(false);
  expect(answersAlike(DOWN, state('down', '', [override(X, 'down')]))).toBe(false);
  expect(answersAlike(UP, state('up', '', [weight(X, 5)]))).toBe(false);
  expect(answersAlike(UP, state('up', '', [], { wavering: true }))).toBe(false);
  expect(answersAlike(UP, state('up', '', [], { outlook: { ...NEVER_TURNS } }))).toBe(true);
  expect(answersAlike(UP, state('up', '', [], { outlook: { ...NEVER_TURNS, unsettled: true } }))).toBe(false);
});

test('addresses that change are told of by themselves, or behind what else changed', () => {
  const found = (from: EndpointState, ...texts: readonly string[]) => ({ ...from, addresses: texts.map(address) });
  const one = found(UP, '192.0.2.1');
  const other = found(UP, '192.0.2.2', '2001:db8::1');
  expect(describeChange(one, other)).toEqual({
    level: 'info',
    message: 'example.com/x/a: addresses 192.0.2.1 → 192.0.2.2, 2001:db8::1',
    fields: { endpoint: X, effective: 'up', addresses: '192.0.2.2, 2001:db8::1' },
  });
  expect(message(found(UP), one)).toBe('example.com/x/a: addresses none → 192.0.2.1');
  expect(message(one, found(DOWN, '192.0.2.2'))).toMatch(/^example\.com\/x\/a is down, was up; .*; addresses 192\.0\.2\.1 → 192\.0\.2\.2$/);
  expect(message(one, found(UP, '192.0.2.1'))).toBeUndefined();
  expect([answersAlike(one, other), answersAlike(one, found(UP, '192.0.2.1'))]).toEqual([false, true]);
});
