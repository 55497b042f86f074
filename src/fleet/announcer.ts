import type { Clock } from '../lib/clock.ts';
import type { FleetEvent } from './fleet-event.ts';

/** What may repeat is told so often in so long at most, for each kind and vantage. */
const WITHIN_MS = 10_000;

/** Tells events on, but not a flood of them. */
export class Announcer {
  readonly #clock: Clock;
  readonly #onEvent: (event: FleetEvent) => void;
  readonly #told = new Map<string, { readonly sinceMs: number; times: number }>();

  constructor(clock: Clock, onEvent: (event: FleetEvent) => void) {
    this.#clock = clock;
    this.#onEvent = onEvent;
  }

  /** Tells of a change, which comes as seldom as what it tells of. */
  tell(event: FleetEvent): void {
    this.#onEvent(event);
  }

  /** Tells of what may repeat at the pace of whoever causes it: `most` times in ten seconds. */
  tellSparingly(event: FleetEvent, most = 1): void {
    const key = `${event.kind} ${event.vantage}`;
    const nowMs = this.#clock.monotonic();
    const last = this.#told.get(key);
    const told = last && nowMs - last.sinceMs < WITHIN_MS ? last : { sinceMs: nowMs, times: 0 };
    this.#told.set(key, told);
    if (++told.times <= most) this.#onEvent(event);
  }

  /** Forgets what was told of a vantage that is no more. */
  forget(vantage: string): void {
    for (const key of this.#told.keys()) if (key.endsWith(` ${vantage}`)) this.#told.delete(key);
  }
}
