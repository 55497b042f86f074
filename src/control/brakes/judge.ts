import type { BrakeMark, Safety } from '../../model/safety.ts';
import type { Layout, Part, PoolSeats, Scope, Seat } from './layout.ts';
import { sayFloor, sayRate } from './scopes.ts';
import { roleOf, Tally } from './tally.ts';

/** What a judgement comes to for one endpoint that is measured down. */
export interface Judgement {
  readonly mark: BrakeMark;
  /** Of one that is held: the limit, in words. */
  readonly because: string;
}

export interface Circumstances {
  readonly nowMs: number;
  /** Whether an operator has opened the brake: nothing is held. */
  readonly open: boolean;
}

/** A microsecond. */
const MOMENT_MS = 0.001;

/** Sums of fractions are not exact. */
const TOLERANCE = 1e-9;

/**
 * Which of the endpoints that are measured down go, and which are held: those that turned first go first, as far as every limit lets them. Those
 * that are out for good are not asked again. A pure function of what the layout says and the time: whoever has the same comes to the same.
 */
export function judge(layout: Layout, circumstances: Circumstances): ReadonlyMap<Seat, Judgement> {
  return new Judging(layout, circumstances).all();
}

/** Whether a judgement may come out otherwise than before: it is not out for good. */
export function isPending(seat: Seat): boolean {
  return roleOf(seat) === 'down' && !(seat.mark?.state === 'out' && !seat.mark.past);
}

/** From when on what is out counts: behind a gate that is manual the time stands still as long as anything is held. */
export function windowFromMs({ safety, seats }: Layout, nowMs: number): number {
  return momentOf(safety, seats.values(), nowMs) - safety.windowMs;
}

function momentOf({ gate }: Safety, seats: Iterable<Seat>, nowMs: number): number {
  let moment = nowMs;
  if (gate === 'manual') for (const { mark } of seats) if (mark?.state === 'held' || mark?.past) moment = Math.min(moment, mark.lineMs);
  return moment;
}

class Judging {
  readonly #layout: Layout;
  readonly #circumstances: Circumstances;
  readonly #windowFromMs: number;
  readonly #tallies = new Map<PoolSeats, Tally>();
  /** What holds something already: nothing that turned later goes before it. */
  readonly #tripped = new Set<Scope>();

  /** The end of the line. */
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(layout: Layout, circumstances: Circumstances) {
    this.#layout = layout;
    this.#circumstances = circumstances;
    this.#windowFromMs = windowFromMs(layout, circumstances.nowMs);
  }

  all(): ReadonlyMap<Seat, Judgement> {
    const pending = [...this.#layout.seats.values()].filter(isPending).sort(byTurn);
    for (const { mark } of pending) if (mark) this.#lastMs = Math.max(this.#lastMs, mark.lineMs);
    return new Map(pending.map(seat => [seat, this.#judge(seat)]));
  }

  #judge(seat: Seat): Judgement {
    const blocking = this.#circumstances.open ? [] : seat.pool.scopes.filter(scope => this.#blocks(scope, seat));
    const firm = blocking.find(scope => !scope.givesWay || this.#isWell(scope));
    if (!firm) return this.#takeOut(seat, blocking.length > 0);
    for (const scope of blocking) this.#tripped.add(scope);
    return { mark: { state: 'held', ...this.#sinceWhen(seat, 'held'), past: false }, because: this.#say(firm, seat) };
  }

  #sinceWhen(seat: Seat, state: BrakeMark['state']): Pick<BrakeMark, 'atMs' | 'lineMs'> {
    const { mark } = seat;
    return { atMs: mark?.state === state ? mark.atMs : this.#circumstances.nowMs, lineMs: this.#lineOf(seat) };
  }

  /** Where it stands already, or behind all others. */
  #lineOf({ mark }: Seat): number {
    if (mark) return mark.lineMs;
    this.#lastMs = Math.max(this.#circumstances.nowMs, this.#lastMs + MOMENT_MS);
    return this.#lastMs;
  }

  #takeOut(seat: Seat, past: boolean): Judgement {
    const since = this.#sinceWhen(seat, 'out');
    this.#tally(seat.pool).takeOut(seat.state!.weight, since.atMs <= this.#windowFromMs);
    return { mark: { state: 'out', ...since, past }, because: '' };
  }

  #blocks(scope: Scope, seat: Seat): boolean {
    return this.#tripped.has(scope) || !this.#rateLets(scope, seat) || !this.#floorLets(scope, seat);
  }

  #rateLets({ kind, parts, maxRemoved }: Scope, { pool, state, mark }: Seat): boolean {
    // What went before the window does not go within it.
    if (maxRemoved >= 1 || (mark?.state === 'out' && mark.atMs <= this.#windowFromMs)) return true;
    const { weight } = state!;
    const all = this.#total(parts);
    let lost = 0;
    for (const part of parts) {
      const tally = this.#tally(part.pool);
      const more = part.pool === pool ? weight : undefined;
      const newly = kind === 'pool' ? tally.lost(more) - tally.lostBefore : tally.missing(more) - tally.missingBefore;
      if (tally.count > 0) lost += newly * this.#shareOf(part, all);
    }
    return lost <= maxRemoved + TOLERANCE || (maxRemoved > 0 && this.#isFirst(parts, pool));
  }

  /** One endpoint of a pool may always go, and one pool of a record: else a pool of one would never fail over. */
  #isFirst(parts: readonly Part[], own: PoolSeats): boolean {
    return parts.every(({ pool }) => (parts.length > 1 && pool === own) || !this.#tally(pool).isTouched);
  }

  #floorLets({ parts, floor }: Scope, { pool, state }: Seat): boolean {
    if (!floor) return true;
    const more = (part: Part) => (part.pool === pool ? state!.weight : undefined);
    if (floor.kind === 'count') return parts.reduce((left, part) => left + this.#tally(part.pool).left(more(part)), 0) >= floor.count;
    const all = this.#total(parts);
    const missing = parts.reduce((sum, part) => sum + this.#tally(part.pool).missing(more(part)) * this.#shareOf(part, all), 0);
    return 1 - missing >= floor.percent / 100 - TOLERANCE;
  }

  /** Pools that operators have taken out as a whole are no part of it. */
  #total(parts: readonly Part[]): { readonly share: number; readonly count: number } {
    const there = parts.filter(({ pool }) => this.#tally(pool).count > 0);
    return { share: there.reduce((sum, { share }) => sum + share, 0), count: there.length };
  }

  #shareOf({ pool, share }: Part, all: { readonly share: number; readonly count: number }): number {
    if (this.#tally(pool).count === 0) return 0;
    return all.share > 0 ? share / all.share : 1 / all.count;
  }

  #isWell({ parts }: Scope): boolean {
    return parts.some(({ pool }) => this.#tally(pool).isWell);
  }

  #say(scope: Scope, seat: Seat): string {
    return this.#floorLets(scope, seat) ? sayRate(scope, this.#layout.safety) : sayFloor(scope);
  }

  #tally(pool: PoolSeats): Tally {
    const known = this.#tallies.get(pool);
    if (known) return known;
    const tally = new Tally(pool, this.#windowFromMs, seat => !isPending(seat));
    this.#tallies.set(pool, tally);
    return tally;
  }
}

/** The line as it stands, and behind it what turned since, by when it did; names decide at last, so that everybody orders alike. */
function byTurn(a: Seat, b: Seat): number {
  const [lineA, lineB] = [a.mark?.lineMs ?? Number.POSITIVE_INFINITY, b.mark?.lineMs ?? Number.POSITIVE_INFINITY];
  if (lineA !== lineB) return lineA - lineB;
  const [sinceA, sinceB] = [a.state!.measured.sinceMs, b.state!.measured.sinceMs];
  return sinceA === sinceB ? (a.key < b.key ? -1 : 1) : sinceA - sinceB;
}
