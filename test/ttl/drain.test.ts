import { expect, test } from 'vitest';
import type { EndpointState } from '../../src/model/effective.ts';
import type { Intent } from '../../src/model/intent.ts';
import { beginDrain, causeOf, isDrained, isGiven, lookAtDrain } from '../../src/ttl/drain.ts';
import { sampleDeclared } from '../api/sample.ts';
import { statesOf } from '../support/endpoint-states.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { MemoryAnswers } from '../support/memory-answers.ts';

const KEY = 'example.com./web-hangzhou/a';
const target = { kind: 'endpoint', zone: 'example.com.', pool: 'web-hangzhou', endpoint: 'a' } as const;
const facts = { target, author: 'admin', reason: 'moving racks', createdAtMs: 0, expiresAtMs: undefined };

function state(intents: readonly Intent[], verdict: 'up' | 'down' | 'unknown' = 'up'): EndpointState {
  return statesOf(sampleDeclared(), { intents, verdicts: { [KEY]: verdict } }).get(KEY)!;
}

test.each<[string, EndpointState | undefined, boolean, ReturnType<typeof causeOf> | undefined]>([
  ['up', state([]), true, undefined],
  ['not known yet', state([], 'unknown'), true, undefined],
  ['down', state([], 'down'), false, { cause: 'down', reason: 'embedded: status 503 (2 of 2)' }],
  ['forced up', state([{ kind: 'override', state: 'up', ...facts }], 'down'), true, undefined],
  ['forced down', state([{ kind: 'override', state: 'down', ...facts }]), false, { cause: 'forced-down', reason: 'admin: moving racks' }],
  ['drained', state([{ kind: 'override', state: 'drain', ...facts, reason: '' }]), false, { cause: 'drain', reason: 'admin' }],
  ['weight 0', state([{ kind: 'weight', weight: 0, ...facts }]), false, { cause: 'weight', reason: 'admin: moving racks' }],
  ['weight 0 in the file', { ...state([]), weight: 0 }, false, { cause: 'weight', reason: 'weight 0 in the file' }],
  ['gone', undefined, false, { cause: 'removed', reason: 'it is not declared any more' }],
])('%s: whether it is given, and why not', (_, after, given, cause) => {
  if (after) expect(isGiven(after)).toBe(given);
  if (cause) expect(causeOf(after)).toEqual(cause);
});

test('a drain knows from its beginning when its answers run out, and tells how many are left', () => {
  const clock = fakeClock(1_000_000);
  const answers = new MemoryAnswers(clock);
  answers.give('203.0.113.10', 10, 5);
  answers.give('203.0.113.10', 20, 5);
  const beginning = { id: 3, endpoint: KEY, addresses: ['203.0.113.10'], cause: 'down', reason: 'why', decidedAtMs: 999_990 } as const;
  const running = beginDrain(beginning, answers.read());
  clock.advance(10_000);
  answers.give('203.0.113.10', 60, 2);
  const runOut = { halfAtMs: 1_010_000, ninetyAtMs: 1_020_000, ninetyNineAtMs: 1_020_000, lastAtMs: 1_020_000 };
  expect(lookAtDrain(running, answers.read())).toEqual({
    ...beginning,
    servedAtMs: 1_000_000,
    answers: 10,
    runOut,
    left: 5,
    givenSince: 2,
    end: undefined,
  });
  expect([19_999, 20_000].map(ms => isDrained(running, 1_000_000 + ms))).toEqual([false, true]);
  const end = { kind: 'drained', atMs: 1_020_000 } as const;
  expect(lookAtDrain(running, answers.read(), end)).toMatchObject({ left: 0, end });
});

test('where nothing is held it is over at once', () => {
  const answers = new MemoryAnswers(fakeClock(5));
  const beginning = { id: 1, endpoint: KEY, addresses: ['203.0.113.10'], cause: 'drain', reason: '', decidedAtMs: 1 } as const;
  const running = beginDrain(beginning, answers.read());
  expect(isDrained(running, 5)).toBe(true);
  expect(lookAtDrain(running, answers.read())).toMatchObject({ answers: 0, runOut: undefined, left: 0 });
});
