import type { ClientTable } from '../geo/client-table.ts';

/**
 * The answer table: what the responder looks up. Typed arrays over shared memory, so that all workers read one copy and a table
 * crosses a thread boundary without being copied. Written once by the compiler, never changed afterwards.
 */
export interface AnswerTable {
  readonly generation: number;
  readonly names: NameIndex;
  /** Who clients are, as far as steering asks: one table for all record sets that tell the same address blocks apart, most often one. */
  readonly clients: readonly ClientTable[];
  /** The ways to class clients: rows of CLASSING, and what they point to. */
  readonly classings: Uint32Array;
  readonly decisions: Decisions;
  /**
   * By record set the first of its traffic cells, one for each client class, in order; behind the last set the first of the cells of zones, which
   * `zone-cells.ts` lays out; at the end how many cells there are.
   */
  readonly cells: Uint32Array;
}

/** Answers that one thread has counted, by traffic cell. Doubles, so that no cell ever runs over. One writer: a plain addition is enough. */
export type Traffic = Float64Array;

/** Counts nothing yet, in memory that threads share. */
export function createTraffic({ cells }: AnswerTable): Traffic {
  return new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT * cells.at(-1)!));
}

/** A row of `classings`. Places are words of the same array. */
export const CLASSING = {
  /** Which of `clients`. */
  TABLE: 0,
  /** By kind of client its class. */
  CLASS_OF: 1,
  /** By class a bitmap of its kinds. */
  MEMBERS: 2,
  /** Words of a bitmap. */
  MEMBERS_WIDTH: 3,
  WIDTH: 4,
} as const;

/** What replaces the decisions of some record sets; everything else stays. */
export interface TableChange {
  readonly generation: number;
  readonly decisions: Decisions;
}

/** Decisions of steered record sets, laid out as `decision-layout.ts` says. */
export interface Decisions {
  /** Ids of the record sets that are decided here. */
  readonly sets: Uint32Array;
  /** For each of them the offset of its decision in `words`. */
  readonly offsets: Uint32Array;
  /** Numbers, and the octets of the records (by byte offset into the same buffer). */
  readonly words: Uint32Array;
  /** Rows of LOOKS: when what looks at endpoints find is in the answers, in milliseconds of the epoch modulo their distance, and in how many seconds from then on answers run out. */
  readonly looks: Float64Array;
  /** How many addresses have numbers: those of records are below. */
  readonly addresses: number;
  /** Seconds that the longest TTL has. */
  readonly longestTtl: number;
}

/**
 * All names of all zones. `slots` is an open-addressing hash table of places in `words`, + 1 (0: free), its length a power of two. In `words`
 * each node stands in one piece with what is looked up next, so that a query waits for memory once or twice, not for each step: the row
 * of the node, its name, its entries and their templates. Octets lie in it in their own order, and begin at a whole word.
 */
export interface NameIndex {
  readonly slots: Uint32Array;
  readonly words: Uint32Array;
}

/** The octets that lie in `words`, each at four times the place of its word, and on. */
export function octetsOf({ words }: NameIndex): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}

/** The row of a node; behind it its name in lower-case wire form. Everything that points is a place in `words`, + 1; 0 where there is nothing. */
export const NODE = {
  HASH: 0,
  NAME_LENGTH: 1,
  /** The first row of its entries; before that stands their number. */
  ENTRIES: 2,
  /** The template that says "no such name" or "no such type": the SOA of the zone (RFC 2308). */
  NEGATIVE: 3,
  /** The referral's template, for a name at or below a delegation. */
  REFERRAL: 4,
  /** The node of the wildcard directly below (RFC 4592). */
  WILDCARD: 5,
  /** Where a zone of ours begins below another of ours: the node of the same name in the zone above, for DS. */
  PARENT_SIDE: 6,
  /** The template of a DNAME record here, for the names below (RFC 6672). */
  DNAME: 7,
  /** The DNAME's target in wire form. */
  DNAME_TARGET: 8,
  /** DELEGATION where one is: DS is answered here, not referred (RFC 3658 section 2.2.1.1). APEX where a zone begins. */
  CUT: 9,
  /** Which zone it is in, in the order of the zones that were compiled. */
  ZONE: 10,
  WIDTH: 11,
} as const;

export const DELEGATION = 1;
export const APEX = 2;

/** A row of an entry list: what one type of one name answers. */
export const ENTRY = {
  /** The TYPE, or FALLBACK. */
  TYPE: 0,
  /** The template that is written first, + 1. */
  TEMPLATE: 1,
  /** Record set + 1 whose decision is written next. */
  SET: 2,
  /**
   * The owner of the decision's records: 0 for the name asked for, else a pointer constant + POINTER_BIAS. Without a record set: the name
   * that is looked for next, a pointer constant + POINTER_BIAS, or 0 where the answer ends.
   */
  OWNER: 3,
  /** The template, + 1, that is written instead where the decision has no record to give. */
  EMPTY: 4,
  WIDTH: 5,
} as const;

/** The entry for all types that have none of their own: an alias (RFC 1034 section 3.6.2). */
export const FALLBACK = 0;

export const POINTER_BIAS = 1024;

/** How many names are looked for behind the first one, for aliases that could not be followed at compile time; resolvers give up about as soon. */
export const MAX_REDIRECTS = 8;

/** Where in an answer a template begins at most: no further name is followed behind that, so that pointers (14 bits) reach. */
export const FARTHEST_START = 5120;

/** Pointer constants from here on are places in a template itself, counted from here; those below are endings of the name asked for. */
export const FIRST_OWN = 16;

/**
 * The row of a template: sections in wire form. Behind it halves of words: the places of its compression pointers, and of the owners that
 * are the name asked for; and then its octets.
 */
export const TEMPLATE = {
  /** Octets. */
  LENGTH: 0,
  /** Records in the answer section, and in the authority section << 16. */
  COUNTS: 1,
  /** Records in the additional section, and the RCODE << 16. */
  MORE: 2,
  FIXUP_COUNT: 3,
  OWNER_COUNT: 4,
  /** Where the TTL of the SOA in the authority section stands, + 1. */
  SOA_TTL: 5,
  /** Octets and records at the end, all of the additional section, that may be left out. */
  SPARE_LENGTH: 6,
  SPARE_RECORDS: 7,
  WIDTH: 8,
} as const;
