import { setImmediate as breathe } from 'node:timers/promises';
import { GeoDatabaseError, openDatabase } from '../geo/database.ts';
import { compileLocations, type DatabaseSource, type LocationTable } from '../geo/location-table.ts';
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
  /** JSON of some locations each, in UTF-8, each in a buffer of its own: hundreds of thousands of objects would take long to be cloned. */
  readonly locations: readonly Uint8Array<ArrayBuffer>[];
  readonly fields: readonly LocationField[];
}

/** Locations in one text: a millisecond or two of the thread that takes them out. */
const CHUNK = 1024;

/** Reads and compiles a database. One that knows nothing that is looked at is refused: with it, every client would be nowhere. */
export function packDatabase(file: string): PackedDatabase {
  try {
    const { locations, ...rest } = compileLocations(openDatabase(file));
    const fields = fieldsOf(locations);
    if (fields.length === 0) return { refused: knowsNothing(rest.source) };
    return { ...rest, locations: packLocations(locations), fields };
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
  const utf8 = new TextDecoder();
  const locations: Location[] = [];
  for (const text of texts) {
    for (const location of JSON.parse(utf8.decode(text)) as Location[]) locations.push(location);
    await breathe();
  }
  return { table: { ...rest, locations }, fields };
}

/** The buffers that are handed to the other thread, and not copied. */
export function buffersOf(packed: PackedDatabase): ArrayBuffer[] {
  return 'refused' in packed ? [] : packed.locations.map(({ buffer }) => buffer);
}

function knowsNothing({ file, type }: DatabaseSource): string {
  return `${file}: knows no country, coordinates or network of any address: it is of type "${type}", expected a country, city or ASN database`;
}

function packLocations(locations: readonly Location[]): Uint8Array<ArrayBuffer>[] {
  const utf8 = new TextEncoder();
  const texts: Uint8Array<ArrayBuffer>[] = [];
  for (let from = 0; from < locations.length; from += CHUNK) texts.push(utf8.encode(JSON.stringify(locations.slice(from, from + CHUNK))));
  return texts;
}
