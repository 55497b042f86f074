import type { Location } from '../model/location.ts';
import type { Coordinates } from '../model/steering.ts';
import { continentOf, coordinatesOf } from './continent.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The location that a database record tells, continent and coordinates filled in from the country where the record has none.
 * Reads MaxMind's nested fields (`country.iso_code`, `subdivisions[0].iso_code`, `location.latitude` …) and the flat ones of ip-location-db
 * (`country_code`, `latitude`, `state1` …); fields of another type, and codes that are none, count as missing.
 */
export function locationOf(record: unknown): Location {
  const fields = object(record);
  const country = code(object(fields.country).iso_code) ?? code(fields.country_code);
  const continent = code(object(fields.continent).code) ?? code(fields.continent_code) ?? (country && continentOf(country));
  const subdivision = country && subdivisionOf(fields, country);
  const asn = asnOf(fields);
  const coordinates = coordinatesIn(object(fields.location)) ?? coordinatesIn(fields) ?? (country && coordinatesOf(country));
  return {
    ...(country && { country }),
    ...(continent && { continent }),
    ...(subdivision && { subdivision }),
    ...(asn && { asn }),
    ...(coordinates && { coordinates }),
  };
}

/** ISO 3166-2. ip-location-db has names in `state1` where it knows no code: those are left out. */
function subdivisionOf(fields: Fields, country: string): string | undefined {
  const first = Array.isArray(fields.subdivisions) ? object(fields.subdivisions[0]).iso_code : fields.state1;
  if (typeof first !== 'string') return undefined;
  const text = first.startsWith(`${country}-`) ? first.slice(country.length + 1) : first;
  return /^[A-Z0-9]{1,3}$/.test(text) ? `${country}-${text}` : undefined;
}

/** Enterprise databases have the number among the traits. */
function asnOf(fields: Fields): number | undefined {
  return asnumber(fields.autonomous_system_number) ?? asnumber(object(fields.traits).autonomous_system_number);
}

function asnumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}

/** Degrees from `latitude` and `longitude`, numbers or their text; undefined unless both are on the globe. */
function coordinatesIn(fields: Fields): Coordinates | undefined {
  const latitude = degrees(fields.latitude, 90);
  const longitude = degrees(fields.longitude, 180);
  return latitude !== undefined && longitude !== undefined ? [latitude, longitude] : undefined;
}

function degrees(value: unknown, limit: number): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Math.abs(number) <= limit ? number : undefined;
}

/** Two upper-case letters; ZZ is "unknown" by convention (Unicode CLDR). */
function code(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Z]{2}$/.test(value) && value !== 'ZZ' ? value : undefined;
}

function object(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
