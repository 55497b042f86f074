import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Reader, type Response } from 'mmdb-lib';
// The reader keeps its parts to itself, and we visit every record, not one address: so its decoder and tree walker, by their own paths.
import decoder from 'mmdb-lib/lib/decoder.js';
import walker from 'mmdb-lib/lib/reader/walker.js';

const BUNDLED = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/** What stands before the metadata at the end of every file (MaxMind DB format 2.0, "Database Metadata"). */
const METADATA_MARKER = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');

/** Zero octets between search tree and data ("Data Section Separator"). */
const SEPARATOR = 16;

/** Why a database cannot be used; the message begins with the file's name. */
export class GeoDatabaseError extends Error {
  readonly code = 'GEO_DATABASE';
}

/**
 * An open file in MaxMind DB format 2.0: a binary tree over the bits of addresses, from the first bit on.
 * A pointer below `nodeCount` is a node, `nodeCount` itself means "no entry", above it is a record.
 */
export interface GeoDatabase {
  readonly file: string;
  /** As the file calls itself, such as `GeoLite2-City` or `country ipvAll`. */
  readonly type: string;
  /** When it was built: milliseconds since the epoch. */
  readonly builtAtMs: number;
  /** Depth of the tree: 32 or 128 bits. In a tree for IPv6, IPv4 addresses lie below 96 zero bits. */
  readonly ipVersion: 4 | 6;
  readonly nodeCount: number;
  /** The pointer of the 0 or 1 side of a node. */
  child(node: number, bit: 0 | 1): number;
  /** The record that a pointer above `nodeCount` stands for. Throws GeoDatabaseError where the file is damaged. */
  record(pointer: number): unknown;
}

/** The country database that comes with the program: IPv4 and IPv6. Throws GeoDatabaseError where its package is not installed. */
export function bundledDatabaseFile(): string {
  try {
    return createRequire(import.meta.url).resolve(BUNDLED);
  } catch (cause) {
    throw new GeoDatabaseError(`${BUNDLED}: not installed: expected it among the program's dependencies`, { cause });
  }
}

/** Opens a country, city or ASN database. Throws GeoDatabaseError where the file cannot be read or is none. */
export function openDatabase(file: string): GeoDatabase {
  const bytes = readBytes(file);
  const { metadata } = openReader(file, bytes);
  const { nodeCount, searchTreeSize, nodeByteSize } = metadata;
  const dataAt = searchTreeSize + SEPARATOR;
  const side = walker.default(bytes, metadata.recordSize);
  const data = new decoder.default(bytes, dataAt);
  return {
    file,
    type: metadata.databaseType,
    builtAtMs: metadata.buildEpoch.getTime(),
    ipVersion: metadata.ipVersion === 4 ? 4 : 6,
    nodeCount,
    child: (node, bit) => (bit === 0 ? side.left(node * nodeByteSize) : side.right(node * nodeByteSize)),
    record(pointer) {
      const at = pointer - nodeCount + searchTreeSize;
      if (at < dataAt || at >= bytes.length) throw damaged(file, `a pointer to octet ${at} leads out of the data section`);
      try {
        return data.decode(at).value;
      } catch (cause) {
        throw damaged(file, `the record at octet ${at} cannot be decoded`, cause);
      }
    },
  };
}

/** The error for a file whose parts contradict one another. */
export function damaged(file: string, what: string, cause?: unknown): GeoDatabaseError {
  return new GeoDatabaseError(`${file}: damaged MaxMind DB file: ${what}`, { cause });
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new GeoDatabaseError(`${file}: cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function openReader(file: string, bytes: Buffer): Reader<Response> {
  if (bytes.lastIndexOf(METADATA_MARKER) === -1) {
    throw new GeoDatabaseError(`${file}: not a MaxMind DB file: expected a country or city database in .mmdb format`);
  }
  let reader: Reader<Response>;
  try {
    reader = new Reader(bytes);
  } catch (cause) {
    throw damaged(file, 'its metadata or the root of its search tree cannot be read', cause);
  }
  checkMetadata(file, bytes, reader.metadata);
  return reader;
}

function checkMetadata(file: string, bytes: Buffer, metadata: Reader<Response>['metadata']): void {
  const { binaryFormatMajorVersion: version, databaseType: type, buildEpoch, ipVersion, nodeCount, searchTreeSize } = metadata;
  if (version !== 2) throw new GeoDatabaseError(`${file}: is of format version ${version}, expected 2`);
  if (ipVersion !== 4 && ipVersion !== 6) throw damaged(file, `its ip_version is ${ipVersion}, expected 4 or 6`);
  if (typeof type !== 'string') throw damaged(file, 'it has no database_type');
  if (Number.isNaN(buildEpoch.getTime())) throw damaged(file, 'it has no build_epoch');
  if (!Number.isInteger(nodeCount) || nodeCount < 1) throw damaged(file, `its node_count is ${nodeCount}, expected at least 1`);
  if (searchTreeSize + SEPARATOR > bytes.length)
    throw damaged(file, `its search tree needs ${searchTreeSize} octets, it has ${bytes.length}`);
}
