import fc from 'fast-check';
import { expect, test } from 'vitest';
import { phaseOf } from '../../src/lib/phase.ts';

test('phases of keys that look alike are spread evenly', () => {
  const buckets = Array<number>(20).fill(0);
  for (let i = 0; i < 10_000; i++) buckets[Math.floor(phaseOf(`example.com./web/e${i}/http`) * 20)]! += 1;
  for (const count of buckets) expect(count).toSatisfy((n: number) => n > 400 && n < 600);
});

test('a phase lies from 0 up to 1 and is always the same', () => {
  fc.assert(
    fc.property(fc.string(), key => {
      expect(phaseOf(key)).toBe(phaseOf(key));
      expect(phaseOf(key)).toBeGreaterThanOrEqual(0);
      expect(phaseOf(key)).toBeLessThan(1);
    }),
  );
});
