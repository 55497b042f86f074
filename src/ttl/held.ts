import type { RunOut } from '../model/drain.ts';
import type { AnswersGiven } from '../model/exposure.ts';

/** The unexpired answers with some addresses, at the moment of counting. */
export interface Held {
  /** How many. */
  readonly answers: number;
  /** The moments at which some of them run out, ascending, in milliseconds since the epoch, and how many do at each. */
  readonly endsAtMs: readonly number[];
  readonly counts: readonly number[];
}

/** The unexpired answers with any of these addresses, each a record of an answer. */
export function heldOf(given: AnswersGiven, addresses: Iterable<string>): Held {
  const { atMs, endsInSeconds } = given;
  const sums = new Float64Array(endsInSeconds.length);
  for (const address of new Set(addresses)) {
    const counts = given.unexpired(address);
    for (let i = 0; counts && i < counts.length; i++) sums[i]! += counts[i]!;
  }
  const held = { answers: 0, endsAtMs: [] as number[], counts: [] as number[] };
  for (let i = 0; i < sums.length; i++) {
    if (sums[i] === 0) continue;
    held.answers += sums[i]!;
    held.endsAtMs.push(atMs + 1000 * endsInSeconds[i]!);
    held.counts.push(sums[i]!);
  }
  return held;
}

/** How many of them are still unexpired at `nowMs`. */
export function leftOf({ answers, endsAtMs, counts }: Held, nowMs: number): number {
  let left = answers;
  for (let i = 0; i < endsAtMs.length && endsAtMs[i]! <= nowMs; i++) left -= counts[i]!;
  return left;
}

/** When they run out, if no more are given; undefined where there is none. */
export function runOutOf(held: Held): RunOut | undefined {
  if (held.answers === 0) return undefined;
  return {
    halfAtMs: whenGone(held, 0.5),
    ninetyAtMs: whenGone(held, 0.9),
    ninetyNineAtMs: whenGone(held, 0.99),
    lastAtMs: held.endsAtMs.at(-1)!,
  };
}

/** The first moment at which this part of them, at least, has run out. */
function whenGone({ answers, endsAtMs, counts }: Held, part: number): number {
  let gone = 0;
  const at = counts.findIndex(count => {
    gone += count;
    return gone >= part * answers;
  });
  return endsAtMs[at]!;
}
