import type { Clock } from '../lib/clock.ts';
import type { Drain, DrainEnd, Drains } from '../model/drain.ts';
import type { EndpointState, EndpointStates } from '../model/effective.ts';
import type { ReadAnswersGiven } from '../model/exposure.ts';
import type { EndpointKey } from '../model/health.ts';
import { type DrainTable, KEPT_DRAINS } from '../store/drains.ts';
import { beginDrain, causeOf, type DrainBeginning, isDrained, isGiven, lookAtDrain, type RunningDrain } from '../ttl/drain.ts';
import { LateWrites } from './late-writes.ts';

export interface DrainKeeperOptions {
  /** What the store held at start, the newest first. */
  readonly stored: readonly Drain[];
  readonly store: Pick<DrainTable, 'save'>;
  /** What is served when it begins. */
  readonly states: EndpointStates;
  readonly read: ReadAnswersGiven;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  /** Told of every drain that ended. */
  readonly onEnded: (drain: Drain) => void;
  readonly onFault: (error: unknown) => void;
}

/** Timers do not see a clock that is set: the clock itself is looked at this often. */
const LONGEST_WAIT_MS = 60_000;

/** Keeps the drains: begins one when an endpoint is given to nobody any more, and follows it to its end. */
export class DrainKeeper implements Drains, Disposable {
  readonly #options: DrainKeeperOptions;
  readonly #writes: LateWrites<Drain>;
  /** Decided, but not served by every worker yet. */
  readonly #decided = new Map<EndpointKey, Omit<DrainBeginning, 'id'>>();
  readonly #running = new Map<EndpointKey, RunningDrain>();
  /** The newest first. */
  #ended: Drain[];
  #states: EndpointStates;
  #nextId: number;
  #cancelTimer: (() => void) | undefined;

  constructor(options: DrainKeeperOptions) {
    this.#options = options;
    // After a mass failure the store would forget the rest at once.
    this.#writes = new LateWrites({ ...options, write: drains => options.store.save(drains.slice(-KEPT_DRAINS)) });
    this.#states = options.states;
    this.#nextId = (options.stored[0]?.id ?? 0) + 1;
    this.#ended = options.stored.map(drain => (drain.end ? drain : this.#interrupted(drain)));
  }

  list(): readonly Drain[] {
    const given = this.#options.read();
    const running = [...this.#running.values()].map(drain => lookAtDrain(drain, given));
    return [...running, ...this.#ended].sort((a, b) => b.id - a.id);
  }

  /** Takes a state that changed; to be called before the answers that follow from it are out. */
  noteState(before: EndpointState | undefined, after: EndpointState): void {
    if (isGiven(after)) this.#decided.delete(after.key);
    else if (before && isGiven(before)) this.#decided.set(after.key, this.#beginning(before, after));
  }

  /** Takes the states that every worker answers by; `whole`: other endpoints may be declared than before. A fault is told of, not thrown. */
  noteServed(states: EndpointStates, whole: boolean): void {
    try {
      if (whole) this.#noteRemoved(states);
      this.#states = states;
      this.#endGiven(states);
      this.#beginDecided(states);
      this.#endDrained();
    } catch (error) {
      this.#options.onFault(error);
    }
  }

  [Symbol.dispose](): void {
    this.#cancelTimer?.();
    this.#writes[Symbol.dispose]();
  }

  #interrupted(drain: Drain): Drain {
    const ended = { ...drain, left: undefined, end: { kind: 'interrupted', atMs: this.#options.clock.now() } } as const;
    this.#writes.add(String(drain.id), ended);
    return ended;
  }

  #beginning(before: EndpointState, after: EndpointState | undefined): Omit<DrainBeginning, 'id'> {
    const addresses = [...new Set(before.addresses.map(({ text }) => text))];
    return { endpoint: before.key, addresses, ...causeOf(after), decidedAtMs: this.#options.clock.now() };
  }

  /** Control tells of no state of what is not declared any more. */
  #noteRemoved(states: EndpointStates): void {
    for (const before of this.#states.values()) {
      if (!states.has(before.key) && isGiven(before)) this.#decided.set(before.key, this.#beginning(before, undefined));
    }
  }

  #endGiven(states: EndpointStates): void {
    const atMs = this.#options.clock.now();
    const isBack = (key: EndpointKey) => {
      const state = states.get(key);
      return state !== undefined && isGiven(state);
    };
    this.#end(
      [...this.#running.values()].filter(({ endpoint }) => isBack(endpoint)).map(drain => ({ drain, end: { kind: 'given-again', atMs } })),
    );
  }

  /** What was decided and is not served yet waits for the update that carries it. */
  #beginDecided(states: EndpointStates): void {
    if (this.#decided.size === 0) return;
    const given = this.#options.read();
    for (const [key, beginning] of this.#decided) {
      const state = states.get(key);
      if (state && isGiven(state)) continue;
      this.#decided.delete(key);
      // What was never answered does not stop being answered.
      if (this.#running.has(key) || beginning.addresses.every(address => given.total(address) === 0)) continue;
      const drain = beginDrain({ id: this.#nextId++, ...beginning }, given);
      this.#running.set(key, drain);
      this.#writes.add(String(drain.id), lookAtDrain(drain, given));
    }
  }

  #endDrained(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const nowMs = this.#options.clock.now();
    const over = [...this.#running.values()].filter(drain => isDrained(drain, nowMs));
    this.#end(over.map(drain => ({ drain, end: { kind: 'drained', atMs: lastOf(drain) } })));
    if (this.#running.size === 0) return;
    let nextMs = Number.POSITIVE_INFINITY;
    for (const drain of this.#running.values()) nextMs = Math.min(nextMs, lastOf(drain));
    this.#cancelTimer = this.#options.clock.after(Math.min(LONGEST_WAIT_MS, nextMs - nowMs), () => this.#endDrained());
  }

  #end(over: readonly { readonly drain: RunningDrain; readonly end: DrainEnd }[]): void {
    if (over.length === 0) return;
    const given = this.#options.read();
    for (const { drain, end } of over) {
      const ended = lookAtDrain(drain, given, end);
      this.#running.delete(drain.endpoint);
      this.#ended.unshift(ended);
      this.#ended.length = Math.min(this.#ended.length, KEPT_DRAINS);
      this.#writes.add(String(ended.id), ended);
      this.#options.onEnded(ended);
    }
  }
}

function lastOf({ held, servedAtMs }: RunningDrain): number {
  return held.endsAtMs.at(-1) ?? servedAtMs;
}
