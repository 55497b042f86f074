import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextTurn, phaseInSlot } from '../../probes/phase.ts';
import { outlookOf, type Prospect, type Standpoint, turnsInMs } from '../../src/health/outlook.ts';
import { JITTER } from '../../src/lib/phase.ts';
import type { Verdict } from '../../src/model/health.ts';
import type { Need } from '../../src/model/monitor.ts';
import { monitor, observation } from './declare.ts';
import { fleet } from './fleet.ts';

const A = 'example.com./web/a';
const INTERVAL_MS = 10_000;
const FALL = 2;
const RISE = 3;

const at = (verdict: Verdict, streak = 0, region?: string): Standpoint => ({
  vote: { verdict, streak },
  elector: { facts: { name: 'hz', region, voteless: undefined } },
});

function prospect(verdict: Verdict, standpoints: readonly Standpoint[], more: Partial<Prospect> = {}): Prospect {
  const grid = { slots: standpoints.length, offsetMs: 0 };
  return { verdict, monitor: monitor('web'), riseNeeded: RISE, standpoints, wellMs: 0, phase: 0, grid, ...more };
}

const confirmed = monitor('web', { confirmMs: 500 });
const any = monitor('web', { quorum: { need: { kind: 'any' }, perRegion: undefined } });
const regional = monitor('web', { fall: 3, quorum: { need: { kind: 'majority' }, perRegion: { kind: 'all' } } });

test.each<[string, Prospect, number]>([
  ['settled up, all failures are missing', prospect('up', [at('up')]), 20_000],
  ['confirmation does not matter while there is no doubt', prospect('up', [at('up'), at('up')], { monitor: confirmed }), 20_000],
  ['in doubt, those that are missing come at the turns', prospect('up', [at('up', 1)]), 10_000],
  ['or are confirmed soon', prospect('up', [at('up', 1)], { monitor: confirmed }), 500],
  ['as many as the quorum asks for must turn', prospect('up', [at('up', 1), at('up'), at('up')], { monitor: confirmed }), 1000],
  ['which one that has turned is among', prospect('up', [at('down'), at('up', 1), at('up')], { monitor: confirmed }), 500],
  [
    'one that sees it down alone is no doubt of the others',
    prospect('up', [at('down'), at('up'), at('up')], { monitor: confirmed }),
    20_000,
  ],
  ['the first of any', prospect('up', [at('up'), at('up', 1), at('up')], { monitor: any }), 10_000],
  ['a verdict that waits to be proven may turn at the next look', prospect('up', [at('down'), at('up')], { monitor: any }), 10_000],
  [
    'regions turn as a whole',
    prospect('up', [at('up', 2, 'a'), at('up', 1, 'a'), at('down', 0, 'b'), at('up', 0, 'c')], { monitor: regional }),
    20_000,
  ],
  ['down, all successes are missing', prospect('down', [at('down')]), 30_000],
  ['more of them after flaps', prospect('down', [at('down')], { riseNeeded: 12 }), 120_000],
  ['on the way up, those that are still missing', prospect('down', [at('down', 2)]), 10_000],
  ['of so many vantages that the others are too few', prospect('down', [at('down', 2), at('down', 1), at('down')]), 20_000],
  ['one that does not know yet', prospect('down', [at('unknown', 1), at('down')]), 10_000],
  ['a delay comes on top of the successes', prospect('down', [at('down', 1)], { wellMs: 300_000 }), 320_000],
  ['what is left of a delay is told in steps', prospect('down', [at('up')], { wellMs: 79_999 }), 40_000],
  ['and never as less than an interval', prospect('down', [at('up')], { wellMs: 1 }), 10_000],
  ['an operator may never come', prospect('down', [at('up')], { wellMs: Number.POSITIVE_INFINITY }), Number.POSITIVE_INFINITY],
  ['or not before it is well', prospect('down', [at('down')], { wellMs: Number.POSITIVE_INFINITY }), Number.POSITIVE_INFINITY],
  ['what nobody looks at does not turn', prospect('up', []), Number.POSITIVE_INFINITY],
  ['what is unknown is known after a look', prospect('unknown', [at('unknown', 1), at('unknown')]), 10_000],
])('%s', (_, given, expected) => {
  expect(turnsInMs(given)).toBe(expected);
});

const need: fc.Arbitrary<Need> = fc.constantFrom(
  { kind: 'majority' },
  { kind: 'any' },
  { kind: 'all' },
  { kind: 'count', count: 2 },
  { kind: 'percent', percent: 40 },
);

test('what is told is exactly how soon the engine turns, where every vantage sees the contrary from now on', () => {
  const history = fc.array(fc.record({ vantage: fc.nat(4), ok: fc.boolean() }), { maxLength: 40 });
  const scene = fc.record({ vantages: fc.integer({ min: 1, max: 5 }), regions: fc.boolean(), need, history });
  fc.assert(
    fc.property(scene, ({ vantages, regions, need, history }) => {
      const names = Array.from({ length: vantages }, (_, i) => `v${i}`);
      const { engine } = fleet({ quorum: { need, perRegion: regions ? need : undefined } });
      engine.setVantages(names.map((name, i) => ({ name, region: i % 2 ? 'odd' : 'even', voteless: undefined })));
      const see = (vantage: string, ok: boolean) => engine.observe(observation(ok, { vantage }));
      for (const name of names) see(name, true);
      for (const { vantage, ok } of history) see(names[vantage % vantages]!, ok);
      const { verdict, outlook } = engine.measured(A);
      const rounds = outlook.turnsInMs / INTERVAL_MS;
      for (let round = 1; round <= rounds; round++) {
        expect(engine.measured(A).verdict).toBe(verdict);
        for (const name of names) see(name, verdict === 'down');
      }
      expect(engine.measured(A).verdict).not.toBe(verdict);
      expect(rounds).toBeGreaterThanOrEqual(1);
    }),
  );
});

test('looks are told as the turns of all slots fall on the wall clock', () => {
  const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const scene = fc.record({
    phase: share,
    slots: fc.integer({ min: 1, max: 20 }),
    intervalMs: fc.integer({ min: 500, max: 600_000 }),
    gridMs: fc.double({ min: 0, max: 1e10, noNaN: true }),
    offsetMs: fc.integer({ min: 0, max: 2e12 }),
  });
  fc.assert(
    fc.property(scene, ({ phase, slots, intervalMs, gridMs, offsetMs }) => {
      const given = prospect('up', [at('up')], { monitor: monitor('web', { intervalMs }), phase, grid: { slots, offsetMs } });
      const { everyMs, phaseMs } = outlookOf(given, false).looks!;
      expect(everyMs).toBeCloseTo(intervalMs / slots);
      expect(phaseMs).toSatisfy((ms: number) => ms >= 0 && ms < everyMs);
      for (let index = 0; index < slots; index++) {
        const turnMs = nextTurn(phaseInSlot(phase, { index, of: slots }), intervalMs, gridMs);
        const lateMs = (turnMs + JITTER * intervalMs + offsetMs - phaseMs) % everyMs;
        // Turns fall on whole milliseconds.
        expect(Math.min(lateMs, everyMs - lateMs)).toBeLessThanOrEqual(1.01);
      }
    }),
  );
});

test('a failure is a verdict once it is confirmed, a success at a look', () => {
  const confirmedMs = (given: Prospect) => outlookOf(given, false).looks?.confirmedMs;
  expect(confirmedMs(prospect('up', [at('up')], { monitor: monitor('web', { fall: 4, confirmMs: 500 }) }))).toBe(1500);
  expect(confirmedMs(prospect('up', [at('up')]))).toBe((FALL - 1) * INTERVAL_MS);
  expect(confirmedMs(prospect('down', [at('down')]))).toBe(0);
  expect(outlookOf(prospect('up', [at('up')]), false).looks?.doubtedMs).toBe(2000);
  expect(confirmedMs(prospect('up', []))).toBeUndefined();
  expect(confirmedMs(prospect('up', [at('up')], { grid: { slots: 0, offsetMs: 0 } }))).toBeUndefined();
});
