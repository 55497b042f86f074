import type { Clock } from '../lib/clock.ts';
import type { RestoredVerdict, TargetKey } from '../model/health.ts';

/** A verdict to be written down. */
export interface NewVerdict extends RestoredVerdict {
  readonly target: TargetKey;
}

export interface VerdictWriterOptions {
  readonly save: (verdicts: readonly NewVerdict[]) => void;
  readonly clock: Clock;
  readonly onFault: (error: unknown) => void;
}

/** A mass failure turns thousands of verdicts at once: they are written in one transaction, off the way of the answers. */
const DELAY_MS = 50;

/** Writes verdicts down soon after they turn, and what is left when it is disposed of. */
export class VerdictWriter implements Disposable {
  readonly #options: VerdictWriterOptions;
  readonly #waiting = new Map<TargetKey, NewVerdict>();
  #cancelTimer: (() => void) | undefined;

  constructor(options: VerdictWriterOptions) {
    this.#options = options;
  }

  add(verdict: NewVerdict): void {
    this.#waiting.set(verdict.target, verdict);
    this.#cancelTimer ??= this.#options.clock.after(DELAY_MS, () => this.#flush());
  }

  [Symbol.dispose](): void {
    this.#cancelTimer?.();
    this.#flush();
  }

  #flush(): void {
    this.#cancelTimer = undefined;
    if (this.#waiting.size === 0) return;
    const verdicts = [...this.#waiting.values()];
    this.#waiting.clear();
    try {
      this.#options.save(verdicts);
    } catch (error) {
      this.#options.onFault(error);
    }
  }
}
