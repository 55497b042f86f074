/**
 * How a decision lies in `Decisions.words`. All offsets are in words, but those of records, which are in octets of the same buffer.
 *
 *   SET     classing + 1 (0: one class), whose address counts, number of classes, then for each class the offset of its choice
 *   CHOICE  RCODE, TTL, the least that alignment may make of it (0: it is always the same), the second of the epoch that no answer outlives (0: none),
 *           how many bits of the client's address decide what is answered, then a MIX
 *   MIX     kind, number of options, then for each option its threshold, then for each option the offset of a node
 *   STICKY  kind, bits of the client's address, number of branches, then for each branch a row of BRANCH
 *   DRAW    kind, how many records to take, number of records, then for each record a row of RECORD
 *
 *   RECORD  weight, seed of its rank, where its octets are and how many, the number of its address, the row of `Decisions.looks` (+ 1; 0: none)
 *
 * A node is a MIX, a STICKY or a DRAW. An option of a MIX is taken when a random number from 0 to 2^32-1 is not above its threshold and above
 * the one before. Records begin with an owner of C0 0C, the name asked for, and have a TTL of 0. Bits of an address: those of IPv4, and of IPv6 << 8.
 */
export const SET = { CLASSING: 0, CLIENT: 1, CLASSES: 2, CHOICES: 3 } as const;

/** Whose address counts. */
export const CLIENT = {
  /** The client subnet of the query if it has one, else its sender. */
  SUBNET: 0,
  /** The sender, always. */
  SENDER: 1,
} as const;

export const CHOICE = { RCODE: 0, TTL: 1, LEAST_TTL: 2, NOT_AFTER: 3, BITS: 4, MIX: 5 } as const;

/** The first word of a node. */
export const KIND = {
  /** Records as they stand. */
  ORDERED: 0,
  /** Records at random by weight, each at most once. */
  RANDOM: 1,
  /** Records by weighted rendezvous hash of the client's prefix: a client keeps its records while they are there. */
  STICKY_RECORDS: 2,
  MIX: 3,
  STICKY: 4,
} as const;

export const MIX = { OPTIONS: 1, THRESHOLDS: 2 } as const;

export const STICKY = { BITS: 1, BRANCHES: 2, ROWS: 3 } as const;

export const BRANCH = { WEIGHT: 0, SEED: 1, NODE: 2, WIDTH: 3 } as const;

export const DRAW = { TAKE: 1, RECORDS: 2, ROWS: 3 } as const;

export const RECORD = { WEIGHT: 0, SEED: 1, BYTES: 2, LENGTH: 3, ADDRESS: 4, LOOKS: 5, WIDTH: 6 } as const;

/** A row of `Decisions.looks`. */
export const LOOKS = { EVERY_MS: 0, PHASE_MS: 1, SECONDS: 2, WIDTH: 3 } as const;

/** The client prefix that sticky pools go by: the usual size of one site's network. */
export const STICKY_PREFIX = { ipv4: 24, ipv6: 56 } as const;
