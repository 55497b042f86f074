import fc from 'fast-check';
import { expect, test } from 'vitest';
import { phaseInSlot, turnAfter } from '../../probes/phase.ts';
import { phaseOf } from '../../src/lib/phase.ts';
import type { Slot } from '../../src/model/health.ts';
import { probeTarget } from '../support/probe-target.ts';
import { many, passing, scene } from './scheduler-scene.ts';

const INTERVAL_MS = 10_000;
const JITTER_MS = 0.03 * INTERVAL_MS;

const slot = fc.integer({ min: 1, max: 20 }).chain(of => fc.record({ index: fc.nat(of - 1), of: fc.constant(of) }));

/** When each address was probed. */
function turnsOf(started: readonly { readonly host: string; readonly atMs: number }[]): Map<string, number[]> {
  const turns = new Map<string, number[]>();
  for (const { host, atMs } of started) turns.set(host, [...(turns.get(host) ?? []), atMs]);
  return turns;
}

function gapsOf(turns: readonly number[]): readonly number[] {
  return turns.slice(1).map((atMs, i) => atMs - turns[i]!);
}

test('vantages in the slots of a fleet share the interval evenly, on one grid whatever their own clocks say', async () => {
  const target = probeTarget('a');
  const offsets = [0, 123_456.7, 9_999_999, 5];
  const moments: number[] = [];
  for (const [index, offsetMs] of offsets.entries()) {
    const { clock, started, probes } = scene({ runCheck: passing, gridMs: () => clock.monotonic() + offsetMs });
    probes.assign([target], { index, of: offsets.length });
    await clock.advanceSettled(5 * INTERVAL_MS);
    moments.push((started.at(-1)!.atMs + offsetMs) % INTERVAL_MS);
    await probes[Symbol.asyncDispose]();
  }
  for (const [index, moment] of moments.entries()) {
    const turn = ((phaseOf(target.key) + index / offsets.length) % 1) * INTERVAL_MS;
    const lateMs = (moment - turn + INTERVAL_MS) % INTERVAL_MS;
    expect((lateMs + 1) % INTERVAL_MS).toBeLessThanOrEqual(JITTER_MS + 2);
  }
});

test('the slots of a key are evenly spread', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 20 }), (key, of) => {
      const phases = Array.from({ length: of }, (_, index) => phaseInSlot(phaseOf(key), { index, of })).sort((a, b) => a - b);
      for (const [i, phase] of phases.entries()) {
        const next = phases[i + 1] ?? phases[0]! + 1;
        expect(next - phase).toBeCloseTo(1 / of, 9);
        expect(phase).toBeLessThan(1);
      }
    }),
  );
});

test('a turn follows after 0.47 to 1.47 intervals whatever changed, and after one where nothing did', () => {
  const phase = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(phase, fc.double({ min: 0, max: 1e9, noNaN: true }), fc.integer({ min: 100, max: 60_000 }), (p, nowMs, intervalMs) => {
      const waitMs = turnAfter({ phase: p, intervalMs, nowMs, lateMs: 0 });
      expect(waitMs).toBeGreaterThan(0.46 * intervalMs);
      expect(waitMs).toBeLessThanOrEqual(1.47 * intervalMs + 1e-3);
      const again = turnAfter({ phase: p, intervalMs, nowMs: nowMs + waitMs + 0.02 * intervalMs, lateMs: 0 });
      expect(again).toBeCloseTo(0.98 * intervalMs, 3);
    }),
  );
});

test('another slot: no probe waits longer than 1.5 intervals, none comes twice, and they do not come all at once', async () => {
  await fc.assert(
    fc.asyncProperty(slot, slot, fc.nat(INTERVAL_MS), async (first, second, afterMs) => {
      await expectCalm({ first, second, afterMs, jumpMs: 0 });
    }),
    { numRuns: 15 },
  );
});

test('a grid that jumps: the same', async () => {
  await fc.assert(
    fc.asyncProperty(slot, fc.nat(INTERVAL_MS), fc.integer({ min: -50_000, max: 50_000 }), async (first, afterMs, jumpMs) => {
      await expectCalm({ first, second: first, afterMs, jumpMs });
    }),
    { numRuns: 15 },
  );
});

interface Change {
  readonly first: Slot;
  readonly second: Slot;
  /** The moment of the change. */
  readonly afterMs: number;
  readonly jumpMs: number;
}

async function expectCalm({ first, second, afterMs, jumpMs }: Change): Promise<void> {
  let offsetMs = 1_000_000;
  const { clock, started, probes } = scene({ runCheck: passing, maxInFlight: 1000, gridMs: () => clock.monotonic() + offsetMs });
  const targets = many(200);
  probes.assign(targets, first);
  await clock.advanceSettled(3 * INTERVAL_MS + afterMs);
  const settledFrom = clock.monotonic() - INTERVAL_MS;
  offsetMs += jumpMs;
  probes.assign(targets, second);
  await clock.advanceSettled(4 * INTERVAL_MS);
  const since = started.filter(({ atMs }) => atMs >= settledFrom);
  for (const turns of turnsOf(since).values()) {
    for (const gap of gapsOf(turns)) expect(gap).toSatisfy((ms: number) => ms >= 0.46 * INTERVAL_MS && ms <= 1.5 * INTERVAL_MS);
    expect(turns.length).toBeGreaterThanOrEqual(4);
  }
  for (const [host, turns] of turnsOf(since)) {
    const { key } = targets.find(({ address }) => address.text === host)!;
    const turn = phaseInSlot(phaseOf(key), second) * INTERVAL_MS;
    expect((turns.at(-1)! + offsetMs - turn + 1 + 10 * INTERVAL_MS) % INTERVAL_MS).toBeLessThanOrEqual(JITTER_MS + 2);
  }
  const perHalfSecond = new Map<number, number>();
  for (const { atMs } of since) perHalfSecond.set(Math.floor(atMs / 500), (perHalfSecond.get(Math.floor(atMs / 500)) ?? 0) + 1);
  expect(Math.max(...perHalfSecond.values())).toBeLessThan(40);
  await probes[Symbol.asyncDispose]();
}
