import type { Clock } from '../lib/clock.ts';
import type { TargetKey } from '../model/health.ts';
import type { AssignedProbe } from './assigned.ts';

/** The suspicions of so long go out together. */
const GATHER_MS = 5;

/** While the answers to one suspicion are awaited, another of the same probe asks nobody; at least for so long. */
const QUIET_MS = 1000;

export interface SuspicionOptions {
  readonly clock: Clock;
  /** By probe, the vantages that need not be asked: they have seen it fail themselves. */
  readonly onGathered: (suspects: Suspects) => void;
}

export type Suspects = ReadonlyMap<TargetKey, ReadonlySet<string>>;

/** Gathers probes that were seen to fail for the first time, so that the other vantages are asked at once, and once. */
export class Suspicion implements Disposable {
  readonly #options: SuspicionOptions;
  #gathering = new Map<TargetKey, Set<string>>();
  readonly #quietUntilMs = new Map<TargetKey, number>();
  #cancel = () => {};

  constructor(options: SuspicionOptions) {
    this.#options = options;
  }

  /** The vantage `by` has seen `probe` fail. */
  add({ key, timeoutMs }: AssignedProbe, by: string): void {
    const gathered = this.#gathering.get(key);
    if (gathered) gathered.add(by);
    else if (this.#isQuiet(key)) return;
    else this.#begin(key, timeoutMs, by);
  }

  /** Forgets what was asked: the probes are others. */
  clear(): void {
    this.#quietUntilMs.clear();
  }

  [Symbol.dispose](): void {
    this.#cancel();
    this.#gathering.clear();
  }

  #isQuiet(key: TargetKey): boolean {
    return this.#options.clock.monotonic() < (this.#quietUntilMs.get(key) ?? Number.NEGATIVE_INFINITY);
  }

  #begin(key: TargetKey, timeoutMs: number, by: string): void {
    const { clock } = this.#options;
    if (this.#gathering.size === 0) this.#cancel = clock.after(GATHER_MS, () => this.#send());
    this.#gathering.set(key, new Set([by]));
    this.#quietUntilMs.set(key, clock.monotonic() + Math.max(QUIET_MS, timeoutMs));
  }

  #send(): void {
    const gathered = this.#gathering;
    this.#gathering = new Map();
    this.#options.onGathered(gathered);
  }
}
