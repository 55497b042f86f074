import type { Client } from '../model/location.ts';
import type { Name } from '../model/zone.ts';
import type { ClientView } from '../steering/client-view.ts';
import type { Compiled } from './compile.ts';
import type { Shape } from './shape.ts';
import type { AnswerTable } from './table.ts';
import { ZONE_CELLS } from './zone-cells.ts';

/** One steered record set of a table. */
export interface SteeredSet {
  readonly zone: Name;
  readonly owner: Name;
  readonly type: number;
  /** Its number. */
  readonly set: number;
  readonly shape: Shape;
}

/** All steered record sets, in the order of zones, records and types. */
export function* steeredSets({ names, shapes }: Compiled): Generator<SteeredSet> {
  for (const { apex: zone, steered } of names.zones.values()) {
    for (const [owner, types] of steered) {
      for (const [type, set] of types) yield { zone, owner, type, set, shape: shapes[set]! };
    }
  }
}

/** What was counted of one record set, by client class: a part of what was counted by traffic cell. */
export function trafficOf({ table: { cells } }: Compiled, counted: Float64Array, set: number): Float64Array {
  return counted.subarray(cells[set], cells[set + 1]);
}

/**
 * Counts answers over the tables that come one after the other. A new one takes over what was counted of record sets of the same owner and
 * type whose trees tell clients apart in the same way, and of zones of the same name; the counts of classes and zones that are no more are dropped.
 */
export class TrafficLedger {
  #compiled: Compiled;
  readonly #countedOf: (table: AnswerTable) => Float64Array;
  /** What was taken over, by the cells of the newest table. */
  #before: Float64Array;

  /** `countedOf` tells what was counted of one table alone; it is asked for each until the next one is taken. */
  constructor(compiled: Compiled, countedOf: (table: AnswerTable) => Float64Array) {
    this.#compiled = compiled;
    this.#countedOf = countedOf;
    this.#before = new Float64Array(compiled.table.cells.at(-1)!);
  }

  /** Answers so far, by the traffic cells of the newest table. */
  get counted(): Float64Array {
    const sum = this.#countedOf(this.#compiled.table);
    this.#before.forEach((count, cell) => {
      sum[cell]! += count;
    });
    return sum;
  }

  /** From now on answers come from this table; to be called when the one before gives none any more. */
  take(compiled: Compiled): void {
    this.#before = carryOver(this.#compiled, this.counted, compiled);
    this.#compiled = compiled;
  }
}

function carryOver(from: Compiled, counted: Float64Array, to: Compiled): Float64Array {
  const carried = new Float64Array(to.table.cells.at(-1)!);
  carryZones(from, counted, to, carried);
  const old = new Map([...steeredSets(from)].map(each => [keyOf(each), each]));
  for (const next of steeredSets(to)) {
    const before = old.get(keyOf(next));
    if (!before || before.shape.view?.signature !== next.shape.view?.signature) continue;
    const counts = trafficOf(from, counted, before.set);
    if (counts.every(count => count === 0)) continue;
    const own = trafficOf(to, carried, next.set);
    classesIn(next.shape, before.shape.classes).forEach((clientClass, i) => {
      if (clientClass !== undefined) own[clientClass]! += counts[i]!;
    });
  }
  return carried;
}

function carryZones(from: Compiled, counted: Float64Array, to: Compiled, carried: Float64Array): void {
  const numbers = new Map([...from.names.zones.keys()].map((zone, number) => [zone, number]));
  let cell = to.table.cells.at(-2)!;
  for (const zone of to.names.zones.keys()) {
    const number = numbers.get(zone);
    const first = from.table.cells.at(-2)! + (number ?? 0) * ZONE_CELLS;
    if (number !== undefined) carried.set(counted.subarray(first, first + ZONE_CELLS), cell);
    cell += ZONE_CELLS;
  }
}

function keyOf({ zone, owner, type }: SteeredSet): string {
  return `${zone} ${owner} ${type}`;
}

/** The classes of a shape that treat clients as they are treated; undefined for one that it has not, as with another database. */
function classesIn({ view, classes }: Shape, clients: readonly Client[]): (number | undefined)[] {
  if (!view) return clients.map(() => 0);
  const numbers = new Map(classes.map((client, i) => [treatment(view, client), i]));
  return clients.map(client => numbers.get(treatment(view, client)));
}

/** What a view makes of a client, all the way down: clients of the same class have the same. */
function treatment({ see, below }: ClientView, client: Client): string {
  const sight = see?.(client);
  const reaches = sight?.reaches ?? [...below.keys()];
  const deeper = reaches.map(child => {
    const view = below[child];
    return view ? treatment(view, client) : '';
  });
  return `${sight?.key ?? ''}(${deeper.join(';')})`;
}
