import type { Clock } from '../lib/clock.ts';
import type { TargetKey } from '../model/health.ts';

/** What is asked for within so long goes out together. */
const GATHER_MS = 5;

export interface RecheckOptions {
  readonly clock: Clock;
  /** Called once for each vantage that is to recheck anything. */
  readonly onGathered: (vantage: string, probes: readonly TargetKey[]) => void;
}

/** Gathers what single vantages are to look at again, so that each is told once, and of each probe once. */
export class Rechecks implements Disposable {
  readonly #options: RecheckOptions;
  #gathering = new Map<string, Set<TargetKey>>();
  #cancel = () => {};

  constructor(options: RecheckOptions) {
    this.#options = options;
  }

  add(probe: TargetKey, vantage: string): void {
    if (this.#gathering.size === 0) this.#cancel = this.#options.clock.after(GATHER_MS, () => this.#send());
    const gathered = this.#gathering.get(vantage);
    if (gathered) gathered.add(probe);
    else this.#gathering.set(vantage, new Set([probe]));
  }

  [Symbol.dispose](): void {
    this.#cancel();
    this.#gathering.clear();
  }

  #send(): void {
    const gathered = this.#gathering;
    this.#gathering = new Map();
    for (const [vantage, probes] of gathered) this.#options.onGathered(vantage, [...probes]);
  }
}
