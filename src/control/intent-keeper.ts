import type { Clock } from '../lib/clock.ts';
import { isInForce } from '../lib/in-force.ts';
import { intentTargetKey } from '../lib/keys.ts';
import type { AnyTarget, Intent, MaintenanceIntent } from '../model/intent.ts';

/** Intents to set and to release, together. */
export interface IntentChange {
  readonly set: readonly Intent[];
  /** Who releases; what is set tells itself. */
  readonly author?: string | undefined;
  readonly release: readonly { readonly kind: Intent['kind']; readonly target: AnyTarget }[];
}

export interface IntentKeeperOptions {
  /** What the store held at start. */
  readonly stored: readonly Intent[];
  /** Writes a change down, and what is to be written `also`, all of it or nothing; it outlives the process when this returns. */
  readonly store: (change: IntentChange, also?: () => void) => void;
  readonly clock: Clock;
  /** Told of every change after it is written down, and what there was before it. */
  readonly onChanged?: (change: IntentChange, before: readonly Intent[]) => void;
  /** Told when intents have run out, after they were taken out of the store. */
  readonly onExpired: (expired: readonly Intent[], left: readonly Intent[]) => void;
  /** Told when planned work that was to come has begun; `intents` is a new array, as after every change. */
  readonly onBegun?: (begun: readonly MaintenanceIntent[], intents: readonly Intent[]) => void;
  readonly onFault: (error: unknown) => void;
}

/** Timers do not see a clock that is set, nor in general the time that a machine sleeps: the clock itself is looked at this often. */
const LONGEST_WAIT_MS = 60_000;

/** The intents in force: written down before they count, and ended when their time is over. */
export class IntentKeeper implements Disposable {
  readonly #options: IntentKeeperOptions;
  #intents: readonly Intent[];
  /** Planned work whose beginning has not been told of. */
  #coming: readonly MaintenanceIntent[] = [];
  #cancelTimer = () => {};

  constructor(options: IntentKeeperOptions) {
    this.#options = options;
    this.#intents = options.stored;
    this.#watch();
  }

  get intents(): readonly Intent[] {
    return this.#intents;
  }

  /** Releases, then sets. Throws what the store throws, or `also`; then nothing has changed. Gives the intents in force. */
  change(change: IntentChange, also?: () => void): readonly Intent[] {
    this.#options.store(change, also);
    const before = this.#intents;
    const gone = new Set([...change.release, ...change.set].map(nameOf));
    this.#intents = [...this.#intents.filter(intent => !gone.has(nameOf(intent))), ...change.set];
    this.#watch();
    this.#options.onChanged?.(change, before);
    return this.#intents;
  }

  [Symbol.dispose](): void {
    this.#cancelTimer();
    this.#cancelTimer = () => {};
  }

  #watch(): void {
    this.#cancelTimer();
    this.#cancelTimer = () => {};
    const nowMs = this.#options.clock.now();
    this.#coming = this.#intents
      .filter(intent => intent.kind === 'maintenance')
      .filter(window => window.fromMs > nowMs || this.#coming.includes(window));
    const ends = this.#intents.map(({ expiresAtMs }) => expiresAtMs ?? Number.POSITIVE_INFINITY);
    const next = Math.min(...ends, ...this.#coming.map(({ fromMs }) => fromMs));
    if (next === Number.POSITIVE_INFINITY) return;
    const waitMs = Math.min(LONGEST_WAIT_MS, Math.max(0, next - nowMs));
    this.#cancelTimer = this.#options.clock.after(waitMs, () => this.#look());
  }

  #look(): void {
    const nowMs = this.#options.clock.now();
    const expired = this.#takeExpired(nowMs);
    const begun = this.#takeBegun(nowMs);
    this.#watch();
    if (begun.length > 0) this.#options.onBegun?.(begun, this.#intents);
    if (expired.length > 0) this.#options.onExpired(expired, this.#intents);
  }

  /** What was over before anybody looked never began. */
  #takeBegun(nowMs: number): readonly MaintenanceIntent[] {
    const begun = this.#coming.filter(window => isInForce(window, nowMs));
    this.#coming = this.#coming.filter(window => window.fromMs > nowMs);
    if (begun.length > 0) this.#intents = [...this.#intents];
    return begun;
  }

  #takeExpired(nowMs: number): readonly Intent[] {
    const expired = this.#intents.filter(({ expiresAtMs }) => expiresAtMs !== undefined && expiresAtMs <= nowMs);
    if (expired.length === 0) return expired;
    this.#intents = this.#intents.filter(intent => !expired.includes(intent));
    // Over is over, even if it cannot be written down now: a restart looks at the time again.
    try {
      this.#options.store({ set: [], release: expired });
    } catch (error) {
      this.#options.onFault(error);
    }
    return expired;
  }
}

function nameOf({ kind, target }: { readonly kind: Intent['kind']; readonly target: AnyTarget }): string {
  return `${kind} ${intentTargetKey(target)}`;
}
