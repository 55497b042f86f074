import { expect, test } from 'vitest';
import { isInForce } from '../../src/lib/in-force.ts';
import type { Intent } from '../../src/model/intent.ts';

const facts = {
  target: { kind: 'pool', zone: 'example.com.', pool: 'web' },
  author: 'ops',
  reason: 'racks',
  createdAtMs: 500,
} as const;
const drain = (expiresAtMs: number | undefined): Intent => ({ kind: 'override', state: 'drain', ...facts, expiresAtMs });
const work: Intent = { kind: 'maintenance', ...facts, fromMs: 1000, expiresAtMs: 2000 };

test.each<[intent: Intent, nowMs: number, inForce: boolean]>([
  [drain(undefined), 0, true],
  [drain(1000), 999, true],
  [drain(1000), 1000, false],
  [work, 999, false],
  [work, 1000, true],
  [work, 1999, true],
  [work, 2000, false],
])('%j at %i: %j', (intent, nowMs, inForce) => {
  expect(isInForce(intent, nowMs)).toBe(inForce);
});
