import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepsBetween, targetOf, wholeOf } from '../../../src/control/shift/weights.ts';
import type { RatioIntent } from '../../../src/model/intent.ts';
import { settled } from '../controlled.ts';
import { only, ratio, type ShiftScene, scene, started, whats } from './shift-scene.ts';

const Y_A = 'example.com./y/a';
const STEPS = [
  { x: 3600, y: 6400, z: 0 },
  { x: 2000, y: 8000, z: 0 },
  { x: 0, y: 10_000, z: 0 },
];

describe('a process that is killed', () => {
  test('while it waits for the next step: what had passed counts, what passed while it was away does not', async () => {
    const all = await scene();
    await started(all);
    await all.clock.advanceSettled(6100);
    all.clock.stall(3_600_000);
    all.restart();
    await all.clock.advanceSettled(3500);
    expect(all.inForce()).toEqual(STEPS[0]);
    await all.clock.advanceSettled(1500);
    expect(all.inForce()).toEqual(STEPS[1]);
    expect(whats(only(all))).toEqual(['started', 'step', 'served', 'found', 'step', 'served']);
  });

  test('when a step is stored and not served: the next one has it served, and sets nothing again', async () => {
    const all = await scene();
    all.controlled.hold();
    void all.runner.start(all.request());
    await settled();
    expect(only(all)).toMatchObject({ phase: 'stepping', step: 1 });
    const { intents } = all.keeper;
    all.restart();
    await all.clock.advanceSettled(200);
    expect([only(all).phase, all.keeper.intents]).toEqual(['stepping', intents]);
    expect(whats(only(all))).toEqual(['started', 'step', 'found']);
  });

  test('while it waits for the receiving side, or is paused', async () => {
    const all = await scene();
    const { id } = await started(all);
    await all.controlled.observe(Y_A, '--');
    await all.clock.advanceSettled(300);
    all.restart();
    await all.clock.advanceSettled(30_000);
    expect(only(all)).toMatchObject({ phase: 'waiting', step: 1 });
    await all.runner.order(id, 'pause', 'admin');
    all.restart();
    await all.controlled.observe(Y_A, '+++');
    await all.clock.advanceSettled(30_000);
    expect(only(all)).toMatchObject({ phase: 'paused', step: 1 });
    await all.runner.order(id, 'resume', 'admin');
    await all.clock.advanceSettled(10_500);
    expect(all.inForce()).toEqual(STEPS[1]);
  });

  test('while the ratio from before is on its way back', async () => {
    const before = ratio({ x: 10, y: 30, z: 0 });
    const all = await scene({}, [before]);
    const { id } = await started(all);
    all.controlled.refuse();
    all.controlled.refuse();
    void all.runner.order(id, 'abort', 'admin');
    expect(only(all)).toMatchObject({ phase: 'returning', outcome: 'aborted' });
    all.restart();
    await all.clock.advanceSettled(600);
    expect([only(all).phase, only(all).outcome, all.keeper.intents]).toEqual(['ended', 'aborted', [before]]);
  });

  test('and whose record was taken over meanwhile', async () => {
    const all = await scene();
    await started(all);
    const mine = ratio({ x: 1, y: 1, z: 1 });
    await all.change({ set: [mine] });
    all.restart();
    expect([only(all).outcome, all.keeper.intents]).toEqual(['superseded', [mine]]);
  });
});

test('a ratio from before whose time is over meanwhile does not come back', async () => {
  const all = await scene();
  const brief = ratio({ x: 10, y: 30, z: 0 }, { expiresAtMs: all.clock.now() + 5000 });
  await all.change({ set: [brief] });
  const { id } = await started(all);
  await all.clock.advanceSettled(6000);
  expect(all.inForce()).toEqual({ x: 2250, y: 7750, z: 0 });
  await all.runner.order(id, 'abort', 'admin');
  expect([all.keeper.intents, only(all).phase]).toEqual([[], 'ended']);
});

/** What may happen to a shift. */
const happening = fc.oneof(
  fc.record({ what: fc.constant('time' as const), ms: fc.integer({ min: 1, max: 9000 }) }),
  fc.record({ what: fc.constantFrom('down', 'up', 'doubt', 'restart', 'pause', 'resume', 'abort', 'keep', 'full', 'refuse') }),
);
type Happening = { readonly what: string; readonly ms?: number };

const OBSERVED: Readonly<Record<string, string>> = { down: '--', up: '+++', doubt: '-' };

async function happen(all: ShiftScene, { what, ms = 0 }: Happening): Promise<void> {
  const { controlled, clock, runner } = all;
  const id = only(all).id;
  if (what === 'time') await clock.advanceSettled(ms);
  else if (what in OBSERVED) await controlled.observe(Y_A, OBSERVED[what]!).catch(() => {});
  else if (what === 'restart') all.restart();
  else if (what === 'refuse') controlled.refuse();
  else if (what === 'full') all.failStore(new Error('full'));
  else await runner.order(id, what as 'pause', 'admin').catch(() => {});
  if (what !== 'full') all.failStore();
}

test('whatever happens, the ratio of the record is that from before, that of a step, or that after', async () => {
  const before = ratio({ x: 10, y: 30, z: 5 });
  const target = targetOf(before.weights, { y: 100 });
  const from = wholeOf(before.weights);
  const steps = 'to' in target ? stepsBetween(from, target.to, [10, 50, 100]).map(({ weights }) => weights) : [];
  const allowed = [before.weights, ...steps].map(weights => JSON.stringify(weights));
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 25 }), fc.constantFrom('pause', 'rollback'), async (events, onUnhealthy) => {
      const all = await scene({}, [before]);
      await started(all, { onUnhealthy });
      let reached = 1;
      for (const event of events) {
        await happen(all, event);
        const found = all.keeper.intents.filter((intent): intent is RatioIntent => intent.kind === 'ratio');
        expect(found).toHaveLength(1);
        const now = allowed.indexOf(JSON.stringify(found[0]!.weights));
        expect(now).toBeGreaterThanOrEqual(0);
        // It goes forward step by step, or all the way back.
        expect(now === 0 || now === reached || now === reached + 1).toBe(true);
        reached = now;
      }
      await all.clock.advanceSettled(1000);
      const { phase, outcome } = only(all);
      if (phase === 'ended')
        expect(all.inForce()).toEqual(outcome === 'completed' ? steps.at(-1) : outcome === 'rolled_back' ? before.weights : all.inForce());
      all.runner[Symbol.dispose]();
      all.keeper[Symbol.dispose]();
    }),
    { numRuns: 60 },
  );
});
