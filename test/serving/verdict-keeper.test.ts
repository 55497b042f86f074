import { expect, onTestFinished, test } from 'vitest';
import { VerdictKeeper } from '../../src/serving/verdict-keeper.ts';
import { openStore } from '../../src/store/open.ts';
import type { SavedVerdict } from '../../src/store/verdicts.ts';
import { dataDirectory } from '../store/data-directory.ts';
import { fakeClock } from '../support/fake-clock.ts';

const A = 'example.com./web/a/web';
const B = 'example.com./web/b/web';

const verdict = (target: string, verdict: 'up' | 'down' = 'down', sinceMs = 5): SavedVerdict => ({
  target,
  verdict,
  reason: 'embedded: timeout',
  sinceMs,
});

function kept(...stored: readonly SavedVerdict[]) {
  const store = openStore(dataDirectory());
  onTestFinished(() => store[Symbol.dispose]());
  store.verdicts.save(stored);
  const clock = fakeClock();
  const faults: unknown[] = [];
  const broken = { fault: undefined as Error | undefined, saves: 0 };
  const orThrow = <T>(action: () => T): T => {
    broken.saves++;
    if (broken.fault) throw broken.fault;
    return action();
  };
  const keeper = new VerdictKeeper({
    stored: store.verdicts.restore().verdicts,
    store: {
      save: rows => orThrow(() => store.verdicts.save(rows)),
      prune: (declared, nowMs) => orThrow(() => store.verdicts.prune(declared, nowMs)),
    },
    clock,
    onFault: error => faults.push(error),
  });
  const rows = () => [...store.verdicts.restore().verdicts].map(([target, { verdict }]) => `${target} ${verdict}`);
  return { keeper, clock, rows, faults, broken };
}

test('verdicts are written together, soon after the first of them, the last of each target', () => {
  const { keeper, clock, rows, broken } = kept();
  keeper.add(verdict(A));
  clock.advance(49);
  keeper.add(verdict(B));
  keeper.add(verdict(A, 'up'));
  expect([rows(), broken.saves]).toEqual([[], 0]);
  clock.advance(1);
  expect(rows()).toEqual([`${A} up`, `${B} down`]);
  expect(broken.saves).toBe(1);
  clock.advance(1000);
  expect(broken.saves).toBe(1);
});

test('what is not written yet is written at the end, and no timer is left', () => {
  const { keeper, clock, rows } = kept();
  keeper.add(verdict(A));
  keeper[Symbol.dispose]();
  expect(rows()).toEqual([`${A} down`]);
  expect(clock.pending).toBe(0);
});

test('what the store does not take is told of and written with the next verdict, or at the end', () => {
  const { keeper, clock, rows, faults, broken } = kept();
  broken.fault = new Error('disk full');
  keeper.add(verdict(A));
  clock.advance(50);
  expect(faults).toEqual([broken.fault]);
  broken.fault = undefined;
  keeper.add(verdict(B));
  clock.advance(50);
  expect(rows()).toEqual([`${A} down`, `${B} down`]);
  broken.fault = new Error('disk full');
  keeper.add(verdict(A, 'up'));
  clock.advance(50);
  broken.fault = undefined;
  keeper[Symbol.dispose]();
  expect(rows()).toEqual([`${A} up`, `${B} down`]);
});

test('the last verdict is the one that turned last, not the one of the start', () => {
  const { keeper } = kept(verdict(A, 'up', 1));
  expect(keeper.last(A)).toEqual({ verdict: 'up', reason: 'embedded: timeout', sinceMs: 1 });
  keeper.add(verdict(A, 'down', 7));
  expect(keeper.last(A)).toMatchObject({ verdict: 'down', sinceMs: 7 });
  expect(keeper.last(B)).toBeUndefined();
});

test('what is not declared is forgotten by the store in time; a store that fails is told of', () => {
  const { keeper, clock, rows, faults, broken } = kept(verdict(A), verdict(B));
  keeper.prune(new Set([A]));
  clock.advance(31 * 86_400_000);
  keeper.prune(new Set([A]));
  expect(rows()).toEqual([`${A} down`]);
  broken.fault = new Error('disk full');
  keeper.prune(new Set());
  expect(faults).toEqual([broken.fault]);
});
