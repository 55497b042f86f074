import { expect, test } from 'vitest';
import { NEVER_TURNS, sameOutlook } from '../../src/lib/outlook.ts';
import type { Looks, Outlook } from '../../src/model/health.ts';

const LOOKS: Looks = { everyMs: 10_000, phaseMs: 300, confirmedMs: 500, doubtedMs: 2000 };
const SETTLED: Outlook = { turnsInMs: 20_000, looks: LOOKS, unsettled: false };

test('outlooks are the same where all that they tell is', () => {
  expect(sameOutlook(SETTLED, SETTLED)).toBe(true);
  expect(sameOutlook(SETTLED, { ...SETTLED, looks: { ...LOOKS } })).toBe(true);
  expect(sameOutlook(NEVER_TURNS, { ...NEVER_TURNS })).toBe(true);
});

test.each<[string, Outlook]>([
  ['sooner', { ...SETTLED, turnsInMs: 10_000 }],
  ['unsettled', { ...SETTLED, unsettled: true }],
  ['not looked for', { ...SETTLED, looks: undefined }],
  ...Object.keys(LOOKS).map((name): [string, Outlook] => [`of another ${name}`, { ...SETTLED, looks: { ...LOOKS, [name]: 1 } }]),
])('one that is %s differs', (_, other) => {
  expect([sameOutlook(SETTLED, other), sameOutlook(other, SETTLED)]).toEqual([false, false]);
});
