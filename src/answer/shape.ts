import { distanceKm } from '../geo/distance.ts';
import type { LocationTable } from '../geo/location-table.ts';
import { endpointKey } from '../lib/keys.ts';
import type { EndpointKey } from '../model/health.ts';
import type { Location } from '../model/location.ts';
import type { SteeredRecord, Steering } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import type { Family, Scene } from '../steering/policy.ts';
import { createScene, looksAtClient, treeKey } from '../steering/scene.ts';

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
  /** The endpoints whose state the decision depends on. */
  readonly endpoints: readonly EndpointKey[];
  /** Ids of the record sets of this shape. */
  readonly sets: readonly number[];
}

/** Finds out the shapes of all record sets, and the ways to class clients that they need. */
export class ShapeBook {
  readonly #locations: LocationTable;
  readonly #shapes = new Map<string, Shape & { readonly sets: number[] }>();
  readonly #classings = new Map<string, { readonly map: number; readonly classes: readonly Location[] }>();
  readonly classMaps: Uint32Array[] = [];
  #nextSet = 0;

  constructor(locations: LocationTable) {
    this.#locations = locations;
  }

  get shapes(): readonly Shape[] {
    return [...this.#shapes.values()];
  }

  /** The ids of the record sets of one steered record, by family. */
  add(zone: Name, scene: Scene, record: SteeredRecord): ReadonlyMap<Family, number> {
    const pools = poolsOf(scene, record);
    const families = new Set(pools.flatMap(pool => pool.endpoints.map(endpoint => endpoint.address.family)));
    return new Map([...families].map(family => [family, this.#addSet(zone, scene, record, family)]));
  }

  #addSet(zone: Name, scene: Scene, record: SteeredRecord, family: Family): number {
    const { steer, ttl, whenAllDown } = record;
    const key = JSON.stringify([zone, family, steer, ttl, whenAllDown]);
    let shape = this.#shapes.get(key);
    if (!shape) {
      const endpoints = poolsOf(scene, record).flatMap(pool => pool.endpoints.map(({ name }) => endpointKey(zone, pool.name, name)));
      shape = { zone, scene, record, family, ...this.#classing(zone, scene, record), endpoints, sets: [] };
      this.#shapes.set(key, shape);
    }
    shape.sets.push(this.#nextSet);
    return this.#nextSet++;
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

function poolsOf(scene: Scene, { steer, whenAllDown }: SteeredRecord) {
  const pools = scene.poolsBelow(steer);
  if (whenAllDown.kind !== 'pool') return pools;
  return [...new Set([...pools, scene.steering.pools.get(whenAllDown.pool)!])];
}
