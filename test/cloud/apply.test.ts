import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ApplyParts, applyPlan } from '../../src/cloud/apply.ts';
import { Pace } from '../../src/cloud/pace.ts';
import { makePlan } from '../../src/cloud/plan/make-plan.ts';
import { stepOwner } from '../../src/cloud/plan/step-owner.ts';
import { seededRandom } from '../../src/lib/random.ts';
import type { Capabilities, Desired } from '../../src/model/cloud.ts';
import { type FakeClock, fakeClock } from '../support/fake-clock.ts';
import { type Fault, type MemoryProvider, memoryProvider } from './memory-provider.ts';
import { desired, desiredSet, PLAIN, RICH, record, wordsOf } from './plan/cloud-scene.ts';

const signal = new AbortController().signal;
const TWO = desired(desiredSet('www', { '203.0.113.1': 0.5, '203.0.113.2': 0.5 }), desiredSet('api', { '203.0.113.1': 1 }));

interface Setting {
  readonly provider: MemoryProvider;
  readonly wanted?: Desired;
  readonly capabilities?: Capabilities;
  readonly clock?: FakeClock;
  readonly more?: Partial<ApplyParts>;
  readonly signal?: AbortSignal;
}

/** Plans and applies, moving the clock on until all is over. */
async function carryOut({ provider, wanted = TWO, capabilities = RICH, clock = fakeClock(), more = {}, signal: ending = signal }: Setting) {
  const before = provider.records;
  const plan = makePlan({ desired: wanted, capabilities, current: before, policy: 'degrade' });
  const pace = new Pace({ clock, perSecond: 50, burst: 10 });
  const parts: ApplyParts = { provider, atomic: capabilities.atomic, clock, random: seededRandom(3), pace, isCurrent: () => true, ...more };
  let over = false;
  const outcome = applyPlan(plan, before, parts, ending).finally(() => {
    over = true;
  });
  outcome.catch(() => undefined);
  while (!over) await clock.advanceSettled(100);
  return { plan, outcome: await outcome };
}

const isPublished = ({ records }: MemoryProvider, wanted = TWO, capabilities = RICH) =>
  makePlan({ desired: wanted, capabilities, current: records, policy: 'degrade' }).steps.length === 0;

test('all steps are done, a record at a time or a name at a time', async () => {
  const single = memoryProvider(RICH);
  const { plan, outcome } = await carryOut({ provider: single });
  expect(outcome).toEqual({ end: 'done', done: plan.steps.length, troubles: [] });
  expect([isPublished(single), single.calls.every(({ length }) => length === 1)]).toEqual([true, true]);
  const named = memoryProvider(PLAIN);
  await carryOut({ provider: named, capabilities: PLAIN, more: { lanes: 1 } });
  expect(named.calls.map(steps => steps.map(wordsOf))).toEqual([['add 203.0.113.1', 'add 203.0.113.2'], ['add 203.0.113.1']]);
});

test('throttled for a minute, it waits longer and longer, and comes to its end', async () => {
  const provider = memoryProvider(RICH);
  const clock = fakeClock();
  provider.onApply = () => (clock.monotonic() < 60_000 ? { when: 'before', kind: 'retry' } : undefined);
  const { outcome } = await carryOut({ provider, clock });
  expect([outcome.end, isPublished(provider)]).toEqual(['done', true]);
  expect(provider.calls.length).toBeLessThan(60);
});

test('the time that the provider names is waited for', async () => {
  const provider = memoryProvider(RICH);
  const clock = fakeClock();
  const at: number[] = [];
  provider.onApply = (_, call) => {
    at.push(clock.monotonic());
    return call === 1 ? { when: 'before', kind: 'retry', retryAfterMs: 30_000 } : undefined;
  };
  await carryOut({ provider, clock, more: { lanes: 1 } });
  expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(30_000);
});

test('an answer that was lost after the step was done does not do it twice', async () => {
  const provider = memoryProvider(RICH);
  provider.onApply = (steps, call) => (steps[0]!.kind === 'add' && call <= 2 ? { when: 'after', kind: 'retry' } : undefined);
  const { plan, outcome } = await carryOut({ provider });
  expect([outcome.end, isPublished(provider)]).toEqual(['done', true]);
  expect(provider.calls.length).toBe(plan.steps.length);
  expect(provider.records.length).toBe(3);
});

test('a name that was changed by others is left, and the others are done', async () => {
  const provider = memoryProvider(RICH);
  provider.onApply = steps => (stepOwner(steps[0]!) === 'www.example.com.' ? { when: 'before', kind: 'reread' } : undefined);
  const { outcome } = await carryOut({ provider });
  expect(outcome).toMatchObject({ end: 'done', done: 1, troubles: [{ owner: 'www.example.com.', error: { kind: 'reread' } }] });
  expect(provider.records.map(({ owner }) => owner)).toEqual(['api.example.com.']);
});

test('what cannot be mended by trying stops everything at once', async () => {
  const provider = memoryProvider(RICH);
  provider.onApply = () => ({ when: 'before', kind: 'stop' });
  const { outcome } = await carryOut({ provider, more: { lanes: 1 } });
  expect(outcome).toMatchObject({ end: 'stopped', done: 0, troubles: [{ error: { kind: 'stop' } }] });
  expect(provider.calls.length).toBe(1);
});

test('a provider that is away for an hour is given up after a while, without a storm', async () => {
  const provider = memoryProvider(RICH);
  provider.onApply = () => ({ when: 'before', kind: 'retry' });
  const clock = fakeClock();
  const { outcome } = await carryOut({ provider, clock });
  expect(outcome.end).toBe('unreachable');
  expect(clock.monotonic()).toBeLessThan(100_000);
  expect(provider.calls.length).toBeLessThan(60);
  provider.onApply = () => undefined;
  await carryOut({ provider, clock });
  expect(isPublished(provider)).toBe(true);
});

test('a newer decision drops what is left, also while it waits', async () => {
  const provider = memoryProvider(RICH);
  let isCurrent = true;
  provider.onApply = (_, call) => {
    if (call < 3) return undefined;
    isCurrent = false;
    return { when: 'before', kind: 'retry' };
  };
  const { outcome } = await carryOut({ provider, more: { isCurrent: () => isCurrent, lanes: 1 } });
  expect([outcome.end, outcome.done, provider.calls.length]).toEqual(['stale', 2, 3]);
});

test('it ends with its signal', async () => {
  const provider = memoryProvider(RICH);
  const ending = new AbortController();
  provider.onApply = () => {
    ending.abort(new Error('the program ends'));
    return { when: 'before', kind: 'retry' };
  };
  await expect(carryOut({ provider, signal: ending.signal })).rejects.toThrow('the program ends');
});

test('a thousand sets keep to the pace', async () => {
  const provider = memoryProvider(PLAIN);
  const clock = fakeClock();
  const perSecond = new Map<number, number>();
  provider.onApply = () => {
    const second = Math.floor(clock.monotonic() / 1000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
    return undefined;
  };
  const wanted = desired(...Array.from({ length: 1000 }, (_, i) => desiredSet(`n${i}`, { '203.0.113.1': 1 })));
  const { outcome } = await carryOut({ provider, wanted, capabilities: PLAIN, clock });
  expect(outcome.done).toBe(1000);
  expect(Math.max(...perSecond.values())).toBeLessThanOrEqual(60);
});

test('property: whatever fails, no set is ever empty, and a plan made again mends the rest', async () => {
  const anyFault = fc.option(
    fc.record<Fault>({ when: fc.constantFrom('before', 'after'), kind: fc.constantFrom('retry', 'reread', 'capability', 'stop') }),
    { nil: undefined },
  );
  const start = [record('www', '203.0.113.1'), record('www', '203.0.113.3'), record('api', '203.0.113.2')];
  await fc.assert(
    fc.asyncProperty(fc.array(anyFault, { maxLength: 12 }), async faults => {
      const provider = memoryProvider(RICH, start);
      provider.onApply = (_, call) => {
        for (const label of ['www', 'api']) expect(provider.records.some(each => each.enabled && each.owner.startsWith(label))).toBe(true);
        return faults[call - 1];
      };
      await carryOut({ provider });
      for (let again = 0; again <= faults.length; again++) await carryOut({ provider });
      expect(isPublished(provider)).toBe(true);
    }),
    { numRuns: 60 },
  );
});
