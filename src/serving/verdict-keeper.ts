import type { Clock } from '../lib/clock.ts';
import type { RestoredVerdict, TargetKey } from '../model/health.ts';
import type { SavedVerdict, Verdicts } from '../store/verdicts.ts';
import { LateWrites } from './late-writes.ts';

export interface VerdictKeeperOptions {
  /** What the store held at start. */
  readonly stored: ReadonlyMap<TargetKey, RestoredVerdict>;
  readonly store: Pick<Verdicts, 'save' | 'prune'>;
  readonly clock: Clock;
  readonly onFault: (error: unknown) => void;
}

/** The last verdict of every target, for when it is watched again: after a restart, or because its zone came back. */
export class VerdictKeeper implements Disposable {
  readonly #options: VerdictKeeperOptions;
  readonly #last: Map<TargetKey, RestoredVerdict>;
  readonly #writes: LateWrites<SavedVerdict>;

  constructor(options: VerdictKeeperOptions) {
    this.#options = options;
    this.#last = new Map(options.stored);
    this.#writes = new LateWrites({ ...options, write: verdicts => options.store.save(verdicts) });
  }

  last(target: TargetKey): RestoredVerdict | undefined {
    return this.#last.get(target);
  }

  /** Takes a verdict that turned; it is written down soon after, or at the end. */
  add(verdict: SavedVerdict): void {
    this.#last.set(verdict.target, verdict);
    this.#writes.add(verdict.target, verdict);
  }

  /** Lets the store know what is declared, so that it forgets what has not been for long. */
  prune(declared: ReadonlySet<TargetKey>): void {
    const { store, clock, onFault } = this.#options;
    try {
      store.prune(declared, clock.now());
    } catch (error) {
      onFault(error);
    }
  }

  [Symbol.dispose](): void {
    this.#writes[Symbol.dispose]();
  }
}
