import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Reader, type Response } from 'mmdb-lib';
import { formatIp } from '../lib/ip-address.ts';

const BUNDLED = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/** What stands before the metadata at the end of every file (MaxMind DB format 2.0, "Database Metadata"). */
const METADATA_MARKER = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');

/** Zero octets between search tree and data ("Data Section Separator"). */
const SEPARATOR = 16;

/** Characters of the `type`. */
const LONGEST_TYPE = 100;

/** Why a database cannot be used; the message begins with the file's name. */
export class GeoDatabaseError extends Error {
  readonly code = 'GEO_DATABASE';
}

/**
 * An open file in MaxMind DB format 2.0: a binary tree over the bits of addresses, from the first bit on.
 * A pointer below `nodeCount` is a node, `nodeCount` itself means "no entry", above it is a record: the same number, the same record.
 */
export interface GeoDatabase {
  readonly file: string;
  /** As the file calls itself, such as `GeoLite2-City` or `country ipvAll`: printable ASCII, 100 characters at most. */
  readonly type: string;
  /** When it was built: milliseconds since the epoch. */
  readonly builtAtMs: number;
  /** Depth of the tree: 32 or 128 bits. In a tree for IPv6, IPv4 addresses lie below 96 zero bits. */
  readonly ipVersion: 4 | 6;
  readonly nodeCount: number;
  /** The pointer of the 0 or 1 side of a node. */
  child(node: number, bit: 0 | 1): number;
  /** The record of an address of 4 or 16 octets, as the file's `ipVersion` is. Throws GeoDatabaseError where the file is damaged. */
  record(address: Uint8Array): unknown;
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
  const reader = openReader(file, bytes);
  const { databaseType, buildEpoch, ipVersion, nodeCount, recordSize } = reader.metadata;
  return {
    file,
    type: printable(databaseType),
    builtAtMs: buildEpoch.getTime(),
    ipVersion: ipVersion === 4 ? 4 : 6,
    nodeCount,
    child: childReader(bytes, recordSize),
    record(address) {
      try {
        return reader.get(formatIp(address));
      } catch (cause) {
        throw damaged(file, `the record of ${formatIp(address)} cannot be decoded`, cause);
      }
    },
  };
}

/** What a file says of itself goes into logs, metrics and terminals, whoever made it. */
function printable(type: string): string {
  return type.slice(0, LONGEST_TYPE).replace(/[^ -~]/gu, '?');
}

/** Reads one side of a node ("Node Layout"); mmdb-lib does it too, but shows only the way to one address. */
function childReader(bytes: Buffer, recordSize: number): GeoDatabase['child'] {
  switch (recordSize) {
    case 24:
      return (node, bit) => bytes.readUIntBE(6 * node + 3 * bit, 3);
    case 28:
      // The middle octet holds the highest four bits of both sides.
      return (node, bit) => {
        const middle = bytes[7 * node + 3]!;
        return ((bit === 0 ? middle >> 4 : middle & 15) << 24) | bytes.readUIntBE(7 * node + 4 * bit, 3);
      };
    default:
      return (node, bit) => bytes.readUInt32BE(8 * node + 4 * bit);
  }
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
