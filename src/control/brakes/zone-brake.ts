import type { EndpointState } from '../../model/effective.ts';
import type { EndpointKey } from '../../model/health.ts';
import type { BrakeMark } from '../../model/safety.ts';
import { type Circumstances, judge } from './judge.ts';
import { type Braked, type Layout, layOut, type Seat } from './layout.ts';
import { roleOf } from './tally.ts';

/** What is known of a zone from before its brake was made. */
export interface Kept {
  readonly marks: ReadonlyMap<EndpointKey, BrakeMark>;
  /** Whether it had a brake: what is down without a mark turned since, and is to be judged. Else it was down before there was one. */
  readonly wasBraked: boolean;
}

/** The brake of one zone: what of its endpoints is measured down and out, and what is held. */
export class ZoneBrake {
  #layout: Layout;
  readonly #kept: Kept;
  /** Whether the endpoints from before have been told of. */
  #begun = false;
  #isOpen = false;
  /** Whether something was told since the last judgement that it may hang on. */
  #isStale = true;
  /** When the next of what is out counts no longer, where that may let go of something. */
  #dueAtMs = Number.POSITIVE_INFINITY;
  /** See `takeChanged`. */
  readonly #changed = new Map<Seat, BrakeMark | undefined>();
  #held: readonly Seat[] = [];

  constructor(braked: Braked, kept: Kept) {
    this.#layout = layOut(braked);
    this.#kept = kept;
  }

  get layout(): Layout {
    return this.#layout;
  }

  /** Whether an operator had it open at the last judgement. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Those that are answered although they are measured down. */
  get held(): readonly Seat[] {
    return this.#held;
  }

  /** When it is to be judged again although nothing has changed; Infinity: never. */
  get dueAtMs(): number {
    return this.#dueAtMs;
  }

  /** Goes by another file, or by other ratios, from now on. */
  redeclare(braked: Braked): void {
    const gone = new Set(this.#layout.seats.keys());
    const before = this.#layout;
    this.#layout = layOut(braked, before);
    for (const key of this.#layout.seats.keys()) gone.delete(key);
    for (const key of gone) this.#mark(before.seats.get(key)!, undefined);
    this.#isStale = true;
  }

  /** Takes the state of an endpoint as it is without the brake. */
  take(state: EndpointState): void {
    const seat = this.#layout.seats.get(state.key);
    if (!seat || seat.state === state) return;
    const before = seat.state && { role: roleOf(seat), weight: seat.state.weight };
    seat.state = state;
    const role = roleOf(seat);
    if (role !== before?.role || state.weight !== before.weight) this.#isStale = true;
    if (role !== 'down') this.#mark(seat, undefined);
    else if (!before) this.#mark(seat, this.#markFromBefore(state));
    else if (before.role === 'taken') this.#mark(seat, outSince(state));
  }

  /** Judges what is not out for good, if the outcome may be another than before. */
  settle(circumstances: Circumstances): void {
    this.#begun = true;
    const { nowMs, open } = circumstances;
    if (!this.#isStale && nowMs < this.#dueAtMs && open === this.#isOpen) return;
    this.#isStale = false;
    this.#isOpen = open;
    for (const [seat, { mark, because }] of judge(this.#layout, circumstances)) {
      this.#mark(seat, mark, because);
    }
    this.#held = [...this.#layout.seats.values()].filter(({ mark }) => mark?.state === 'held');
    this.#dueAtMs = this.#nextDue(nowMs);
  }

  /** Those whose mark, or what holds them, has changed since this was asked last, with the mark of before; some may be gone. */
  takeChanged(): ReadonlyMap<Seat, BrakeMark | undefined> {
    const changed = new Map(this.#changed);
    this.#changed.clear();
    return changed;
  }

  #mark(seat: Seat, mark: BrakeMark | undefined, because = ''): void {
    const { mark: before } = seat;
    const same = before?.state === mark?.state && before?.past === mark?.past && before?.atMs === mark?.atMs;
    if (same && seat.because === because) return;
    if (!this.#changed.has(seat)) this.#changed.set(seat, before);
    seat.mark = mark;
    seat.because = because;
  }

  /** What was not answered before is not taken out now: an endpoint that is new, or was down before there was a brake. */
  #markFromBefore(state: EndpointState): BrakeMark | undefined {
    if (this.#begun) return outSince(state);
    return this.#kept.marks.get(state.key) ?? (this.#kept.wasBraked ? undefined : outSince(state));
  }

  #nextDue(nowMs: number): number {
    const { safety, seats } = this.#layout;
    let due = Number.POSITIVE_INFINITY;
    if (this.#held.length === 0 || safety.gate === 'manual') return due;
    for (const { mark } of seats.values()) {
      if (mark?.state === 'out' && mark.atMs + safety.windowMs > nowMs) due = Math.min(due, mark.atMs + safety.windowMs);
    }
    return due;
  }
}

function outSince({ measured }: EndpointState): BrakeMark {
  return { state: 'out', atMs: measured.sinceMs, lineMs: measured.sinceMs, past: false };
}
