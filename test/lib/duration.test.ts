import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, parseDurationMs } from '../../src/lib/duration.ts';

test.each([
  ['500ms', 500],
  ['10s', 10_000],
  ['1h30m', 5_400_000],
  ['30d', 2_592_000_000],
  ['0s', 0],
])('%s is %i ms', (text, ms) => expect(parseDurationMs(text)).toBe(ms));

test.each(['', '10', 's', '1.5s', '-1s', '10 s', '1y', '99999999999999w'])('"%s" is no duration', text =>
  expect(parseDurationMs(text)).toBeUndefined(),
);

test('every duration comes back from its text', () => {
  fc.assert(
    fc.property(fc.nat(10 ** 9), ms => {
      expect(parseDurationMs(formatDuration(ms))).toBe(ms);
    }),
  );
});
