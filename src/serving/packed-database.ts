import { setImmediate as breathe } from 'node:timers/promises';
import { GeoDatabaseError, openDatabase } from '../geo/database.ts';
import { compileLocations, type LocationTable } from '../geo/location-table.ts';
import type { Location } from '../model/location.ts';
import { fieldsOf, type LocationField } from './location-fields.ts';

/** A database as read and compiled, with the fields that it has. */
export interface ReadDatabase {
  readonly table: LocationTable;
  readonly fields: readonly LocationField[];
}

/** What passes from thread to thread in a moment, however large the database is; or why the file cannot be used. */
export type PackedDatabase = PackedTable | { readonly refused: string };

interface PackedTable extends Omit<LocationTable, 'locations'> {
  /** JSON texts of some locations each: a city database has hundreds of thousands, which take long to copy as objects. */
  readonly locations: readonly string[];
  readonly fields: readonly LocationField[];
}

/** Locations in one text: a few milliseconds of the thread that takes them out. */
const CHUNK = 4096;

/** Reads and compiles a database. */
export function packDatabase(file: string): PackedDatabase {
  try {
    const { locations, ...rest } = compileLocations(openDatabase(file));
    return { ...rest, locations: packLocations(locations), fields: fieldsOf(locations) };
  } catch (error) {
    if (error instanceof GeoDatabaseError) return { refused: error.message };
    throw error;
  }
}

/**
 * What was packed, on the other side; other work of the thread gets its turn meanwhile. Rejects with GeoDatabaseError where the file cannot
 * be used.
 */
export async function unpackDatabase(packed: PackedDatabase): Promise<ReadDatabase> {
  if ('refused' in packed) throw new GeoDatabaseError(packed.refused);
  const { fields, locations: texts, ...rest } = packed;
  const locations: Location[] = [];
  for (const text of texts) {
    for (const location of JSON.parse(text) as Location[]) locations.push(location);
    await breathe();
  }
  return { table: { ...rest, locations }, fields };
}

function packLocations(locations: readonly Location[]): string[] {
  const texts: string[] = [];
  for (let from = 0; from < locations.length; from += CHUNK) texts.push(JSON.stringify(locations.slice(from, from + CHUNK)));
  return texts;
}
