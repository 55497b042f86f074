import { distanceKm } from '../geo/distance.ts';
import type { LocationTable } from '../geo/location-table.ts';
import { endpointKey } from '../lib/keys.ts';
import type { EndpointKey } from '../model/health.ts';
import type { Client } from '../model/location.ts';
import type { Pool, SteeredRecord, Steering } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import { type ClientView, viewOf } from '../steering/client-view.ts';
import type { Family, Scene } from '../steering/policy.ts';
import { createScene } from '../steering/scene.ts';
import { type ClientClasses, classClients } from './client-classes.ts';
import type { SteeredTypes } from './name-space.ts';
import { TYPE_OF } from './records.ts';

/**
 * Everything of a steered record set that changes only with the files and with ratios. Record sets of one zone that steer alike share a shape, and
 * are decided once.
 */
export interface Shape {
  readonly zone: Name;
  readonly scene: Scene;
  readonly record: SteeredRecord;
  readonly family: Family;
  /** The number of the way to class clients; undefined: all clients are one class. */
  readonly classing: number | undefined;
  /** How the tree tells clients apart, where it does. */
  readonly view: ClientView | undefined;
  /** For each client class, a client that stands for all of it. */
  readonly classes: readonly Client[];
  /** The endpoints whose state the decision depends on: one list for all shapes over the same pools. */
  readonly endpoints: readonly EndpointKey[];
  /** Ids of the record sets of this shape. */
  readonly sets: readonly number[];
  /** When the ratio that is laid over its tree ends, in milliseconds since the epoch; undefined: it does not by itself, or there is none. */
  readonly endsAtMs?: number | undefined;
}

/** A client of whom nothing is known, and of whom nothing is asked. */
export const ANY_CLIENT: Client = { location: {}, address: undefined };

const ONE_CLASS = { classing: undefined, classes: [ANY_CLIENT] };

type Draft = Omit<Shape, 'classing' | 'classes'> & { readonly sets: number[] };

/** Finds out the shapes of all record sets, and the ways to class clients that they need. */
export class ShapeBook {
  readonly #drafts = new Map<string, Draft>();
  readonly #views = new Map<string, ClientView | undefined>();
  readonly #endpoints = new Map<string, readonly EndpointKey[]>();

  /** Adds the record sets of one steered record; `ids` are their numbers by TYPE. */
  add(zone: Name, scene: Scene, record: SteeredRecord, ids: SteeredTypes): void {
    const tree = JSON.stringify([zone, record.steer]);
    for (const family of familiesOf(scene, record))
      this.#draftOf(zone, { scene, record, family, tree }).sets.push(ids.get(TYPE_OF[family])!);
  }

  /** The shapes of all that was added, and the classes of their clients. */
  finish(locations: LocationTable): { readonly shapes: readonly Shape[]; readonly clients: ClientClasses } {
    const drafts = [...this.#drafts.values()];
    const clients = classClients(
      drafts.flatMap(({ view }) => view ?? []),
      locations,
    );
    const shapes = drafts.map((draft): Shape => {
      const classing = draft.view && clients.classings.get(draft.view.signature);
      return classing ? { ...draft, classing: classing.number, classes: classing.classes } : { ...draft, ...ONE_CLASS };
    });
    return { shapes, clients };
  }

  #draftOf(zone: Name, { scene, record, family, tree }: Pick<Shape, 'scene' | 'record' | 'family'> & { readonly tree: string }): Draft {
    const { ttl, whenAllDown, clientSubnet } = record;
    const key = JSON.stringify([tree, family, ttl, whenAllDown, clientSubnet]);
    const known = this.#drafts.get(key);
    if (known) return known;
    const view = this.#views.has(tree) ? this.#views.get(tree) : viewOf(record.steer, scene);
    this.#views.set(tree, view);
    const draft = { zone, scene, record, family, view, endpoints: this.#endpointsOf(zone, poolsOf(scene, record)), sets: [] };
    this.#drafts.set(key, draft);
    return draft;
  }

  /** The same list for the same pools. */
  #endpointsOf(zone: Name, pools: readonly Pool[]): readonly EndpointKey[] {
    const key = JSON.stringify([zone, ...pools.map(({ name }) => name)]);
    const endpoints =
      this.#endpoints.get(key) ?? pools.flatMap(pool => pool.endpoints.map(({ name }) => endpointKey(zone, pool.name, name)));
    this.#endpoints.set(key, endpoints);
    return endpoints;
  }
}

/** What a zone's trees are laid over. */
export function sceneOf(steering: Steering): Scene {
  return createScene(steering, distanceKm);
}

/** The families of addresses that a record may be answered with, in the order of its pools. */
export function familiesOf(scene: Scene, record: SteeredRecord): readonly Family[] {
  return [...new Set(poolsOf(scene, record).flatMap(familiesOfPool))];
}

/** A host name that is flattened may have addresses of both families. */
function familiesOfPool({ endpoints, flatten }: Pool): readonly Family[] {
  return endpoints.flatMap(({ address: { family } }): readonly Family[] => (family === 'host' && flatten ? ['ipv4', 'ipv6'] : [family]));
}

function poolsOf(scene: Scene, { steer, whenAllDown }: SteeredRecord) {
  const pools = scene.poolsBelow(steer);
  if (whenAllDown.kind !== 'pool') return pools;
  return [...new Set([...pools, scene.steering.pools.get(whenAllDown.pool)!])];
}
