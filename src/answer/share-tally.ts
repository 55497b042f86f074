import type { EndpointShift, PoolShift, Shares, Shift } from '../model/whatif.ts';
import type { Name } from '../model/zone.ts';

type Side = keyof Shift;

interface Row {
  readonly zone: Name;
  readonly pool: string;
  readonly endpoint: string;
  readonly addresses: Set<string>;
  before: number;
  after: number;
}

/** What a row is about, and how much more of it goes there. */
export interface Tallied extends Pick<Row, 'zone' | 'pool' | 'endpoint'> {
  readonly addresses: Iterable<string>;
  readonly part: number;
}

/** Less than this is the rounding of sums. */
const ROUNDING = 1e-9;

/** Whether two parts of 1 differ by more than rounding. */
export function differs({ before, after }: Shift): boolean {
  return Math.abs(before - after) > ROUNDING;
}

/** Adds up what goes to each endpoint, before and after. */
export class ShareTally {
  readonly #rows = new Map<string, Row>();
  readonly #unanswered = { before: 0, after: 0 };

  add(side: Side, { zone, pool, endpoint, addresses, part }: Tallied): void {
    const key = `${zone}/${pool}/${endpoint}`;
    const row = this.#rows.get(key) ?? { zone, pool, endpoint, addresses: new Set<string>(), before: 0, after: 0 };
    this.#rows.set(key, row);
    for (const address of addresses) row.addresses.add(address);
    row[side] += part;
  }

  addUnanswered(side: Side, part: number): void {
    this.#unanswered[side] += part;
  }

  /** All as parts of `whole`. */
  finish(whole = 1): Shares {
    const scaled = ({ before, after }: Shift): Shift => ({ before: tidy(before / whole), after: tidy(after / whole) });
    const endpoints = [...this.#rows.values()].map(row => ({ ...row, addresses: [...row.addresses], ...scaled(row) }));
    return { pools: byGain(poolsOf(endpoints)), endpoints: byGain(endpoints), unanswered: scaled(this.#unanswered) };
  }
}

/** Sums of shares miss 0 and 1 by a rounding. */
function tidy(part: number): number {
  const nearest = Math.round(part);
  return Math.abs(part - nearest) < ROUNDING / 1000 ? nearest : part;
}

function poolsOf(endpoints: readonly EndpointShift[]): PoolShift[] {
  const pools = Map.groupBy(endpoints, ({ zone, pool }) => `${zone}/${pool}`);
  const sum = (rows: readonly Shift[], side: Side) => tidy(rows.reduce((running, row) => running + row[side], 0));
  return [...pools.values()].map(rows => ({
    zone: rows[0]!.zone,
    pool: rows[0]!.pool,
    before: sum(rows, 'before'),
    after: sum(rows, 'after'),
  }));
}

function byGain<Row extends Shift>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => b.after - b.before - (a.after - a.before) || b.after - a.after);
}
