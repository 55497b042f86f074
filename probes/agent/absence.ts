import type { Clock } from '../../src/lib/clock.ts';
import { formatDuration } from '../../src/lib/duration.ts';
import type { AgentLog } from './log.ts';
import type { StreamEnd } from './stream.ts';
import { ToldSeldom } from './told-seldom.ts';

export interface AbsenceOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly log: AgentLog;
  /** How many observations are kept meanwhile. */
  readonly kept: () => number;
}

/** Tells the operator that the controller is away, why and since when: at once, whenever the reason changes, and once a minute. */
export class Absence {
  readonly #options: AbsenceOptions;
  readonly #told: ToldSeldom;
  #sinceMs: number | undefined;
  #sinceMonotonicMs = 0;

  constructor(options: AbsenceOptions) {
    this.#options = options;
    this.#told = new ToldSeldom(options.clock);
  }

  /** Another try has failed, or a stream has ended; the next try is in `waitMs`. */
  note({ kind, reason }: StreamEnd, waitMs: number): void {
    const { url, log, kept } = this.#options;
    this.#sinceMs ??= this.#begin();
    const since = new Date(this.#sinceMs).toISOString();
    const fields = { kind, since, kept: kept(), waitMs: Math.round(waitMs) };
    const line = `${WORDS[kind]} ${url}: ${reason}; away since ${since}, next try in ${(waitMs / 1000).toFixed(1)}s`;
    if (!this.#told.isDue(`${kind} ${reason}`)) log.debug(fields, line);
    else if (kind === 'lost') log.warn(fields, line);
    else log.error(fields, line);
  }

  /** For how long it was away, in words; undefined where it was not. */
  end(): string | undefined {
    if (this.#sinceMs === undefined) return undefined;
    this.#sinceMs = undefined;
    this.#told.reset();
    return formatDuration(Math.round((this.#options.clock.monotonic() - this.#sinceMonotonicMs) / 1000) * 1000);
  }

  #begin(): number {
    this.#sinceMonotonicMs = this.#options.clock.monotonic();
    return this.#options.clock.now();
  }
}

const WORDS: Readonly<Record<StreamEnd['kind'], string>> = {
  lost: 'no stream from the controller at',
  denied: 'the token is not taken by the controller at',
  refused: 'no working together with the controller at',
  dismissed: 'this vantage is not wanted by the controller at',
};
