import { coordinatesOf } from '../geo/continent.ts';
import type { Location } from '../model/location.ts';

/** What a database may know of a client; `coordinates` only where they are its own, and not those of the country. */
export type LocationField = 'country' | 'continent' | 'subdivision' | 'asn' | 'coordinates';

const KNOWS: Readonly<Record<LocationField, (location: Location) => boolean>> = {
  country: ({ country }) => country !== undefined,
  continent: ({ continent }) => continent !== undefined,
  subdivision: ({ subdivision }) => subdivision !== undefined,
  asn: ({ asn }) => asn !== undefined,
  coordinates: hasOwnCoordinates,
};

/** The fields that at least one of the locations has. */
export function fieldsOf(locations: readonly Location[]): readonly LocationField[] {
  return (Object.keys(KNOWS) as LocationField[]).filter(field => locations.some(KNOWS[field]));
}

/** A record without coordinates was given those of its country when it was read. */
function hasOwnCoordinates({ country, coordinates }: Location): boolean {
  if (!coordinates) return false;
  const representative = country === undefined ? undefined : coordinatesOf(country);
  return representative?.[0] !== coordinates[0] || representative[1] !== coordinates[1];
}
