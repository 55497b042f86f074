/**
 * A domain name in canonical form: lower case, absolute, with its final dot; the root is ".".
 * Octets that are not printable, and dots inside a label, are escaped as in RFC 1035 section 5.1 (`\.` and `\DDD`).
 */
export type Name = string;

/** All records of one owner name and type (RFC 2181 section 5). */
export interface RecordSet {
  readonly owner: Name;
  /** The TYPE number: 1 for A, 28 for AAAA … */
  readonly type: number;
  /** Seconds, 0 to 2^31-1 (RFC 2181 section 8). */
  readonly ttl: number;
  /** Each record's RDATA in wire form, names inside it not compressed; no two alike. */
  readonly rdata: readonly Uint8Array[];
}
