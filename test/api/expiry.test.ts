import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExpiry } from '../../src/api/expiry.ts';

const NOW = Date.UTC(2026, 0, 1);

test.each([
  ['30m', NOW + 1_800_000],
  ['1ms', NOW + 1],
  ['52w', NOW + 31_449_600_000],
  ['2026-01-01T00:00:01Z', NOW + 1000],
  ['2026-01-01t00:00:01.5z', NOW + 1500],
  ['2026-01-01T08:00:01+08:00', NOW + 1000],
  ['2028-02-29T00:00:00Z', Date.UTC(2028, 1, 29)],
])('%s', (text, atMs) => expect(parseExpiry(text, NOW)).toBe(atMs));

test.each([
  '',
  'tomorrow',
  '30',
  '-30m',
  '0s',
  '2026-01-01T00:00:00Z',
  '2025-12-31T23:59:59Z',
  '2026-01-02',
  '2026-01-02T00:00:00',
  '2026-1-2T00:00:00Z',
  '2026-02-29T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-01-02T25:00:00Z',
  '2026-01-02T00:00:00+0800',
  '400000000d',
])('"%s" is no expiry', text => expect(parseExpiry(text, NOW)).toBeUndefined());

test('every time to come is read back exactly', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(NOW + 1), max: new Date(Date.UTC(9999, 0, 1)), noInvalidDate: true }), date => {
      expect(parseExpiry(date.toISOString(), NOW)).toBe(date.getTime());
    }),
  );
});
