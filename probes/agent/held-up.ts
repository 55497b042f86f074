import { HELD_UP_MS } from '../../src/fleet/contract.ts';
import type { Outbox, Seen } from './outbox.ts';

/** How long a report was on its way the controller knows by the time on the grid, and so may take it for longer by as long as its stream takes. */
const DOUBTED_MS = HELD_UP_MS - 1000;

/**
 * Finds failures of which nobody knows whether they counted, because the controller may have had them too late: they are to be probed again,
 * as the next turn may be far. Where the way is always slow that mends nothing, so that each probe is named once, until something of it has come
 * through in time.
 */
export class HeldUp {
  readonly #outbox: Pick<Outbox, 'isFailing'>;
  #connectedMs = Number.NEGATIVE_INFINITY;
  readonly #named = new Set<string>();

  constructor(outbox: Pick<Outbox, 'isFailing'>) {
    this.#outbox = outbox;
  }

  /** There is a new stream, at that monotonic time. What failed before is probed again anyhow. */
  connected(nowMs: number): void {
    this.#connectedMs = nowMs;
  }

  /** The controller has answered, at that monotonic time, that it has all this; gives the probes that still fail and whose failures are in doubt. */
  cameThrough(seen: readonly Seen[], nowMs: number): string[] {
    const doubted = new Set<string>();
    for (const { probe, ok, atMs } of seen) {
      if (nowMs - atMs <= DOUBTED_MS) this.#named.delete(probe);
      else if (!ok && atMs >= this.#connectedMs && !this.#named.has(probe)) doubted.add(probe);
    }
    const again = [...doubted].filter(probe => this.#outbox.isFailing(probe));
    for (const probe of again) this.#named.add(probe);
    return again;
  }

  /** Forgets all other probes. */
  keepTo(probes: ReadonlySet<string>): void {
    for (const probe of this.#named) if (!probes.has(probe)) this.#named.delete(probe);
  }
}
