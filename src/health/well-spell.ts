import type { MonitorStanding } from '../model/health.ts';
import type { Recovery } from '../model/monitor.ts';
import type { Now } from './bearings.ts';

/** The time for which a target is seen well while its verdict is still down. */
export class WellSpell {
  #since: Pick<Now, 'atMs' | 'monotonicMs'> | undefined;

  /** Milliseconds since the epoch when it began; undefined where there is none. */
  get sinceMs(): number | undefined {
    return this.#since?.atMs;
  }

  /** As a MonitorStanding has it. */
  recovering(recovery: Recovery): MonitorStanding['recovering'] {
    const sinceMs = this.sinceMs;
    if (sinceMs === undefined) return undefined;
    return { sinceMs, upAtMs: recovery.kind === 'delayed' ? sinceMs + recovery.delayMs : undefined };
  }

  /** Begins it, unless it lasts already. */
  begin({ atMs, monotonicMs }: Now): void {
    this.#since ??= { atMs, monotonicMs };
  }

  end(): void {
    this.#since = undefined;
  }

  /** An operator says that it has lasted long enough. */
  allow(): void {
    if (this.#since) this.#since = { atMs: this.#since.atMs, monotonicMs: Number.NEGATIVE_INFINITY };
  }

  /** Milliseconds for which it must still last for the target to be up; Infinity: until an operator says so. */
  missingMs(recovery: Recovery, nowMs: number): number {
    const lastedMs = this.#since ? nowMs - this.#since.monotonicMs : 0;
    if (recovery.kind === 'auto' || lastedMs === Number.POSITIVE_INFINITY) return 0;
    return recovery.kind === 'manual' ? Number.POSITIVE_INFINITY : Math.max(0, recovery.delayMs - lastedMs);
  }
}
