import type { Logger } from './log.ts';

/** What went wrong while running: logged, and the last one kept for status. None of it ends Meridian. */
export class Faults {
  readonly #log: Logger;
  last: string | undefined;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Takes note of a fault in `what`; to be handed on as a callback. */
  readonly note = (what: string, error: unknown): void => {
    const cause = error instanceof Error ? error : new Error(String(error));
    this.last = `${what}: ${cause.message}`;
    this.#log.error({ err: cause }, what);
  };
}
