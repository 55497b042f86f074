import { HELD_UP_MS } from '../../src/fleet/contract.ts';
import type { Outbox, Seen } from './outbox.ts';

/** How long a report was on its way the controller knows by the time on the grid, and so may take it for longer by as long as its stream takes. */
const DOUBTED_MS = HELD_UP_MS - 1000;

/**
 * Finds failures of which nobody knows whether they counted, because the controller may have had them too late: they are to be probed again,
 * as the next turn may be far. That waits until a report has come through in time: while the way is slow, what fails anew would be held up
 * as well.
 */
export class HeldUp {
  readonly #outbox: Pick<Outbox, 'isFailing'>;
  #connectedMs = Number.NEGATIVE_INFINITY;
  readonly #waiting = new Set<string>();

  constructor(outbox: Pick<Outbox, 'isFailing'>) {
    this.#outbox = outbox;
  }

  /** Whether some wait for a report that comes through in time. */
  get waits(): boolean {
    return this.#waiting.size > 0;
  }

  /** There is a new stream, at that monotonic time. What failed before is probed again anyhow. */
  connected(nowMs: number): void {
    this.#connectedMs = nowMs;
    this.#waiting.clear();
  }

  /** The controller has answered that it has all this; gives the probes that still fail, whose failures are in doubt, and which need not wait. */
  cameThrough(seen: readonly Seen[], { sentMs, nowMs }: { readonly sentMs: number; readonly nowMs: number }): string[] {
    for (const { probe, ok, atMs } of seen) {
      if (nowMs - atMs <= DOUBTED_MS) this.#waiting.delete(probe);
      else if (!ok && atMs >= this.#connectedMs) this.#waiting.add(probe);
    }
    for (const probe of this.#waiting) if (!this.#outbox.isFailing(probe)) this.#waiting.delete(probe);
    if (nowMs - sentMs > DOUBTED_MS) return [];
    const again = [...this.#waiting];
    this.#waiting.clear();
    return again;
  }

  /** Forgets all other probes. */
  keepTo(probes: ReadonlySet<string>): void {
    for (const probe of this.#waiting) if (!probes.has(probe)) this.#waiting.delete(probe);
  }
}
