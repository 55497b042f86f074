import type { LocationTable } from '../geo/location-table.ts';
import { endpointKey } from '../lib/keys.ts';
import type { Declared } from '../model/declared.ts';
import type { EndpointState, EndpointStates } from '../model/effective.ts';
import type { EndpointKey } from '../model/health.ts';
import type { Client } from '../model/location.ts';
import type { Ratios } from '../model/ratio.ts';
import type { Endpoint, Pool } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import { type DecideOptions, type Decision, decide } from '../steering/decide.ts';
import { createDrawCache } from '../steering/draw-cache.ts';
import type { Member } from '../steering/policy.ts';
import type { TtlDecision } from '../ttl/decide.ts';
import { TtlBook } from '../ttl/ttl-book.ts';
import { AddressBook } from './address-book.ts';
import { DecisionWriter } from './decision-writer.ts';
import { type LaidShapes, layRatios, NOTHING_LAID, thinned } from './laid-shapes.ts';
import { buildNameIndex } from './name-index.ts';
import type { NameSpace } from './name-space.ts';
import { type PreparedNames, planNames } from './plan.ts';
import { type Shape, ShapeBook, sceneOf } from './shape.ts';
import type { AnswerTable, Decisions, TableChange } from './table.ts';
import { ZONE_CELLS } from './zone-cells.ts';

export type { LocationTable } from '../geo/location-table.ts';

/** A table with what is needed to compile parts of it again when a state changes. */
export interface Compiled {
  readonly table: AnswerTable;
  readonly names: NameSpace;
  readonly locations: LocationTable;
  /** By the id of the record set, with the ratios in force. */
  readonly shapes: readonly Shape[];
  /** The same as the files have them. */
  readonly declared: readonly Shape[];
  /** Of those that the files have. */
  readonly dependents: ReadonlyMap<EndpointKey, readonly Shape[]>;
  readonly laid: LaidShapes;
  /** The numbers of all addresses that may be answered, or ever were. */
  readonly addresses: AddressBook;
}

export interface CompileInput {
  readonly declared: Declared;
  readonly states: EndpointStates;
  readonly locations: LocationTable;
  readonly generation: number;
  /** Left out: none. */
  readonly ratios?: Ratios | undefined;
  /** Taken where it was made for `declared`; else the index is made here. */
  readonly prepared?: PreparedNames | undefined;
  /** That of the table before; else the numbers of addresses begin anew. */
  readonly addresses?: AddressBook;
}

/** Compiles everything: after a start, a reload or a new database. */
export function compileTable(input: CompileInput): Compiled {
  const { declared, states, locations, generation, ratios = NOTHING_LAID.ratios, prepared, addresses = new AddressBook() } = input;
  const names = planNames(declared);
  const book = new ShapeBook();
  for (const { name, steering } of declared.zones.values()) {
    if (!steering) continue;
    const { steered } = names.zones.get(name)!;
    const scene = sceneOf(steering);
    for (const record of steering.records) book.add(name, scene, record, steered.get(record.owner)!);
  }
  const { shapes, clients } = book.finish(locations);
  const sets = bySet(shapes);
  const { laid } = layRatios(NOTHING_LAID, ratios, { names, declared: sets });
  const decided = [...shapes.flatMap(shape => thinned(shape, laid) ?? []), ...laid.bySet.values()];
  const table: AnswerTable = {
    generation,
    names: prepared?.declared === declared ? prepared.index : buildNameIndex(names),
    clients: clients.tables,
    classings: clients.words,
    decisions: compileDecisions(decided, states, addresses),
    cells: layOutCells(sets, names.zones.size),
  };
  const common = { table, names, locations, declared: sets, dependents: byEndpoint(shapes), addresses };
  return { ...common, shapes: withLaid(sets, laid), laid };
}

/** The same table with other ratios, and the record sets that are to be compiled again for it. */
export function withRatios(compiled: Compiled, ratios: Ratios): { readonly compiled: Compiled; readonly sets: readonly number[] } {
  const { laid, changed: sets } = layRatios(compiled.laid, ratios, compiled);
  return sets.length === 0 ? { compiled, sets } : { compiled: { ...compiled, shapes: withLaid(compiled.declared, laid), laid }, sets };
}

function withLaid(declared: readonly Shape[], { bySet }: LaidShapes): readonly Shape[] {
  if (bySet.size === 0) return declared;
  const shapes = declared.slice();
  for (const [set, shape] of bySet) shapes[set] = shape;
  return shapes;
}

/**
 * Compiles the record sets that depend on endpoints whose state changed, and `sets`, whose trees have changed; undefined where there are none
 * of either.
 */
export function compileChange(
  compiled: Compiled,
  changed: Iterable<EndpointKey>,
  states: EndpointStates,
  generation: number,
  sets: readonly number[] = [],
): TableChange | undefined {
  const lists = [...changed].map(key => compiled.dependents.get(key)).filter(shapes => shapes !== undefined);
  if (lists.length === 0 && sets.length === 0) return undefined;
  const dependents = lists.length === 1 ? lists[0]! : new Set(lists.flat());
  const shapes = compiled.laid.bySet.size === 0 && sets.length === 0 ? dependents : amongLaid(compiled, dependents, sets);
  return { generation, decisions: compileDecisions(shapes, states, compiled.addresses) };
}

/** Each record set once: by its own tree where a ratio is laid over it, else with those of the files that depend, else by itself. */
function amongLaid({ declared, shapes, laid }: Compiled, dependents: Iterable<Shape>, sets: readonly number[]): readonly Shape[] {
  const ofFiles = new Set(dependents);
  const alone = new Set(sets);
  for (const set of laid.bySet.keys()) if (ofFiles.has(declared[set]!)) alone.add(set);
  const single = [...alone].filter(set => laid.bySet.has(set) || !ofFiles.has(declared[set]!));
  return [...[...ofFiles].flatMap(shape => thinned(shape, laid) ?? []), ...single.map(set => ({ ...shapes[set]!, sets: [set] }))];
}

function compileDecisions(shapes: Iterable<Shape>, states: EndpointStates, addresses: AddressBook): Decisions {
  const looksOf = (zone: Name, { pool, endpoint }: Member) =>
    states.get(endpointKey(zone, pool.name, endpoint.name))!.measured.outlook.looks;
  const writer = new DecisionWriter(addresses, looksOf);
  const along = { cache: createDrawCache() };
  const ttls = new TtlBook(states);
  for (const shape of shapes) {
    const { zone, sets, classing, classes, record } = shape;
    const decisions = classes.map(client => decideShape(shape, client, states, along));
    writer.add(
      { sets, classing, clientSubnet: record.clientSubnet, ttl: ttls.of(record.ttl, shape.endpoints, shape.endsAtMs), zone },
      decisions,
    );
  }
  return writer.finish();
}

/** What clients like this one are answered by a shape; `steps` takes the explanation where one is wanted. */
export function decideShape(
  shape: Shape,
  client: Client,
  states: EndpointStates,
  along: Pick<DecideOptions, 'cache' | 'steps'> = {},
): Decision {
  const { zone, scene, record, family } = shape;
  const stateOf = (pool: Pool, endpoint: Endpoint): EndpointState => states.get(endpointKey(zone, pool.name, endpoint.name))!;
  const { cache, steps } = along;
  return decide(record, { scene, family, client, stateOf, cache, steps });
}

/** The TTL of a shape's answers, and why. */
export function ttlOf(shape: Shape, states: EndpointStates): TtlDecision {
  return new TtlBook(states).of(shape.record.ttl, shape.endpoints, shape.endsAtMs);
}

function bySet(shapes: readonly Shape[]): readonly Shape[] {
  const all: Shape[] = [];
  for (const shape of shapes) for (const set of shape.sets) all[set] = shape;
  return all;
}

/** A cell for each client class of each record set, and those of the zones: see `AnswerTable`. */
function layOutCells(sets: readonly Shape[], zones: number): Uint32Array {
  const cells = new Uint32Array(new SharedArrayBuffer(Uint32Array.BYTES_PER_ELEMENT * (sets.length + 2)));
  sets.forEach(({ classes }, set) => {
    cells[set + 1] = cells[set]! + classes.length;
  });
  cells[sets.length + 1] = cells[sets.length]! + zones * ZONE_CELLS;
  return cells;
}

function byEndpoint(shapes: readonly Shape[]): ReadonlyMap<EndpointKey, readonly Shape[]> {
  const dependents = new Map<EndpointKey, Shape[]>();
  for (const shape of shapes) {
    for (const key of shape.endpoints) {
      const list = dependents.get(key);
      if (list) list.push(shape);
      else dependents.set(key, [shape]);
    }
  }
  return dependents;
}
