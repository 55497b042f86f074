import { expect, test } from 'vitest';
import { HeldUp } from '../../../probes/agent/held-up.ts';
import type { Seen } from '../../../probes/agent/outbox.ts';

const failed = (probe: string, atMs: number): Seen => ({ probe, atMs, ok: false, reason: 'reset', durationMs: 1, turn: true });

function scene() {
  const well = new Set<string>();
  const heldUp = new HeldUp({ isFailing: probe => !well.has(probe) });
  return { heldUp, well };
}

test('a report that was sent again and came through quickly names what is old in it, at once', () => {
  const { heldUp } = scene();
  expect(heldUp.cameThrough([failed('a', 0), failed('b', 9000)], { sentMs: 11_000, nowMs: 11_100 })).toEqual(['a']);
  expect(heldUp.waits).toBe(false);
});

test('while the way is slow nothing is named, and all of it is when one comes through in time', () => {
  const { heldUp } = scene();
  for (const [i, probe] of ['a', 'b', 'a'].entries())
    expect(heldUp.cameThrough([failed(probe, i * 6000)], { sentMs: i * 6000, nowMs: i * 6000 + 5500 })).toEqual([]);
  expect(heldUp.waits).toBe(true);
  expect(heldUp.cameThrough([], { sentMs: 20_000, nowMs: 20_050 })).toEqual(['a', 'b']);
  expect(heldUp.cameThrough([], { sentMs: 20_100, nowMs: 20_150 })).toEqual([]);
});

test.each<[string, (parts: ReturnType<typeof scene>) => void]>([
  ['is well', ({ well }) => well.add('a')],
  ['is not asked for any more', ({ heldUp }) => heldUp.keepTo(new Set(['b']))],
  ['was probed again because the agent connected anew', ({ heldUp }) => heldUp.connected(6000)],
  ['was told in time', ({ heldUp }) => void heldUp.cameThrough([failed('a', 5500)], { sentMs: 5500, nowMs: 6000 })],
])('what %s meanwhile does not wait any more', (_what, happen) => {
  const parts = scene();
  parts.heldUp.cameThrough([failed('a', 0)], { sentMs: 0, nowMs: 5500 });
  expect(parts.heldUp.waits).toBe(true);
  happen(parts);
  expect(parts.heldUp.cameThrough([], { sentMs: 6000, nowMs: 6050 })).toEqual([]);
  expect(parts.heldUp.waits).toBe(false);
});
