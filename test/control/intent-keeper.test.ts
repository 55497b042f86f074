import { expect, onTestFinished, test } from 'vitest';
import { type IntentChange, IntentKeeper } from '../../src/control/intent-keeper.ts';
import type { Intent } from '../../src/model/intent.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { dataDirectory } from '../store/data-directory.ts';
import { type FakeClock, fakeClock } from '../support/fake-clock.ts';
import { maintenance, override, weight, X, Y } from './controlled.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A keeper over a real store, on a clock that can be set as well. */
class Kept {
  readonly store: Store = openStore(dataDirectory());
  readonly timers: FakeClock = fakeClock();
  readonly clock = { ...this.timers, now: () => this.timers.now() + this.setByMs };
  readonly keeper: IntentKeeper;
  readonly expired: (readonly Intent[])[] = [];
  readonly left: (readonly Intent[])[] = [];
  readonly begun: (readonly Intent[])[] = [];
  readonly faults: unknown[] = [];
  /** By how much the clock was set. */
  setByMs = 0;
  fault: Error | undefined;

  constructor(...stored: readonly Intent[]) {
    onTestFinished(() => this.store[Symbol.dispose]());
    this.store.intents.change({ set: stored, release: [] });
    this.keeper = new IntentKeeper({
      stored: this.stored,
      store: change => this.#write(change),
      clock: this.clock,
      onExpired: (expired, left) => {
        this.expired.push(expired);
        this.left.push(left);
      },
      onBegun: (begun, intents) => {
        expect(intents).toBe(this.keeper.intents);
        this.begun.push(begun);
      },
      onFault: error => this.faults.push(error),
    });
  }

  get stored(): readonly Intent[] {
    return this.store.intents.list().rows;
  }

  in(durationMs: number): { expiresAtMs: number } {
    return { expiresAtMs: this.clock.now() + durationMs };
  }

  set(...set: readonly Intent[]): readonly Intent[] {
    return this.keeper.change({ set, release: [] });
  }

  #write(change: IntentChange): void {
    if (this.fault) throw this.fault;
    this.store.intents.change(change);
  }
}

const START_MS = fakeClock().now();

test('a change is in the store when it is in force, and only then', () => {
  const kept = new Kept();
  const intents = [override(X, 'drain'), weight(X, 5)];
  expect(kept.set(...intents)).toEqual(intents);
  expect(kept.keeper.intents).toEqual(intents);
  expect(kept.stored).toEqual(expect.arrayContaining(intents));
  kept.fault = new Error('disk full');
  expect(() => kept.set(override(Y, 'down'))).toThrow('disk full');
  expect(() => kept.keeper.change({ set: [], release: intents })).toThrow('disk full');
  expect(kept.keeper.intents).toEqual(intents);
});

test('a target has one intent of each kind: a new one replaces it, others stay', () => {
  const kept = new Kept();
  kept.set(override(X, 'drain'), weight(X, 5), override(Y, 'down'));
  kept.set(override(X, 'up'));
  expect(kept.keeper.intents).toEqual([weight(X, 5), override(Y, 'down'), override(X, 'up')]);
  expect(kept.stored).toHaveLength(3);
});

test('releasing takes away that kind at that target; what is not there is no error', () => {
  const kept = new Kept(override(X, 'drain'), weight(X, 5));
  kept.keeper.change({ set: [], release: [override(X, 'up'), override(Y, 'up')] });
  expect(kept.keeper.intents).toEqual([weight(X, 5)]);
  expect(kept.stored).toEqual([weight(X, 5)]);
});

test('what is released and set in one change is set', () => {
  const kept = new Kept(override(X, 'drain'));
  kept.keeper.change({ set: [override(X, 'down')], release: [override(X, 'drain')] });
  expect([kept.keeper.intents, kept.stored]).toEqual([[override(X, 'down')], [override(X, 'down')]]);
});

test('an intent ends at its time, in the store as well, and the others stay', () => {
  const kept = new Kept();
  const brief = override(X, 'drain', kept.in(5000));
  kept.set(brief, weight(Y, 5), weight(X, 7, kept.in(5001)));
  kept.timers.advance(4999);
  expect(kept.expired).toEqual([]);
  kept.timers.advance(1);
  expect(kept.expired).toEqual([[brief]]);
  expect(kept.left[0]).toEqual(kept.keeper.intents);
  expect(kept.keeper.intents.map(({ kind }) => kind)).toEqual(['weight', 'weight']);
  kept.timers.advance(1);
  expect(kept.stored).toEqual([weight(Y, 5)]);
  expect(kept.timers.pending).toBe(0);
});

test('planned work waits beside an override of the same target, and ends at its time', () => {
  const kept = new Kept();
  const work = maintenance(X, { fromMs: START_MS + 1000, expiresAtMs: START_MS + 3000 });
  kept.set(override(X, 'drain'), work);
  kept.timers.advance(2999);
  expect(kept.keeper.intents).toEqual([override(X, 'drain'), work]);
  kept.timers.advance(1);
  expect(kept.expired).toEqual([[work]]);
  expect(kept.stored).toEqual([override(X, 'drain')]);
});

test('planned work that was to come is told of once, when it begins', () => {
  const kept = new Kept();
  const now = maintenance(Y, { fromMs: START_MS, expiresAtMs: START_MS + 9000 });
  const work = maintenance(X, { fromMs: START_MS + DAY_MS, expiresAtMs: START_MS + DAY_MS + 9000 });
  kept.set(now, work);
  const before = kept.keeper.intents;
  kept.timers.advance(DAY_MS - 1);
  expect(kept.begun).toEqual([]);
  kept.timers.advance(1);
  expect(kept.begun).toEqual([[work]]);
  expect(kept.keeper.intents).toEqual([work]);
  expect(kept.keeper.intents).not.toBe(before);
  kept.set(weight(Y, 5));
  kept.timers.advance(9000);
  expect([kept.begun, kept.expired]).toEqual([[[work]], [[now], [work]]]);
  expect(kept.timers.pending).toBe(0);
});

test('planned work that begins in the moment of another change is told of as well', () => {
  const kept = new Kept();
  const work = maintenance(X, { fromMs: START_MS + 1000, expiresAtMs: START_MS + 9000 });
  kept.set(work);
  kept.timers.stall(1000);
  kept.set(weight(Y, 5));
  kept.timers.advance(0);
  expect(kept.begun).toEqual([[work]]);
});

test('planned work that was called off, or was over while nobody looked, does not begin', () => {
  const kept = new Kept(maintenance(Y, { fromMs: START_MS - 2, expiresAtMs: START_MS - 1 }));
  const work = maintenance(X, { fromMs: START_MS + 1000, expiresAtMs: START_MS + 2000 });
  kept.set(work);
  kept.keeper.change({ set: [], release: [work] });
  kept.timers.advance(1500);
  kept.set(maintenance(X, { fromMs: START_MS + 2000, expiresAtMs: START_MS + 3000 }));
  kept.timers.stall(2000);
  kept.timers.advance(0);
  expect(kept.begun).toEqual([]);
  expect(kept.keeper.intents).toEqual([]);
});

test('one that is far away ends in time', () => {
  const kept = new Kept();
  kept.set(override(X, 'drain', kept.in(40 * DAY_MS)));
  kept.timers.advance(40 * DAY_MS - 1);
  expect(kept.keeper.intents).toHaveLength(1);
  kept.timers.advance(1);
  expect(kept.keeper.intents).toEqual([]);
});

test('a clock that is set back lengthens it by as much, one that is set forward ends it within a minute', () => {
  const kept = new Kept();
  kept.set(override(X, 'drain', kept.in(5000)));
  kept.setByMs = -2 * DAY_MS;
  kept.timers.advance(2 * DAY_MS);
  expect(kept.keeper.intents).toHaveLength(1);
  kept.timers.advance(5000);
  expect(kept.keeper.intents).toEqual([]);
  kept.set(override(X, 'drain', kept.in(2 * DAY_MS)));
  kept.setByMs += 2 * DAY_MS;
  kept.timers.advance(MINUTE_MS);
  expect(kept.keeper.intents).toEqual([]);
});

test('one whose time was over before the start ends at once, but not inside the constructor', () => {
  const over = override(X, 'drain', { expiresAtMs: START_MS - DAY_MS });
  const kept = new Kept(over, weight(Y, 5));
  expect(kept.expired).toEqual([]);
  kept.timers.advance(0);
  expect(kept.expired).toEqual([[over]]);
  expect(kept.stored).toEqual([weight(Y, 5)]);
});

test('is over even if the store cannot be told; it is told of, and the others end as well', () => {
  const kept = new Kept();
  kept.set(override(X, 'drain', kept.in(1000)), override(Y, 'drain', kept.in(2000)));
  kept.fault = new Error('disk full');
  kept.timers.advance(1000);
  expect(kept.faults).toEqual([kept.fault]);
  expect(kept.expired).toHaveLength(1);
  expect(kept.keeper.intents).toHaveLength(1);
  kept.fault = undefined;
  kept.timers.advance(1000);
  expect(kept.keeper.intents).toEqual([]);
  expect(kept.stored).toHaveLength(1);
});

test('replacing one with an end by one without leaves no timer', () => {
  const kept = new Kept();
  kept.set(override(X, 'drain', kept.in(1000)));
  kept.set(override(X, 'drain'));
  expect(kept.timers.pending).toBe(0);
  kept.timers.advance(DAY_MS);
  expect(kept.keeper.intents).toHaveLength(1);
});

test('disposed of, it has no timer', () => {
  const kept = new Kept(override(X, 'drain', { expiresAtMs: START_MS + 1000 }));
  expect(kept.timers.pending).toBe(1);
  kept.keeper[Symbol.dispose]();
  expect(kept.timers.pending).toBe(0);
});
