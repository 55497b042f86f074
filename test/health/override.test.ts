import fc from 'fast-check';
import { expect, test } from 'vitest';
import { effectiveState } from '../../src/health/override.ts';
import type { OverrideState, Verdict } from '../../src/model/health.ts';

const verdicts = fc.constantFrom<Verdict>('up', 'down', 'unknown');
const overrides = fc.array(fc.constantFrom<OverrideState>('up', 'down', 'drain'), { maxLength: 3 });

test('without an override the verdict is in effect', () => {
  fc.assert(
    fc.property(verdicts, measured => {
      expect(effectiveState(measured, [])).toEqual({ override: undefined, effective: measured });
    }),
  );
});

test('down beats drain beats up, in any order and whatever was measured', () => {
  fc.assert(
    fc.property(verdicts, overrides, (measured, list) => {
      const { override, effective } = effectiveState(measured, list);
      const strongest = list.includes('down') ? 'down' : list.includes('drain') ? 'drain' : list.length > 0 ? 'up' : undefined;
      expect(override).toBe(strongest);
      expect(effective).toBe(strongest ?? measured);
    }),
  );
});
