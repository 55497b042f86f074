import type { Observation, PhaseTimings } from '../model/health.ts';

/** Stands for a phase that a probe did not have: numbers alone are kept without an object each. */
const NONE = Number.NaN;

/**
 * What a vantage saw of a target when it last looked. It is written over: there may be 200,000 of them, and a new object for each
 * observation would live just long enough to burden the garbage collector. The bench `intake` watches it.
 */
export class LastLook {
  readonly vantage: string;
  ok = false;
  reason = '';
  atMs = NONE;
  durationMs = NONE;
  #lookupMs = NONE;
  #connectMs = NONE;
  #tlsMs = NONE;
  #firstByteMs = NONE;
  #contentMs = NONE;

  constructor(vantage: string) {
    this.vantage = vantage;
  }

  take({ ok, reason, atMs, durationMs, phases }: Observation): void {
    this.ok = ok;
    // The text of before is as good, and is old already.
    if (reason !== this.reason) this.reason = reason;
    this.atMs = atMs;
    this.durationMs = durationMs;
    this.#lookupMs = phases?.lookupMs ?? NONE;
    this.#connectMs = phases?.connectMs ?? NONE;
    this.#tlsMs = phases?.tlsMs ?? NONE;
    this.#firstByteMs = phases?.firstByteMs ?? NONE;
    this.#contentMs = phases?.contentMs ?? NONE;
  }

  /** As the observation had them; undefined where it had none. */
  get phases(): PhaseTimings | undefined {
    const phases = {
      ...known('lookupMs', this.#lookupMs),
      ...known('connectMs', this.#connectMs),
      ...known('tlsMs', this.#tlsMs),
      ...known('firstByteMs', this.#firstByteMs),
      ...known('contentMs', this.#contentMs),
    };
    return Object.keys(phases).length > 0 ? phases : undefined;
  }
}

function known(name: keyof PhaseTimings, ms: number): PhaseTimings {
  return Number.isNaN(ms) ? {} : { [name]: ms };
}
