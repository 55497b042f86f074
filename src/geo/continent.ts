import type { Coordinates } from '../model/steering.ts';
import { COUNTRIES, type Continent } from './countries.ts';

/** The continent of an ISO 3166-1 alpha-2 code in upper case; undefined for a code that no country has. */
export function continentOf(country: string): Continent | undefined {
  return COUNTRIES[country]?.[0];
}

/** Where a country's people are on average (see countries.ts); undefined for a code that no country has. */
export function coordinatesOf(country: string): Coordinates | undefined {
  const row = COUNTRIES[country];
  return row && [row[1], row[2]];
}
