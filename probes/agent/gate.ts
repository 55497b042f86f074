import { isProbedAlike } from '../../src/lib/probed-alike.ts';
import type { Observation, Probe, TargetKey } from '../../src/model/health.ts';
import type { Controls } from './controls.ts';
import type { CutOff } from './cut-off.ts';

export interface GateOptions {
  readonly controls: Pick<Controls, 'afterCheck'>;
  readonly cutOff: Pick<CutOff, 'isNow' | 'wasSince'>;
  /** Takes what passes, with the time at which it was seen. */
  readonly onPass: (observation: Observation, seenMs: number) => void;
  /** A failure is dropped, for the vantage was cut off while it was probed and is no more: it is to be probed again. */
  readonly onSpoilt: (target: TargetKey) => void;
}

interface Held {
  readonly observation: Observation;
  readonly seenMs: number;
  /** Whether it may pass as soon as all before it have. */
  free: boolean;
}

/**
 * Holds each failure until the control targets were looked at after it, so that a vantage that is cut off is known to be before anything
 * counts that it cannot see; while it is, failures pass, to be shown, and those that are left when that is over are dropped. Keeps the order:
 * what comes after a failure passes after it. Disposed, it drops what it holds.
 */
export class Gate implements Disposable {
  readonly #options: GateOptions;
  #assigned: ReadonlyMap<TargetKey, Probe> = new Map();
  /** Those before `#next` have passed: they go from the array many at a time. */
  #held: Held[] = [];
  #next = 0;
  #disposed = false;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Takes what was seen; `seenMs` is passed on as it is. */
  see(observation: Observation, seenMs: number): void {
    const { controls, onPass } = this.#options;
    if (this.#disposed) return;
    if (observation.ok && this.#next === this.#held.length) {
      onPass(observation, seenMs);
      return;
    }
    const held = { observation, seenMs, free: observation.ok };
    this.#held.push(held);
    if (observation.ok) return;
    controls.afterCheck(() => {
      held.free = true;
      this.#release();
    });
  }

  /** Drops what is held of probes that are not among these, or are others by now: it tells of what is not asked for any more. */
  assign(probes: readonly Probe[]): void {
    const before = this.#assigned;
    this.#assigned = new Map(probes.map(probe => [probe.key, probe]));
    this.#held = this.#held.slice(this.#next).filter(({ observation: { target } }) => {
      const [old, now] = [before.get(target), this.#assigned.get(target)];
      return old && now && isProbedAlike(old, now);
    });
    this.#next = 0;
    this.#release();
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#held = [];
    this.#next = 0;
  }

  #release(): void {
    while (this.#held[this.#next]?.free) this.#pass(this.#held[this.#next++]!);
    if (this.#next * 2 < this.#held.length) return;
    this.#held.splice(0, this.#next);
    this.#next = 0;
  }

  #pass({ observation, seenMs }: Held): void {
    const { cutOff, onPass, onSpoilt } = this.#options;
    const spoilt = !observation.ok && !cutOff.isNow && cutOff.wasSince(seenMs - observation.durationMs);
    if (spoilt) onSpoilt(observation.target);
    else onPass(observation, seenMs);
  }
}
