import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Outbox } from '../../../probes/agent/outbox.ts';

const steps = fc.array(fc.record({ probe: fc.constantFrom('a', 'b', 'c'), ok: fc.boolean() }), { maxLength: 60 });

function seeAll(outbox: Outbox, all: readonly { readonly probe: string; readonly ok: boolean }[], fromMs = 0): void {
  for (const [i, { probe, ok }] of all.entries()) outbox.see({ probe, ok, atMs: fromMs + i, reason: '', durationMs: 0 });
}

test('an outbox that is not saving keeps everything, the oldest first', () => {
  fc.assert(
    fc.property(steps, all => {
      const outbox = new Outbox();
      seeAll(outbox, all);
      expect([...outbox].map(({ probe, ok, atMs }) => ({ probe, ok, atMs }))).toEqual(all.map((step, atMs) => ({ ...step, atMs })));
    }),
  );
});

test('one that is saving keeps the turns and the last of each probe, whenever it began to save', () => {
  fc.assert(
    fc.property(steps, steps, (before, after) => {
      const outbox = new Outbox();
      seeAll(outbox, before);
      outbox.save();
      seeAll(outbox, after, before.length);
      const all = [...before, ...after];
      const kept = all.flatMap(({ probe, ok }, atMs) => {
        const last = all.slice(0, atMs).findLast(step => step.probe === probe);
        const isTurn = last !== undefined && last.ok !== ok;
        const isLast = !all.slice(atMs + 1).some(step => step.probe === probe);
        return isTurn || isLast ? [{ probe, ok, atMs, turn: isTurn }] : [];
      });
      expect([...outbox].map(({ probe, ok, atMs, turn }) => ({ probe, ok, atMs, turn }))).toEqual(kept);
    }),
  );
});

test('what is taken is gone, and turns are told by what was before it', () => {
  const outbox = new Outbox();
  seeAll(outbox, [{ probe: 'a', ok: true }]);
  outbox.take([...outbox]);
  expect(outbox.size).toBe(0);
  expect(outbox.see({ probe: 'a', ok: false, atMs: 1, reason: '', durationMs: 0 })).toBe(true);
  outbox.keepTo(new Set(['b']));
  expect(outbox.see({ probe: 'a', ok: true, atMs: 2, reason: '', durationMs: 0 })).toBe(false);
});

test('of too many the oldest turns go first, and are counted', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 3, max: 10 }), (all, most) => {
      const outbox = new Outbox(most);
      seeAll(outbox, all);
      const kept = [...outbox].map(({ atMs }) => atMs);
      expect(kept.length).toBeLessThanOrEqual(most);
      expect(kept).toEqual(kept.toSorted((a, b) => a - b));
      expect(kept.at(-1)).toBe(all.length > 0 ? all.length - 1 : undefined);
      const turns = all.filter(({ probe, ok }, i) => {
        const last = all.slice(0, i).findLast(step => step.probe === probe);
        return last !== undefined && last.ok !== ok;
      });
      expect(outbox.dropped).toBeLessThanOrEqual(Math.max(0, turns.length + 3 - most));
    }),
  );
});
