import type { Location } from '../model/location.ts';

/** What a location may tell of a client. */
export type Trait = keyof Location;

export const TRAITS = ['country', 'continent', 'subdivision', 'asn', 'coordinates'] as const satisfies readonly Trait[];

/** For each trait, by location id, a number for its value: equal values have equal numbers, counted from 0. In shared memory. */
export type LocationTraits = Readonly<Record<Trait, Uint32Array<SharedArrayBuffer>>>;

/** Numbers what locations say, so that those which agree in some traits are found without looking at each again. */
export function traitsOf(locations: readonly Location[]): LocationTraits {
  const numbered = (trait: Trait) => {
    const ids = new Map<string, number>();
    const numbers = new Uint32Array(new SharedArrayBuffer(4 * locations.length));
    locations.forEach((location, id) => {
      const value = String(location[trait]);
      const known = ids.get(value) ?? ids.size;
      ids.set(value, known);
      numbers[id] = known;
    });
    return numbers;
  };
  return Object.fromEntries(TRAITS.map(trait => [trait, numbered(trait)])) as Record<Trait, Uint32Array<SharedArrayBuffer>>;
}
