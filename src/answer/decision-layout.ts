/**
 * How a decision lies in `Decisions.words`. All offsets are in words, but those of records, which are in octets of the same buffer.
 *
 *   SET     classMap + 1 (0: one class), number of classes, then for each class the offset of its choice
 *   CHOICE  RCODE, TTL, sticky (1: the client's prefix decides what is answered), number of options,
 *           then for each option its threshold, then for each option its offset
 *   DRAW    mode, how many records to take, number of records, then for each record a row of RECORD
 *
 * An option is taken when a random number from 0 to 2^32-1 is not above its threshold and above the one before.
 * Records begin with an owner of C0 0C, the name asked for.
 */
export const SET = { CLASS_MAP: 0, CLASSES: 1, CHOICES: 2 } as const;

export const CHOICE = { RCODE: 0, TTL: 1, STICKY: 2, OPTIONS: 3, THRESHOLDS: 4 } as const;

export const DRAW = { MODE: 0, TAKE: 1, RECORDS: 2, ROWS: 3 } as const;

export const RECORD = { WEIGHT: 0, SEED: 1, BYTES: 2, LENGTH: 3, WIDTH: 4 } as const;

/** In which order the records of a draw are taken. */
export const MODE = {
  /** As they stand. */
  ORDERED: 0,
  /** At random by weight, each at most once. */
  RANDOM: 1,
  /** By weighted rendezvous hash of the client's prefix: a client keeps its records while they are there. */
  STICKY: 2,
} as const;

/** The client prefix that `sticky` goes by: the usual size of one site's network. */
export const STICKY_PREFIX = { ipv4: 24, ipv6: 56 } as const;
