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

/** The record sets of one owner by TYPE, as a map gives them. */
export interface SetsByType {
  readonly size: number;
  get(type: number): RecordSet | undefined;
  has(type: number): boolean;
  keys(): Iterable<number>;
  values(): Iterable<RecordSet>;
}

/** The names of one zone, as a map gives them; each after the one above it. */
export interface ZoneNodes {
  readonly size: number;
  get(name: Name): ZoneNode | undefined;
  keys(): Iterable<Name>;
  values(): Iterable<ZoneNode>;
}

/** One name of a zone: one that has records or is steered, or one between such a name and the apex (RFC 4592 section 2.2.2). */
export interface ZoneNode {
  readonly name: Name;
  /** Empty for an empty non-terminal, and for a name that only steering answers. */
  readonly sets: SetsByType;
  /** The delegation point at or above this node (RFC 1034 section 4.2.1); undefined where the zone is authoritative. */
  readonly cut: Name | undefined;
  /** The owner of a DNAME above this node, which hides it (RFC 6672 section 2.4). */
  readonly dname: Name | undefined;
}
