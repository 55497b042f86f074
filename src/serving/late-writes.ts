import type { Clock } from '../lib/clock.ts';

export interface LateWritesOptions<Row> {
  /** Writes all of them or none. */
  readonly write: (rows: readonly Row[]) => void;
  readonly clock: Pick<Clock, 'after'>;
  readonly onFault: (error: unknown) => void;
}

/** A mass failure changes thousands of rows at once: they are written in one transaction, off the way of the answers. */
const DELAY_MS = 50;

/** Rows of the store that are written soon after they change, the last one of each key, or at the end. */
export class LateWrites<Row> implements Disposable {
  readonly #options: LateWritesOptions<Row>;
  readonly #unwritten = new Map<string, Row>();
  #cancelTimer: (() => void) | undefined;

  constructor(options: LateWritesOptions<Row>) {
    this.#options = options;
  }

  add(key: string, row: Row): void {
    this.#unwritten.set(key, row);
    this.#cancelTimer ??= this.#options.clock.after(DELAY_MS, () => this.#write());
  }

  [Symbol.dispose](): void {
    this.#cancelTimer?.();
    this.#write();
  }

  /** What the store does not take is written with the next row. */
  #write(): void {
    this.#cancelTimer = undefined;
    if (this.#unwritten.size === 0) return;
    try {
      this.#options.write([...this.#unwritten.values()]);
      this.#unwritten.clear();
    } catch (error) {
      this.#options.onFault(error);
    }
  }
}
