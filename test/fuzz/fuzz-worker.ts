/** Runs a target in a thread of its own: the main thread sees where it is, even if it never comes back. */
import { parentPort, workerData } from 'node:worker_threads';
import { type FuzzTarget, type Tally, tally } from './target.ts';
import { type FuzzReport, type FuzzWork, WATCHED_TARGETS } from './watched-targets.ts';

const work: FuzzWork = workerData;
parentPort?.postMessage(run(work, await WATCHED_TARGETS[work.target]()));

function run({ seed, seconds, progress }: FuzzWork, target: FuzzTarget): FuzzReport {
  const counts: Tally = new Map();
  const endMs = performance.now() + 1000 * seconds;
  for (let i = 0; i % 64 !== 0 || performance.now() < endMs; i++) {
    const current = (seed + i) >>> 0;
    Atomics.store(progress, 0, current);
    try {
      tally(counts, target.run(current));
    } catch (error) {
      return { failedSeed: current, error: error instanceof Error ? error : new Error(String(error)) };
    }
    Atomics.add(progress, 1, 1);
  }
  return { tally: counts };
}
