import { distanceKm } from '../geo/distance.ts';
import type { LocationTable } from '../geo/location-table.ts';
import { endpointKey } from '../lib/keys.ts';
import type { EndpointKey } from '../model/health.ts';
import type { Location } from '../model/location.ts';
import type { Pool, SteeredRecord, Steering } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import type { Family, Scene } from '../steering/policy.ts';
import { createScene, looksAtClient, treeKey } from '../steering/scene.ts';
import type { SteeredTypes } from './name-space.ts';
import { TYPE_OF } from './records.ts';

/**
 * Everything of a steered record set that changes only with the files. Record sets of one zone that steer alike share a shape, and
 * are decided once.
 */
export interface Shape {
  readonly zone: Name;
  readonly scene: Scene;
  readonly record: SteeredRecord;
  readonly family: Family;
  /** Index in `classMaps`; undefined: all clients are one class. */
  readonly classMap: number | undefined;
  /** For each client class, a location that stands for all of it. */
  readonly classes: readonly Location[];
  /** The endpoints whose state the decision depends on: one list for all shapes over the same pools. */
  readonly endpoints: readonly EndpointKey[];
  /** Ids of the record sets of this shape. */
  readonly sets: readonly number[];
}

type GrowingShape = Shape & { readonly sets: number[] };

/** Finds out the shapes of all record sets, and the ways to class clients that they need. */
export class ShapeBook {
  readonly #locations: LocationTable;
  readonly #shapes = new Map<string, GrowingShape>();
  readonly #classings = new Map<string, { readonly map: number; readonly classes: readonly Location[] }>();
  readonly #endpoints = new Map<string, readonly EndpointKey[]>();
  readonly classMaps: Uint32Array[] = [];

  constructor(locations: LocationTable) {
    this.#locations = locations;
  }

  get shapes(): readonly Shape[] {
    return [...this.#shapes.values()];
  }

  /** Adds the record sets of one steered record; `ids` are their numbers by TYPE. */
  add(zone: Name, scene: Scene, record: SteeredRecord, ids: SteeredTypes): void {
    for (const family of familiesOf(scene, record)) this.#shapeOf(zone, scene, record, family).sets.push(ids.get(TYPE_OF[family])!);
  }

  #shapeOf(zone: Name, scene: Scene, record: SteeredRecord, family: Family): GrowingShape {
    const { steer, ttl, whenAllDown } = record;
    const key = JSON.stringify([zone, family, steer, ttl, whenAllDown]);
    const known = this.#shapes.get(key);
    if (known) return known;
    const endpoints = this.#endpointsOf(zone, poolsOf(scene, record));
    const shape = { zone, scene, record, family, ...this.#classing(zone, scene, record), endpoints, sets: [] };
    this.#shapes.set(key, shape);
    return shape;
  }

  /** The same list for the same pools. */
  #endpointsOf(zone: Name, pools: readonly Pool[]): readonly EndpointKey[] {
    const key = JSON.stringify([zone, ...pools.map(({ name }) => name)]);
    const endpoints =
      this.#endpoints.get(key) ?? pools.flatMap(pool => pool.endpoints.map(({ name }) => endpointKey(zone, pool.name, name)));
    this.#endpoints.set(key, endpoints);
    return endpoints;
  }

  #classing(zone: Name, scene: Scene, { steer }: SteeredRecord): Pick<Shape, 'classMap' | 'classes'> {
    const { locations } = this.#locations;
    if (!looksAtClient(steer)) return { classMap: undefined, classes: [locations[0]!] };
    const key = JSON.stringify([zone, steer]);
    const known = this.#classings.get(key);
    if (known) return { classMap: known.map, classes: known.classes };
    const classes: Location[] = [];
    const ids = new Map<string, number>();
    const map = new Uint32Array(new SharedArrayBuffer(4 * locations.length));
    locations.forEach((location, id) => {
      const signature = treeKey(steer, location, scene);
      const known = ids.get(signature) ?? classes.push(location) - 1;
      ids.set(signature, known);
      map[id] = known;
    });
    this.classMaps.push(map);
    this.#classings.set(key, { map: this.classMaps.length - 1, classes });
    return { classMap: this.classMaps.length - 1, classes };
  }
}

/** What a zone's trees are laid over. */
export function sceneOf(steering: Steering): Scene {
  return createScene(steering, distanceKm);
}

/** The families of addresses that a record may be answered with, in the order of its pools. */
export function familiesOf(scene: Scene, record: SteeredRecord): readonly Family[] {
  return [...new Set(poolsOf(scene, record).flatMap(pool => pool.endpoints.map(({ address }) => address.family)))];
}

function poolsOf(scene: Scene, { steer, whenAllDown }: SteeredRecord) {
  const pools = scene.poolsBelow(steer);
  if (whenAllDown.kind !== 'pool') return pools;
  return [...new Set([...pools, scene.steering.pools.get(whenAllDown.pool)!])];
}
