import type { PhaseTimings } from '../../src/model/health.ts';

/** What an agent saw and has to report. */
export interface Seen {
  readonly probe: string;
  /** The clock's monotonic time at the end of the probe; negative where that was before this start. */
  readonly atMs: number;
  readonly ok: boolean;
  readonly reason: string;
  readonly durationMs: number;
  readonly phases?: PhaseTimings;
  /** As an Observation has it. */
  readonly confirmed?: true;
  /** Whether the outcome is another than that of the time before. */
  readonly turn: boolean;
}

const MOST = 100_000;

/** One in so many is dropped at once, for to find the oldest costs as much for one as for many. */
const DROPPED_OF = 100;

/**
 * What waits to be reported, the oldest first. While it is saving, because nobody takes it, it keeps of each probe the turns and the last
 * observation alone; of more than `most` in all it drops the oldest turns, and counts them.
 */
export class Outbox {
  readonly #most: number;
  readonly #waiting = new Set<Seen>();
  readonly #turns = new Set<Seen>();
  /** The last of each probe that waits. */
  readonly #last = new Map<string, Seen>();
  /** The last outcome of each probe, waiting or not. */
  readonly #outcomes = new Map<string, boolean>();
  #saving = false;
  /** Turns that were dropped since this was set to 0. */
  dropped = 0;

  constructor(most = MOST) {
    this.#most = most;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** The probes that failed when they were done last. */
  failing(): string[] {
    return [...this.#outcomes].filter(([, ok]) => !ok).map(([probe]) => probe);
  }

  /** Whether it failed when it was done last. */
  isFailing(probe: string): boolean {
    return this.#outcomes.get(probe) === false;
  }

  /** Adds what was seen, and tells whether it is a turn. */
  see(seen: Omit<Seen, 'turn'>): boolean {
    const before = this.#outcomes.get(seen.probe);
    const turn = before !== undefined && before !== seen.ok;
    this.restore({ ...seen, turn });
    return turn;
  }

  /** Adds what a run before had seen and not reported. */
  restore(seen: Seen): void {
    const last = this.#last.get(seen.probe);
    if (this.#saving && last && !last.turn) this.#remove(last);
    this.#waiting.add(seen);
    if (seen.turn) this.#turns.add(seen);
    this.#last.set(seen.probe, seen);
    this.#outcomes.set(seen.probe, seen.ok);
    if (this.#waiting.size > this.#most) this.#makeRoom();
  }

  /** The oldest that waits stays; it is taken away by `take`. */
  *[Symbol.iterator](): IterableIterator<Seen> {
    yield* this.#waiting;
  }

  take(taken: Iterable<Seen>): void {
    for (const seen of taken) this.#remove(seen);
  }

  save(): void {
    if (this.#saving) return;
    this.#saving = true;
    for (const seen of [...this.#waiting]) if (!seen.turn && this.#last.get(seen.probe) !== seen) this.#remove(seen);
  }

  spend(): void {
    this.#saving = false;
  }

  /** Forgets the outcomes of all other probes. */
  keepTo(probes: ReadonlySet<string>): void {
    for (const probe of this.#outcomes.keys()) if (!probes.has(probe)) this.#outcomes.delete(probe);
  }

  #makeRoom(): void {
    this.save();
    if (this.#waiting.size <= this.#most) return;
    const droppedNow = [...(this.#turns.size > 0 ? this.#turns : this.#waiting)].slice(0, Math.ceil(this.#most / DROPPED_OF));
    this.take(droppedNow);
    this.dropped += droppedNow.length;
  }

  #remove(seen: Seen): void {
    this.#waiting.delete(seen);
    this.#turns.delete(seen);
    if (this.#last.get(seen.probe) === seen) this.#last.delete(seen.probe);
  }
}
