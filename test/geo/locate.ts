import { type GeoDatabase, openDatabase } from '../../src/geo/database.ts';
import { compileLocations, type LocationTable } from '../../src/geo/location-table.ts';
import { lookUp, type Match } from '../../src/geo/prefix-table.ts';
import { parseIp } from '../../src/lib/ip-address.ts';
import type { Location } from '../../src/model/location.ts';
import { type MmdbContent, writeMmdb } from '../support/mmdb-writer.ts';
import { temporaryFile } from './temporary-file.ts';

/** What a table says of an address in text form. */
export function locate(table: LocationTable, address: string): { location: Location; prefixLength: number } {
  const match = matchOf(table, parseIp(address)!);
  return { location: table.locations[match.id]!, prefixLength: match.prefixLength };
}

/** What a look-up of 4 or 16 octets finds. */
export function matchOf(table: LocationTable, octets: Uint8Array): Match {
  const match: Match = { id: -1, prefixLength: -1 };
  lookUp(table.prefixes, octets.length === 4 ? 4 : 6, octets, match);
  return match;
}

/** A database file made for one test, opened. */
export function database(content: MmdbContent): GeoDatabase {
  return openDatabase(temporaryFile('test.mmdb', writeMmdb(content)));
}

/** A database made for one test, compiled. */
export function compiled(content: MmdbContent): LocationTable {
  return compileLocations(database(content));
}
