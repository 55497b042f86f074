import { Worker } from 'node:worker_threads';
import { FuzzFailure, type Tally } from './target.ts';
import { type FuzzReport, type FuzzWork, WATCHED_TARGETS, type WatchedTarget } from './watched-targets.ts';

/** An input that takes so long counts as a hang; the slowest take some milliseconds. */
const HANG_MS = 20_000;
const LOOK_MS = 500;

/** Feeds a target in a thread for so many seconds, and gives what it saw. Throws FuzzFailure for a broken rule, a crash or a hang. */
export async function runWatched(target: WatchedTarget, seed: number, seconds: number): Promise<Tally> {
  const progress = new Uint32Array(new SharedArrayBuffer(8));
  const workerData: FuzzWork = { target, seed, seconds, progress };
  const worker = new Worker(new URL('./fuzz-worker.ts', import.meta.url), { workerData });
  const ended = Promise.withResolvers<FuzzReport>();
  worker.on('message', ended.resolve);
  worker.on('error', ended.reject);
  worker.on('exit', code => ended.reject(new Error(`the thread ended with code ${code}`)));
  const stopWatching = watch(progress, () => ended.reject(new Error(`no end after ${HANG_MS / 1000} s`)));
  try {
    const report = await ended.promise.catch(error => ({ failedSeed: progress[0]!, error: error as Error }));
    if ('tally' in report) return report.tally;
    throw await failureOf(target, report.failedSeed, report.error);
  } finally {
    stopWatching();
    await worker.terminate();
  }
}

function watch(progress: Uint32Array, onHang: () => void): () => void {
  let last = -1;
  let sinceMs = performance.now();
  const timer = setInterval(() => {
    const done = Atomics.load(progress, 1);
    if (done !== last) sinceMs = performance.now();
    else if (performance.now() - sinceMs > HANG_MS) onHang();
    last = done;
  }, LOOK_MS);
  return () => clearInterval(timer);
}

async function failureOf(name: WatchedTarget, seed: number, error: Error): Promise<FuzzFailure> {
  const target = await WATCHED_TARGETS[name]();
  const repeat = `npm run fuzz -- --target ${name} --seed ${seed}`;
  return new FuzzFailure(`${name}: ${error.message}\n  repeat: ${repeat}\n  input: ${target.describe(seed)}`, { cause: error });
}
