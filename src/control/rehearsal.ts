import { compileChange } from '../answer/compile.ts';
import type { Clock } from '../lib/clock.ts';
import type { Served } from './loop.ts';

/** Endpoints whose failure is rehearsed: those that most depends on. */
const ENDPOINTS = 4;

/** So often each, down and up again: after that the code is as fast as it gets. */
const ROUNDS = 6;

/** Trees that are compiled at once: the thread is held up for some milliseconds. */
const TREES = 2000;

/**
 * Compiles what would follow if endpoints failed, and throws it away. The first failover of a process is the one that counts, and code that
 * has never run takes four times as long; what could not be compiled is known before it is needed. Rejects with what compiling throws.
 * Watched by the bench `scale`.
 */
export async function rehearse({ compiled, states, generation }: Served, clock: Clock, signal: AbortSignal): Promise<void> {
  const most = [...compiled.dependents].sort(([, a], [, b]) => b.length - a.length).slice(0, ENDPOINTS);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [key, shapes] of most) {
      await new Promise<void>(resolve => clock.after(0, resolve));
      if (signal.aborted) return;
      const dependents = new Map([[key, shapes.slice(0, TREES)]]);
      for (const effective of ['down', 'up'] as const) {
        const turned = new Map(states).set(key, { ...states.get(key)!, effective });
        compileChange({ ...compiled, dependents }, [key], turned, generation);
      }
    }
  }
}
