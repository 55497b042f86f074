import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OverrideState } from '../../../src/model/health.ts';
import type { Safety } from '../../../src/model/safety.ts';
import type { Steering } from '../../../src/model/steering.ts';
import { failover, pool, record, steering, weighted } from '../../steering/declare.ts';
import { BrakeScene, keyOf, MINUTE_MS, safety } from './brake-scene.ts';

/** Endpoints by pool, with their weights. */
const WEIGHTS = { x: [100, 100, 100, 100], y: [300, 100, 50], z: [100] };
const ENDPOINTS = Object.entries(WEIGHTS).flatMap(([name, weights]) => weights.map((_, i) => `${name}/${'abcd'[i]}`));
const WINDOW_MS = 10 * MINUTE_MS;

function zoneWith(more: Partial<Safety>): Steering {
  const pools = Object.entries(WEIGHTS).map(([name, weights], p) =>
    pool(
      name,
      weights.map((weight, i) => `192.0.2.${16 * p + i + 1} ${weight}`),
    ),
  );
  const records = [
    record('www', failover('x', 'y')),
    record('api', weighted(['x', 60], ['y', 40])),
    record('app', failover('y', 'z', 'x'), { whenAllDown: { kind: 'nodata' } }),
    record('one', 'z'),
  ];
  return { ...steering(pools, records), safety: safety({ windowMs: WINDOW_MS, ...more }) };
}

type Step =
  | { readonly do: 'turn'; readonly down: readonly string[]; readonly up: readonly string[] }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'force'; readonly endpoint: string; readonly state: OverrideState | undefined }
  | { readonly do: 'open'; readonly forMs: number };

const turn = fc
  .record({
    down: fc.uniqueArray(fc.constantFrom(...ENDPOINTS), { maxLength: 4 }),
    up: fc.uniqueArray(fc.constantFrom(...ENDPOINTS), { maxLength: 2 }),
  })
  .map(({ down, up }): Step => ({ do: 'turn', down, up: up.filter(each => !down.includes(each)) }));
const pass = fc.integer({ min: 1, max: 15 * MINUTE_MS }).map((ms): Step => ({ do: 'pass', ms }));
const force = fc
  .record({ endpoint: fc.constantFrom(...ENDPOINTS), state: fc.constantFrom<OverrideState | undefined>('up', 'down', 'drain', undefined) })
  .map(({ endpoint, state }): Step => ({ do: 'force', endpoint, state }));
const opening = fc.integer({ min: 0, max: 20 * MINUTE_MS }).map((forMs): Step => ({ do: 'open', forMs }));

const byVerdicts = fc.array(fc.oneof({ weight: 3, arbitrary: turn }, pass), { maxLength: 25 });
const byAll = fc.array(fc.oneof({ weight: 3, arbitrary: turn }, pass, force, opening), { maxLength: 25 });
const limits = fc.record({
  maxRemoved: fc.record({
    poolPercent: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
    recordPercent: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
  }),
  minHealthy: fc.option(
    fc.integer({ min: 1, max: 4 }).map(count => ({ kind: 'count', count }) as const),
    { nil: undefined },
  ),
  gate: fc.constantFrom('auto' as const, 'manual' as const),
});

function take(scene: BrakeScene, step: Step): void {
  switch (step.do) {
    case 'turn':
      scene.up(...step.up);
      scene.down(...step.down);
      break;
    case 'pass':
      scene.pass(step.ms);
      break;
    case 'force':
      scene.force(step.endpoint, step.state);
      break;
    case 'open':
      scene.open(step.forMs);
  }
}

/** Whether every endpoint of a pool is measured down. */
function isGone(scene: BrakeScene, name: string): boolean {
  return ENDPOINTS.filter(each => each.startsWith(`${name}/`)).every(each => scene.state(each).measured.verdict === 'down');
}

test('whatever turns in whatever order, within no window more of a pool goes than the limit, or one endpoint, while any of it is well', () => {
  fc.assert(
    fc.property(byVerdicts, fc.integer({ min: 0, max: 100 }), (steps, poolPercent) => {
      const scene = new BrakeScene(zoneWith({ maxRemoved: { poolPercent, recordPercent: undefined } }));
      const moments = [{ atMs: scene.clock.now(), serving: new Set(scene.serving) }];
      for (const step of steps) {
        take(scene, step);
        const now = { atMs: scene.clock.now(), serving: new Set(scene.serving) };
        for (const before of moments.filter(({ atMs }) => atMs > now.atMs - WINDOW_MS)) {
          for (const [name, weights] of Object.entries(WEIGHTS)) {
            const gone = weights.filter((_, i) => before.serving.has(`${name}/${'abcd'[i]}`) && !now.serving.has(`${name}/${'abcd'[i]}`));
            if (isGone(scene, name) || (gone.length <= 1 && poolPercent > 0)) continue;
            const sum = (list: readonly number[]) => list.reduce((total, weight) => total + weight, 0);
            expect(sum(gone)).toBeLessThanOrEqual((sum(weights) * poolPercent) / 100 + 1e-6);
          }
        }
        moments.push(now);
      }
    }),
  );
});

test('with a least that stays healthy nothing automatic empties a name, unless its when_all_down gives everything', () => {
  fc.assert(
    fc.property(byVerdicts, limits, fc.integer({ min: 1, max: 3 }), (steps, more, count) => {
      const scene = new BrakeScene(zoneWith({ ...more, minHealthy: { kind: 'count', count } }));
      for (const step of steps) {
        take(scene, step);
        // `app` says nodata where nothing is left.
        expect(scene.serving.length).toBeGreaterThanOrEqual(count);
      }
    }),
  );
});

test('an operator always wins, and an open brake holds nothing', () => {
  fc.assert(
    fc.property(byAll, limits, (steps, more) => {
      const scene = new BrakeScene(zoneWith(more));
      for (const step of steps) {
        take(scene, step);
        for (const { override, effective, measured, held } of scene.states.values()) {
          if (override !== undefined) expect({ effective, held }).toEqual({ effective: override, held: undefined });
          else if (measured.verdict === 'up') expect({ effective, held }).toEqual({ effective: 'up', held: undefined });
          else expect(effective).toBe(held ? 'up' : 'down');
        }
      }
      scene.open(MINUTE_MS);
      expect(scene.held).toEqual([]);
    }),
  );
});

/** Of several limits that hold an endpoint any may be named. */
function outcome(scene: BrakeScene): string[] {
  return [...scene.states.values()].map(({ key, effective, held }) => `${key} ${effective} ${held?.sinceMs ?? ''}`);
}

test('a restart anywhere in between changes nothing', () => {
  fc.assert(
    fc.property(byAll, limits, fc.func(fc.boolean()), (steps, more, restarts) => {
      const steady = new BrakeScene(zoneWith(more));
      const restarted = new BrakeScene(zoneWith(more));
      for (const [i, step] of steps.entries()) {
        take(steady, step);
        take(restarted, step);
        if (restarts(i)) restarted.restart();
        expect(outcome(restarted)).toEqual(outcome(steady));
      }
    }),
  );
});

test('what turns at once is judged alike in whatever order it is told', () => {
  fc.assert(
    fc.property(fc.array(byVerdicts, { maxLength: 3 }), limits, fc.shuffledSubarray(ENDPOINTS), (before, more, endpoints) => {
      const [one, other] = [new BrakeScene(zoneWith(more)), new BrakeScene(zoneWith(more))];
      for (const step of before.flat()) for (const scene of [one, other]) take(scene, step);
      one.down(...endpoints);
      other.down(...endpoints.toReversed());
      expect(one.serving.toSorted()).toEqual(other.serving.toSorted());
      expect(one.state(ENDPOINTS[0]!).key).toBe(keyOf(ENDPOINTS[0]!));
    }),
  );
});
