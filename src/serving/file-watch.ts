import type { Clock } from '../lib/clock.ts';
import type { Look } from './file-version.ts';

export interface FileWatchParts {
  readonly file: string;
  readonly look: (file: string) => Promise<Look>;
  readonly clock: Pick<Clock, 'after'>;
  /** What was seen of the file before the watch begins. */
  readonly first: Look;
  /** Told of every look that says something certain; `asked` where it was not the watch's own. The next look waits for it. */
  readonly onSight: (sight: Look, asked: boolean) => Promise<void> | void;
}

/** How often the file is looked at. What two looks in a row see is certain: by then whoever writes it has finished. */
const LOOK_EVERY_MS = 2000;

/** Watches one file, wherever symbolic links lead to, by looking at it: that works on every file system, and through every kind of replacement. */
export class FileWatch implements Disposable {
  readonly #parts: FileWatchParts;
  /** What the last look saw. */
  #seen: Look;
  /** Resolves when the look under way, and what follows from it, is over. */
  #turn: Promise<void> = Promise.resolve();
  #ended = false;
  #cancelTimer = () => {};

  constructor(parts: FileWatchParts) {
    this.#parts = parts;
    this.#seen = parts.first;
    this.#lookLater();
  }

  /** Looks now, and takes what it sees for certain. */
  look(): Promise<void> {
    return this.#next(true);
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.#cancelTimer();
  }

  #lookLater(): void {
    this.#cancelTimer = this.#parts.clock.after(LOOK_EVERY_MS, () => {
      void this.#next(false).finally(() => {
        if (!this.#ended) this.#lookLater();
      });
    });
  }

  #next(asked: boolean): Promise<void> {
    this.#turn = this.#turn.then(() => this.#look(asked));
    return this.#turn;
  }

  async #look(asked: boolean): Promise<void> {
    const sight = await this.#parts.look(this.#parts.file);
    if (this.#ended) return;
    const isSettled = asked || (sight.version === this.#seen.version && sight.missing === this.#seen.missing);
    this.#seen = sight;
    if (isSettled) await this.#parts.onSight(sight, asked);
  }
}
