import { describe, expect, test } from 'vitest';
import type { EndpointState } from '../../src/model/effective.ts';
import type { Intent } from '../../src/model/intent.ts';
import type { TtlRange } from '../../src/model/steering.ts';
import { decideTtl } from '../../src/ttl/decide.ts';
import { prospectOf } from '../../src/ttl/prospect.ts';
import { sayTtl } from '../../src/ttl/say.ts';
import { type StateOf, stateOf } from '../steering/declare.ts';
import { address } from '../support/addresses.ts';

const RANGE: TtlRange = { minSeconds: 5, maxSeconds: 60 };
const ENDPOINT = { address: address('192.0.2.1'), weight: 100 };
const state = (name: string, differing?: StateOf) => stateOf(`example.com./web/${name}`, ENDPOINT, differing);
const settled = state('a');
const dead = state('b', { verdict: 'down' });
const wavering = state('c', { wavering: true });
const turnsIn = (turnsInMs: number, more: StateOf = {}) => state('d', { outlook: { turnsInMs }, ...more });

const decided = (states: readonly EndpointState[], range = RANGE) => decideTtl(range, prospectOf(states));

function said(states: readonly EndpointState[], range = RANGE, nowMs = 0) {
  const decision = decided(states, range);
  return { least: decision.leastSeconds, ...sayTtl(decision, nowMs) };
}

const TARGET = { kind: 'endpoint', zone: 'example.com.', pool: 'web', endpoint: 'd' } as const;
const FACTS = { target: TARGET, author: 'admin', reason: '', createdAtMs: 0 };
const overridden = (override: 'up' | 'down' | 'drain', more: { ttlSeconds?: number; expiresAtMs?: number } = {}): StateOf => {
  const intent: Intent = { kind: 'override', state: override, expiresAtMs: undefined, ...FACTS, ...more };
  return { override, intents: [intent] };
};
const weighed = (expiresAtMs: number): StateOf => ({ intents: [{ kind: 'weight', weight: 10, expiresAtMs, ...FACTS }] });

describe('the TTL of a steered answer', () => {
  test('is the longest while nothing can turn any verdict, up or down', () => {
    expect(said([settled, dead])).toEqual({ seconds: 60, least: 60, reason: 'max: no verdict it depends on is about to change' });
  });

  test('is the longest where it depends on nothing', () => expect(decided([]).seconds).toBe(60));

  test('is what the soonest verdict that could turn leaves, and may be shortened to run out just after a look', () => {
    const reason = 'the verdict on example.com./web/d could turn in 20s at the earliest';
    expect(said([settled, turnsIn(30_000), turnsIn(20_000)])).toEqual({ seconds: 20, least: 5, reason });
    expect(said([turnsIn(20_000)], { ...RANGE, align: 'off' })).toEqual({ seconds: 20, least: 20, reason });
  });

  test('stays within its range, in whole seconds', () => {
    expect(said([turnsIn(1500)])).toMatchObject({ seconds: 5, reason: expect.stringMatching(/^min: the verdict on/) });
    expect(said([turnsIn(90_000)])).toMatchObject({ seconds: 60, reason: expect.stringMatching(/^max: the verdict on/) });
    expect(decided([turnsIn(7999)]).seconds).toBe(7);
  });

  test('is the shortest while one verdict may change, and after a turn until all is steady', () => {
    const reason = 'min: the verdict on example.com./web/c may change soon (embedded: status 200)';
    expect(said([settled, wavering, dead])).toEqual({ seconds: 5, least: 5, reason });
    expect(said([turnsIn(20_000, { outlook: { turnsInMs: 20_000, unsettled: true } })])).toEqual({
      seconds: 5,
      least: 5,
      reason: 'min: example.com./web/d turned not long ago (embedded: status 200)',
    });
  });

  test('does not heed the verdict on an endpoint that an operator decides for', () => {
    expect(decided([{ ...wavering, override: 'drain' }, turnsIn(9000, overridden('up'))])).toMatchObject({ seconds: 60 });
  });

  test('that is fixed stays, whatever is planned', () => {
    const fixed = { minSeconds: 30, maxSeconds: 30 };
    expect(said([wavering], fixed)).toEqual({ seconds: 30, least: 30, reason: 'fixed' });
    expect(decided([turnsIn(9000, weighed(1000))], fixed).notAfterMs).toBeUndefined();
  });

  test('is what an override asks for, the least of several, also outside of the range and where it is fixed', () => {
    const asked = [wavering, turnsIn(9000, overridden('down', { ttlSeconds: 90 })), state('e', overridden('drain', { ttlSeconds: 2 }))];
    const reason = 'the override on example.com./web/e asks for it';
    expect(said(asked)).toEqual({ seconds: 2, least: 2, reason });
    expect(said(asked, { minSeconds: 30, maxSeconds: 30 })).toEqual({ seconds: 2, least: 2, reason });
  });

  test('heeds no override that another one beats', () => {
    const { intents } = overridden('drain', { ttlSeconds: 2, expiresAtMs: 1000 });
    expect(decided([state('a', { override: 'down', intents: intents! })])).toMatchObject({ seconds: 60, notAfterMs: undefined });
  });

  test('counts down to the moment at which the first of what operators asked for ends, to a second at least', () => {
    const states = [turnsIn(20_000, weighed(100_000)), state('e', overridden('drain', { expiresAtMs: 200_000 }))];
    const reason = 'counting down to 1970-01-01T00:01:40.000Z, when what an operator asked for ends';
    expect(said(states, RANGE, 80_000)).toMatchObject({ seconds: 20, reason: expect.stringMatching(/could turn/) });
    expect(said(states, RANGE, 80_001)).toMatchObject({ seconds: 19, reason });
    expect(said(states, RANGE, 99_000)).toMatchObject({ seconds: 1, reason });
    expect(said(states, RANGE, 99_999)).toMatchObject({ seconds: 1, reason });
  });

  test('does not end with planned work', () => {
    const intents: readonly Intent[] = [{ kind: 'maintenance', fromMs: 0, ...FACTS, expiresAtMs: 5000 }];
    expect(decided([state('a', { intents })]).notAfterMs).toBeUndefined();
  });
});

describe('a TTL that was found for a budget', () => {
  const budget = { of: 'expected', ms: 40_000, vantages: 1 } as const;
  const range: TtlRange = { ...RANGE, budget };

  test('is as long as that allows, however soon a verdict could turn', () => {
    expect(said([turnsIn(20_000)], range)).toEqual({
      least: 5,
      seconds: 60,
      reason: 'the longest that keeps the loss of a failure within 40s on average',
    });
    expect(said([turnsIn(20_000)], { ...range, align: 'off', budget: { ...budget, of: 'worst' } })).toEqual({
      least: 60,
      seconds: 60,
      reason: 'the longest that keeps the loss of a failure within 40s at worst',
    });
  });

  test('is the shortest all the same while there is a doubt', () => expect(said([settled, wavering], range).seconds).toBe(5));

  test('says so too where no more than the shortest keeps it, and ends with what is planned', () => {
    const narrow: TtlRange = { minSeconds: 2, maxSeconds: 2, budget: { ...budget, of: 'worst', ms: 20_000 } };
    const reason = 'the longest that keeps the loss of a failure within 20s at worst';
    expect(said([turnsIn(20_000)], narrow)).toEqual({ least: 2, seconds: 2, reason });
    expect(decided([turnsIn(20_000, weighed(5000))], narrow).notAfterMs).toBe(5000);
  });
});
