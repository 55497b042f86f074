import type { LaidRatio, Ratios } from '../model/ratio.ts';
import type { NameSpace } from './name-space.ts';
import type { Shape } from './shape.ts';

/** The ratios in force, and the record sets that are decided by trees of their own because of them. */
export interface LaidShapes {
  readonly ratios: Ratios;
  /** By the id of the record set. */
  readonly bySet: ReadonlyMap<number, Shape>;
  /** Shapes of the files that are without one of their record sets, or with none any more. */
  readonly thinned: ReadonlySet<Shape>;
}

export const NOTHING_LAID: LaidShapes = { ratios: new Map(), bySet: new Map(), thinned: new Set() };

/** What ratios are laid over: it changes only with the files. */
export interface Ground {
  readonly names: NameSpace;
  /** As the files have them, by the id of the record set. */
  readonly declared: readonly Shape[];
}

/** Other ratios over the same ground, and the record sets that they make a difference to. What stays is taken from `before`. */
export function layRatios(
  before: LaidShapes,
  ratios: Ratios,
  { names, declared }: Ground,
): { laid: LaidShapes; changed: readonly number[] } {
  const differing = differences(before.ratios, ratios);
  if (differing.length === 0) return { laid: before, changed: [] };
  const bySet = new Map(before.bySet);
  const changed: number[] = [];
  for (const { key, target } of differing) {
    const ratio = ratios.get(key);
    for (const set of names.zones.get(target.zone)?.steered.get(target.owner)?.values() ?? []) {
      changed.push(set);
      if (ratio) bySet.set(set, layOver(declared[set]!, set, ratio));
      else bySet.delete(set);
    }
  }
  return { laid: { ratios, bySet, thinned: new Set([...bySet.keys()].map(set => declared[set]!)) }, changed };
}

/** A shape of the files for those of its record sets that no ratio is laid over; undefined where none is left. */
export function thinned(shape: Shape, laid: LaidShapes): Shape | undefined {
  if (!laid.thinned.has(shape)) return shape;
  const sets = shape.sets.filter(set => !laid.bySet.has(set));
  return sets.length === 0 ? undefined : { ...shape, sets };
}

/** Weights make no classes of clients and add no endpoint: all else is as it was. */
function layOver(shape: Shape, set: number, { record, steer, intent }: LaidRatio): Shape {
  return { ...shape, record: { ...record, steer }, sets: [set], endsAtMs: intent.expiresAtMs };
}

function differences(a: Ratios, b: Ratios) {
  const keys = new Set([...a.keys(), ...b.keys()]);
  return [...keys].filter(key => a.get(key) !== b.get(key)).map(key => ({ key, target: (b.get(key) ?? a.get(key)!).intent.target }));
}
