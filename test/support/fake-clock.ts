import type { Clock } from '../../src/lib/clock.ts';

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Moves time on by `durationMs`, running every timer that falls due on the way, in order, at its own time. */
  advance(durationMs: number): void;
  /** As `advance`, but lets promises and immediates settle before the first timer and after each one. */
  advanceSettled(durationMs: number): Promise<void>;
  /** Moves time on without running a timer, as when the process stood still: what fell due is late at the next `advance`. */
  stall(durationMs: number): void;
  /** Sets the time of day back, as an operator may: what is measured by `monotonic`, and timers, do not notice. */
  setBack(durationMs: number): void;
  /** Timers that are waiting. */
  readonly pending: number;
}

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** Gives a clock at `startMs` (milliseconds since the epoch); its monotonic time begins at 0. */
export function fakeClock(startMs = Date.UTC(2026, 0, 1)): FakeClock {
  const timers = new Set<Timer>();
  let elapsedMs = 0;
  let setBackMs = 0;

  const runNext = (untilMs: number): boolean => {
    let next: Timer | undefined;
    for (const timer of timers) if (timer.dueMs <= untilMs && (!next || timer.dueMs < next.dueMs)) next = timer;
    if (!next) return false;
    timers.delete(next);
    elapsedMs = Math.max(elapsedMs, next.dueMs);
    next.callback();
    return true;
  };

  return {
    now: () => startMs + elapsedMs - setBackMs,
    monotonic: () => elapsedMs,
    after(delayMs, callback) {
      const timer = { dueMs: elapsedMs + Math.max(0, delayMs), callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(durationMs) {
      const untilMs = elapsedMs + durationMs;
      while (runNext(untilMs));
      elapsedMs = untilMs;
    },
    async advanceSettled(durationMs) {
      const untilMs = elapsedMs + durationMs;
      do await settle();
      while (runNext(untilMs));
      elapsedMs = untilMs;
    },
    stall(durationMs) {
      elapsedMs += durationMs;
    },
    setBack(durationMs) {
      setBackMs += durationMs;
    },
    get pending() {
      return timers.size;
    },
  };
}

function settle(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
