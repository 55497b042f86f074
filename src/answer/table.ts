import type { PrefixTable } from '../geo/prefix-table.ts';

/**
 * The answer table: what the responder looks up. Typed arrays over shared memory, so that all workers read one copy and a table
 * crosses a thread boundary without being copied. Written once by the compiler, never changed afterwards.
 */
export interface AnswerTable {
  readonly generation: number;
  readonly names: NameIndex;
  /** Undefined where no record set looks at the client's location. */
  readonly prefixes: PrefixTable | undefined;
  /** Location id → client class, one map for each way to class clients; `Set.classMap` points here. */
  readonly classMaps: readonly Uint32Array[];
  readonly decisions: Decisions;
}

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
}

/**
 * All names of all zones. `slots` is an open-addressing hash table of node numbers + 1 (0: free), its length a power of two.
 * The other arrays hold rows of the widths below.
 */
export interface NameIndex {
  readonly slots: Uint32Array;
  readonly nodes: Uint32Array;
  /** Lists: a count, then that many rows of ENTRY. */
  readonly entries: Uint32Array;
  readonly templates: Uint32Array;
  /** Offsets into a template's octets where a compression pointer stands; see `template.ts`. */
  readonly fixups: Uint16Array;
  readonly bytes: Uint8Array;
}

/** A row of `nodes`. Everything that points is a number + 1, 0 where there is nothing. */
export const NODE = {
  HASH: 0,
  /** Where the name in lower-case wire form begins in `bytes`. */
  NAME: 1,
  NAME_LENGTH: 2,
  /** Offset + 1 in `entries`. */
  ENTRIES: 3,
  /** The template that says "no such name" or "no such type": the SOA of the zone (RFC 2308). */
  NEGATIVE: 4,
  /** The referral's template, for a name at or below a delegation. */
  REFERRAL: 5,
  /** The node of the wildcard directly below (RFC 4592). */
  WILDCARD: 6,
  /** Where a zone of ours begins below another of ours: the node of the same name in the zone above, for DS. */
  PARENT_SIDE: 7,
  /** The template of a DNAME record here, for the names below (RFC 6672). */
  DNAME: 8,
  /** Where the DNAME's target in wire form begins in `bytes`. */
  DNAME_TARGET: 9,
  /** DELEGATION where one is: DS is answered here, not referred (RFC 3658 section 2.2.1.1). APEX where a zone begins. */
  CUT: 10,
  WIDTH: 11,
} as const;

export const DELEGATION = 1;
export const APEX = 2;

/** A row of an entry list: what one type of one name answers. */
export const ENTRY = {
  /** The TYPE, or FALLBACK. */
  TYPE: 0,
  /** Template + 1 that is written first. */
  TEMPLATE: 1,
  /** Record set + 1 whose decision is written next. */
  SET: 2,
  /**
   * The owner of the decision's records: 0 for the name asked for, else a pointer constant + POINTER_BIAS. Without a record set: the name
   * that is looked for next, a pointer constant + POINTER_BIAS, or 0 where the answer ends.
   */
  OWNER: 3,
  /** Template + 1 that is written instead where the decision has no record to give. */
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

/** A row of `templates`: sections in wire form. */
export const TEMPLATE = {
  BYTES: 0,
  LENGTH: 1,
  /** Records in the answer section, and in the authority section << 16. */
  COUNTS: 2,
  /** Records in the additional section, and the RCODE << 16. */
  MORE: 3,
  FIXUPS: 4,
  FIXUP_COUNT: 5,
  /** Behind the fixups: places of records' owners that are the name asked for. */
  OWNER_COUNT: 6,
  /** Where the TTL of the SOA in the authority section stands, + 1. */
  SOA_TTL: 7,
  /** Octets and records at the end, all of the additional section, that may be left out. */
  SPARE_LENGTH: 8,
  SPARE_RECORDS: 9,
  WIDTH: 10,
} as const;
