import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { type Compiled, compileChange, compileTable } from '../../../src/answer/compile.ts';
import { prepareNames } from '../../../src/answer/plan.ts';
import { CLASSING } from '../../../src/answer/table.ts';
import { loadZones } from '../../../src/config/load.ts';
import { bundledDatabaseFile, openDatabase } from '../../../src/geo/database.ts';
import { compileLocations, type LocationTable } from '../../../src/geo/location-table.ts';
import { lookUp } from '../../../src/geo/prefix-table.ts';
import { scopeOf } from '../../../src/geo/scope.ts';
import { endpointKey } from '../../../src/lib/keys.ts';
import type { Declared } from '../../../src/model/declared.ts';
import type { EndpointStates } from '../../../src/model/effective.ts';
import { allUp } from '../meridian-table.ts';
import { GEO_POOLS, type Shape, writeGeographyZone, ZONE } from './zones.ts';

const LOOK_UPS = 1_000_000;

export interface GeographyFigures {
  readonly shape: Shape;
  /** Of several compilations the median, the index of the names not counted: it is made when the files are read. */
  readonly compileMs: number;
  readonly changes: number;
  /** Record sets that a verdict changed, on average. */
  readonly setsPerChange: number;
  readonly changeMs: number;
  readonly worstChangeMs: number;
  /** The prefix table that all workers share, and the sets of client kinds at its nodes. */
  readonly prefixMiB: number;
  readonly classMiB: number;
  readonly lookUpNs: number;
  readonly scopeNs: number;
}

/** Compiles and changes one shape of trees, on this thread. */
export async function measureShape(directory: string, shape: Shape, locations: LocationTable, changes: number): Promise<GeographyFigures> {
  const zones = join(directory, shape.replaceAll(' ', '-'));
  await writeGeographyZone(zones, shape);
  const { declared, findings } = loadZones(zones);
  if (!declared) throw new Error(findings.map(({ message }) => message).join('\n'));
  const states = allUp(declared);
  const prepared = prepareNames(declared);
  const compiling = Array.from({ length: 5 }, () => timed(() => compileTable({ declared, states, locations, generation: 1, prepared })));
  const compiled = compiling.at(-1)!.result;
  const changing = Array.from({ length: changes }, () => changeOne(compiled, declared, states));
  return {
    shape,
    compileMs: median(compiling.map(({ ms }) => ms)),
    changes,
    setsPerChange: changing.reduce((sum, { sets }) => sum + sets, 0) / changes,
    changeMs: median(changing.map(({ ms }) => ms)),
    worstChangeMs: Math.max(...changing.map(({ ms }) => ms)),
    ...sizes(compiled),
    ...lookingUp(compiled),
  };
}

/** The locations of the bundled database. */
export function bundledLocations(): LocationTable {
  return compileLocations(openDatabase(bundledDatabaseFile()));
}

/** Turns one endpoint of some pool down. */
function changeOne(compiled: Compiled, declared: Declared, states: EndpointStates): { readonly ms: number; readonly sets: number } {
  const zone = [...declared.zones.keys()].find(name => name === `${ZONE}.`)!;
  const key = endpointKey(zone, `p${randomInt(GEO_POOLS)}`, 'a');
  const state = states.get(key)!;
  const after = new Map(states).set(key, { ...state, effective: 'down', measured: { ...state.measured, verdict: 'down' } });
  const { ms, result } = timed(() => compileChange(compiled, [key], after, 2));
  return { ms, sets: result?.decisions.sets.length ?? 0 };
}

function sizes({ table }: Compiled): Pick<GeographyFigures, 'prefixMiB' | 'classMiB'> {
  const octets = table.clients.map(({ prefixes: { v4, v6, nodes }, sets }) => {
    const steps = [v4, v6].flatMap(({ first, firstLength, upper }) => [first, firstLength, upper]);
    return [nodes, sets.at, sets.words, ...steps].reduce((sum, array) => sum + array.byteLength, 0);
  });
  return { prefixMiB: octets.reduce((sum, each) => sum + each, 0) / 2 ** 20, classMiB: table.classings.byteLength / 2 ** 20 };
}

/** The class and the scope of random IPv4 addresses, each time of another record set. */
function lookingUp({ table: { clients, classings } }: Compiled): Pick<GeographyFigures, 'lookUpNs' | 'scopeNs'> {
  const rows = classings[CLASSING.CLASS_OF]! / CLASSING.WIDTH;
  const match = { id: 0, prefixLength: 0 };
  const address = new Uint8Array(4);
  let turn = 0;
  let sum = 0;
  const classOf = () => {
    turn = (Math.imul(turn, 1664525) + 1013904223) >>> 0;
    for (let i = 0; i < 4; i++) address[i] = turn >>> (24 - 8 * i);
    const row = (turn % rows) * CLASSING.WIDTH;
    lookUp(clients[0]!.prefixes, 4, address, match);
    return { row, clientClass: classings[classings[row + CLASSING.CLASS_OF]! + match.id]! };
  };
  const looking = timed(() => repeat(() => (sum += classOf().clientClass)));
  const scoping = timed(() =>
    repeat(() => {
      const { row, clientClass } = classOf();
      sum += scopeOf(
        clients[0]!,
        4,
        address,
        classings,
        classings[row + CLASSING.MEMBERS]! + clientClass * classings[row + CLASSING.MEMBERS_WIDTH]!,
      );
    }),
  );
  if (sum === 0) throw new Error('nothing was found');
  return { lookUpNs: (looking.ms * 1e6) / LOOK_UPS, scopeNs: ((scoping.ms - looking.ms) * 1e6) / LOOK_UPS };
}

function repeat(step: () => void): void {
  for (let i = 0; i < LOOK_UPS; i++) step();
}

function timed<T>(work: () => T): { readonly ms: number; readonly result: T } {
  const from = performance.now();
  const result = work();
  return { ms: performance.now() - from, result };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
