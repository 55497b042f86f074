import type { Clock } from '../lib/clock.ts';
import type { RestoredVerdict, TargetKey } from '../model/health.ts';
import type { SavedVerdict, Verdicts } from '../store/verdicts.ts';

export interface VerdictKeeperOptions {
  /** What the store held at start. */
  readonly stored: ReadonlyMap<TargetKey, RestoredVerdict>;
  readonly store: Pick<Verdicts, 'save' | 'prune'>;
  readonly clock: Clock;
  readonly onFault: (error: unknown) => void;
}

/** A mass failure turns thousands of verdicts at once: they are written in one transaction, off the way of the answers. */
const DELAY_MS = 50;

/** The last verdict of every target, for when it is watched again: after a restart, or because its zone came back. */
export class VerdictKeeper implements Disposable {
  readonly #options: VerdictKeeperOptions;
  readonly #last: Map<TargetKey, RestoredVerdict>;
  readonly #unwritten = new Map<TargetKey, SavedVerdict>();
  #cancelTimer: (() => void) | undefined;

  constructor(options: VerdictKeeperOptions) {
    this.#options = options;
    this.#last = new Map(options.stored);
  }

  last(target: TargetKey): RestoredVerdict | undefined {
    return this.#last.get(target);
  }

  /** Takes a verdict that turned; it is written down soon after, or at the end. */
  add(verdict: SavedVerdict): void {
    this.#last.set(verdict.target, verdict);
    this.#unwritten.set(verdict.target, verdict);
    this.#cancelTimer ??= this.#options.clock.after(DELAY_MS, () => this.#write());
  }

  /** Lets the store know what is declared, so that it forgets what has not been for long. */
  prune(declared: ReadonlySet<TargetKey>): void {
    const { store, clock } = this.#options;
    this.#orFault(() => store.prune(declared, clock.now()));
  }

  [Symbol.dispose](): void {
    this.#cancelTimer?.();
    this.#write();
  }

  /** What the store does not take is written with the next verdict. */
  #write(): void {
    this.#cancelTimer = undefined;
    if (this.#unwritten.size === 0) return;
    this.#orFault(() => {
      this.#options.store.save([...this.#unwritten.values()]);
      this.#unwritten.clear();
    });
  }

  #orFault(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#options.onFault(error);
    }
  }
}
