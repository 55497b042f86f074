import type { Random } from '../../src/lib/random.ts';

/** Something that is fed with inputs which follow from numbers alone. */
export interface FuzzTarget {
  /** Feeds the input of `seed`, and gives what came of it in a word, to be counted. Throws where a rule was broken. */
  run(seed: number): string;
  /** What `run(seed)` feeds, for whoever wants to repeat it. */
  describe(seed: number): string;
}

/** How often each outcome was seen. */
export type Tally = Map<string, number>;

export function tally(counts: Tally, outcome: string, value = 1): void {
  counts.set(outcome, (counts.get(outcome) ?? 0) + value);
}

/** A rule was broken; the message tells how to repeat it. */
export class FuzzFailure extends Error {}

/** One of the values. */
export function oneOf<T>(random: Random, values: readonly T[]): T {
  return values[random() % values.length]!;
}

/** Whether something happens that happens in one case of `times`. */
export function once(random: Random, times: number): boolean {
  return random() % times === 0;
}

export function octets(random: Random, length: number): number[] {
  return Array.from({ length }, () => random() & 255);
}
