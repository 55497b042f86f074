import { expect, test } from 'vitest';
import { answersAlike, describeChange } from '../../src/control/describe-change.ts';
import { endpointState, indexIntents } from '../../src/health/endpoint-state.ts';
import type { EndpointState } from '../../src/model/effective.ts';
import type { Measured, Verdict } from '../../src/model/health.ts';
import type { Intent } from '../../src/model/intent.ts';
import { pool } from '../steering/declare.ts';
import { address } from '../support/addresses.ts';
import { override, weight, X } from './controlled.ts';

function state(verdict: Verdict, reason: string, intents: readonly Intent[] = [], more: Partial<Measured> = {}): EndpointState {
  const x = pool('x', ['192.0.2.1']);
  const measured = { verdict, reason, sinceMs: 0, wavering: false, ...more };
  return endpointState({ zone: 'example.com.', pool: x, endpoint: x.endpoints[0]!, measured, intents: indexIntents(intents, 0) });
}

const UP = state('up', 'embedded: status 200');
const DOWN = state('down', 'embedded: status 503 (2 of 2)');
const NEW = state('unknown', 'no observation yet');
const POOL = { kind: 'pool', zone: 'example.com.', pool: 'x' } as const;

const message = (before: EndpointState | undefined, after: EndpointState) => describeChange(before, after)?.message;

test('a line names effective and measured state, what it was, which vantage saw it and why', () => {
  expect(describeChange(UP, DOWN)).toEqual({
    message: 'example.com/x/a is down, was up; measured down by embedded: status 503 (2 of 2)',
    fields: { endpoint: X, measured: 'down', effective: 'down', reason: 'embedded: status 503 (2 of 2)', weight: 100 },
  });
  expect(message(undefined, UP)).toBe('example.com/x/a is up; measured up by embedded: status 200');
});

test('an override is named with who asked for it and why; what is measured stays visible', () => {
  const forced = state('down', 'embedded: timeout', [override(X, 'up', { reason: 'the monitor is wrong' })]);
  expect(describeChange(DOWN, forced)).toEqual({
    message: 'example.com/x/a is up by override (admin: the monitor is wrong), was down; measured down by embedded: timeout',
    fields: { endpoint: X, measured: 'down', effective: 'up', reason: 'embedded: timeout', weight: 100, override: 'up' },
  });
  expect(message(forced, DOWN)).toBe('example.com/x/a is down, was up; measured down by embedded: status 503 (2 of 2)');
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
  ['an intent that asks for what is so already', UP, state('up', 'embedded: status 200', [weight(X, 100)])],
])('nothing is told of %s', (_, before, after) => {
  expect(describeChange(before, after)).toBeUndefined();
});

test('states answer alike unless verdict, override, effective state, weight or wavering differ', () => {
  expect(answersAlike(DOWN, state('down', 'embedded: connect refused', [], { sinceMs: 9 }))).toBe(true);
  expect(answersAlike(UP, state('up', 'embedded: status 200', [weight(X, 100, { reason: 'as it is' })]))).toBe(true);
  expect(answersAlike(UP, DOWN)).toBe(false);
  expect(answersAlike(DOWN, state('down', '', [override(X, 'down')]))).toBe(false);
  expect(answersAlike(UP, state('up', '', [weight(X, 5)]))).toBe(false);
  expect(answersAlike(UP, state('up', '', [], { wavering: true }))).toBe(false);
});

test('addresses that change are told of by themselves, or behind what else changed', () => {
  const found = (from: EndpointState, ...texts: readonly string[]) => ({ ...from, addresses: texts.map(address) });
  const one = found(UP, '192.0.2.1');
  const other = found(UP, '192.0.2.2', '2001:db8::1');
  expect(describeChange(one, other)).toEqual({
    message: 'example.com/x/a: addresses 192.0.2.1 → 192.0.2.2, 2001:db8::1',
    fields: { endpoint: X, effective: 'up', addresses: '192.0.2.2, 2001:db8::1' },
  });
  expect(message(found(UP), one)).toBe('example.com/x/a: addresses none → 192.0.2.1');
  expect(message(one, found(DOWN, '192.0.2.2'))).toMatch(/^example\.com\/x\/a is down, was up; .*; addresses 192\.0\.2\.1 → 192\.0\.2\.2$/);
  expect(message(one, found(UP, '192.0.2.1'))).toBeUndefined();
  expect([answersAlike(one, other), answersAlike(one, found(UP, '192.0.2.1'))]).toEqual([false, true]);
});
