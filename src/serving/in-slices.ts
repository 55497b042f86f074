import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../lib/clock.ts';

/** For how long nothing else may have to wait. */
const SLICE_MS = 5;

/** Carries out long work step by step, and lets others have their turn between. */
export async function inSlices<Result>(steps: Iterator<undefined, Result>, clock: Pick<Clock, 'monotonic'>): Promise<Result> {
  for (;;) {
    const beganMs = clock.monotonic();
    do {
      const { done, value } = steps.next();
      if (done) return value;
    } while (clock.monotonic() - beganMs < SLICE_MS);
    await setImmediate();
  }
}
