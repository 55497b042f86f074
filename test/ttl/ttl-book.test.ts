import { expect, test } from 'vitest';
import type { TtlRange } from '../../src/model/steering.ts';
import { decideTtl } from '../../src/ttl/decide.ts';
import { prospectOf } from '../../src/ttl/prospect.ts';
import { TtlBook } from '../../src/ttl/ttl-book.ts';
import { stateOf } from '../steering/declare.ts';
import { address } from '../support/addresses.ts';

const KEY = 'example.com./web/a';
const state = stateOf(KEY, { address: address('192.0.2.1'), weight: 100 }, { outlook: { turnsInMs: 20_000 } });
const ENDPOINTS = [KEY];
const BUDGET = { of: 'expected', ms: 10_000, vantages: 1 } as const;

/** Ranges that differ in one thing each. */
const RANGES: readonly TtlRange[] = [
  { minSeconds: 5, maxSeconds: 60 },
  { minSeconds: 4, maxSeconds: 60 },
  { minSeconds: 5, maxSeconds: 10 },
  { minSeconds: 5, maxSeconds: 60, align: 'off' },
  { minSeconds: 5, maxSeconds: 60, budget: BUDGET },
  { minSeconds: 5, maxSeconds: 60, budget: { ...BUDGET, of: 'worst' } },
  { minSeconds: 5, maxSeconds: 60, budget: { ...BUDGET, ms: 9000 } },
];

test('a range is decided by all that it says, in whatever order ranges are asked for', () => {
  const prospect = prospectOf([state]);
  for (const ranges of [RANGES, RANGES.toReversed()]) {
    const book = new TtlBook(new Map([[KEY, state]]));
    for (const range of ranges) expect(book.of(range, ENDPOINTS)).toEqual(decideTtl(range, prospect));
  }
});

test('the same range and endpoints have the same decision, as one object', () => {
  const book = new TtlBook(new Map([[KEY, state]]));
  const first = book.of(RANGES[0]!, ENDPOINTS);
  book.of(RANGES[2]!, ENDPOINTS);
  expect(book.of({ ...RANGES[0]! }, ENDPOINTS)).toBe(first);
});
