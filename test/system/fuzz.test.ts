import { expect, test } from 'vitest';
import { FUZZ_TARGETS, type FuzzTargetName, fuzz } from '../fuzz/fuzz.ts';

const SECONDS = 2;

test.each(Object.keys(FUZZ_TARGETS) as FuzzTargetName[])('%s bears bad input', async target => {
  const counts = await fuzz(target, Date.now(), SECONDS);
  expect([...counts.values()].reduce((sum, value) => sum + value, 0)).toBeGreaterThan(100);
});
