/** Where queries are counted by zone: behind the traffic cells of the record sets, in the same memory. */
import type { Name } from '../model/zone.ts';
import type { Compiled } from './compile.ts';

/** RCODEs that the names of a zone can give are below. */
const RCODES = 8;

/** Of one zone: its RCODEs for single packets, and those for streams. */
export const ZONE_CELLS = 2 * RCODES;

/** Within the cells of a zone. Hot path. */
export function zoneCellOf(stream: boolean, rcode: number): number {
  return (stream ? RCODES : 0) + (rcode & (RCODES - 1));
}

/** Queries of one kind for the names of a zone. */
export interface ZoneQueries {
  readonly zone: Name;
  readonly transport: 'udp' | 'tcp';
  readonly rcode: number;
  readonly count: number;
}

/** What was counted by traffic cell, of zones: what has not come is left out, but for each zone's answers over UDP. */
export function zoneQueriesOf({ table: { cells }, names }: Compiled, counted: Float64Array): ZoneQueries[] {
  const first = cells.at(-2)!;
  return [...names.zones.keys()].flatMap((zone, number) => {
    const own = counted.subarray(first + number * ZONE_CELLS, first + (number + 1) * ZONE_CELLS);
    return [...own].flatMap((count, cell) => {
      if (count === 0 && cell !== 0) return [];
      return [{ zone, transport: cell < RCODES ? 'udp' : 'tcp', rcode: cell % RCODES, count } as const];
    });
  });
}
