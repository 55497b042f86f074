import { expect, test } from 'vitest';
import { FailedAttempts } from '../../src/api/failed-attempts.ts';

const MINUTE_MS = 60_000;

test('twenty a minute are let through; the minute begins with the first', () => {
  const failed = new FailedAttempts();
  const limited = Array.from({ length: 22 }, (_, i) => failed.note('192.0.2.1', i * 1000).limited);
  expect(limited).toEqual([...Array(20).fill(false), true, true]);
  expect(failed.note('192.0.2.1', 59_500)).toEqual({ number: 23, limited: true, retryAfterSeconds: 1, unseen: 0 });
  expect(failed.note('192.0.2.1', MINUTE_MS)).toEqual({ number: 1, limited: false, retryAfterSeconds: 60, unseen: 22 });
});

test.each([
  ['192.0.2.1', '192.0.2.2', false],
  ['::ffff:192.0.2.1', '192.0.2.1', true],
  ['2001:db8::1', '2001:db8:0:0:ffff::2', true],
  ['2001:db8::1', '2001:db8:0:1::1', false],
])('%s and %s are counted together: %s', (first, second, together) => {
  const failed = new FailedAttempts();
  failed.note(first, 0);
  expect(failed.note(second, 0).number).toBe(together ? 2 : 1);
});

test('a flood from everywhere is forgotten from its oldest end', () => {
  const failed = new FailedAttempts();
  for (let i = 0; i < 30_000; i++) failed.note(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, i);
  expect(failed.size).toBe(10_000);
  expect(failed.note('10.0.117.47', 30_000).number).toBe(2);
  expect(failed.note('10.0.0.0', 30_000).number).toBe(1);
});
