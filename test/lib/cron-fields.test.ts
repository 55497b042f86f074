import fc from 'fast-check';
import { parse, validate } from 'node-cron';
import { expect, test } from 'vitest';
import { parseCron } from '../../src/lib/cron-fields.ts';

const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);

test('a weekly schedule', () => {
  const fields = parseCron('*/20 1-3,5 * jan,jun-aug sun');
  if (typeof fields === 'string') throw new Error(fields);
  const { minutes, hours, daysOfMonth, months, daysOfWeek } = fields;
  expect([sorted(minutes), sorted(hours), daysOfMonth.size, sorted(months), sorted(daysOfWeek)]).toEqual([
    [0, 20, 40],
    [1, 2, 3, 5],
    31,
    [1, 6, 7, 8],
    [0],
  ]);
});

test.each([
  ['0 3 * *', 'it has 4 fields'],
  ['0 0 3 * * 0', 'it has 6 fields'],
  ['', 'it has 1 field'],
  ['60 * * * *', 'its minute is `60`'],
  ['0 24 * * *', 'its hour is `24`'],
  ['0 0 0 * *', 'its day of the month is `0`'],
  ['0 0 * 13 *', 'its month is `13`'],
  ['0 0 * * 8', 'its day of the week is `8`'],
  ['0 5-3 * * *', 'its hour is `5-3`'],
  ['*/0 * * * *', 'its minute is `*/0`'],
  ['5/10 * * * *', 'its minute is `5/10`'],
  ['@weekly', 'it has 1 field'],
  ['0 0 30 feb *', 'no such month has such a day'],
  ['0 0 1 * mon', 'it has both days of the month and days of the week'],
])('%s: %s', (text, fault) => expect(parseCron(text)).toBe(fault));

test('Sunday is 0 and 7', () => {
  expect(parseCron('0 3 * * 7')).toEqual(parseCron('0 3 * * 0'));
});

test('whatever is taken node-cron takes, too, and for the same minutes and hours', () => {
  const value = (most: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min: 0, max: most + 2 }).map(String),
      fc.tuple(fc.nat(most), fc.nat(most)).map(([a, b]) => `${a}-${b}`),
      fc.nat(30).map(n => `*/${n}`),
    );
  const list = (most: number) => fc.array(value(most), { minLength: 1, maxLength: 3 }).map(parts => parts.join(','));
  fc.assert(
    fc.property(list(59), list(23), list(6), (minute, hour, day) => {
      const text = `${minute} ${hour} * * ${day}`;
      const fields = parseCron(text);
      if (typeof fields === 'string') return;
      expect(validate(text)).toBe(true);
      const theirs = parse(text);
      expect([fields.minutes, fields.hours]).toEqual([new Set(theirs.minute), new Set(theirs.hour)]);
    }),
  );
});
