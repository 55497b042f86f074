import type { Clock } from '../lib/clock.ts';
import type { Probe } from '../model/health.ts';
import type { Logger } from './log.ts';
import type { ServingCounters } from './metrics.ts';

/** The first warning comes soon, but not so soon that it speaks of one turn alone. */
const FIRST = { afterMs: 5000, words: '5 seconds' };
const NEXT = { afterMs: 60_000, words: 'minute' };

export interface LateProbesParts {
  readonly log: Logger;
  readonly counters: Pick<ServingCounters, 'lateProbes'>;
  readonly clock: Clock;
  /** What `--max-probes` says. */
  readonly maxProbes: number;
}

/** Probes that begin too late: each is counted, and the log has one warning a minute at most. Disposed, it warns no more. */
export class LateProbes implements Disposable {
  readonly #parts: LateProbesParts;
  #turns = 0;
  #mostMs = 0;
  /** Defined while a warning is to come, or may have to follow the last one. */
  #cancel: (() => void) | undefined;

  constructor(parts: LateProbesParts) {
    this.#parts = parts;
  }

  /** Takes note of a probe that began `lateMs` after its turn; to be handed on as a callback. */
  readonly note = (_probe: Probe, lateMs: number): void => {
    this.#parts.counters.lateProbes++;
    this.#turns++;
    this.#mostMs = Math.max(this.#mostMs, lateMs);
    if (!this.#cancel) this.#warnAfter(FIRST);
  };

  [Symbol.dispose](): void {
    this.#cancel?.();
  }

  #warnAfter({ afterMs, words }: typeof FIRST): void {
    this.#cancel = this.#parts.clock.after(afterMs, () => {
      this.#cancel = undefined;
      if (this.#turns === 0) return;
      this.#warn(words);
      this.#warnAfter(NEXT);
    });
  }

  #warn(words: string): void {
    const { log, maxProbes } = this.#parts;
    const turns = `${this.#turns} ${this.#turns === 1 ? 'turn' : 'turns'} in the last ${words}`;
    const late = `${(this.#mostMs / 1000).toFixed(1)}s`;
    log.warn(`probes are late: ${turns} began up to ${late} late; at most ${maxProbes} run at once (--max-probes)`);
    this.#turns = 0;
    this.#mostMs = 0;
  }
}
