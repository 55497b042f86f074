import type { CheckContext, Phase } from '../../probes/check.ts';
import { type Clock, systemClock } from '../../src/lib/clock.ts';

interface ContextFacts {
  readonly deadline?: AbortSignal;
  readonly clock?: Clock;
}

/** What a check runs in, with the phases that ended; without a deadline unless `facts` give one. */
export function checkContext({ deadline = new AbortController().signal, clock = systemClock }: ContextFacts = {}): CheckContext & {
  readonly phases: readonly Phase[];
} {
  const phases: Phase[] = [];
  return { deadline, clock, phases, phaseEnded: phase => void phases.push(phase) };
}
