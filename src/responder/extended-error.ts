/** Extended errors (RFC 8914): which of them are true of Meridian. Sent without text, to whoever speaks EDNS. */
export const EXTENDED_ERROR = {
  NONE: -1,
  /** Nobody may ask this here (section 4.19). */
  PROHIBITED: 18,
  /** The name is in none of our zones (section 4.21). */
  NOT_AUTHORITATIVE: 20,
  /** Nobody could have an answer to this from here (section 4.22). */
  NOT_SUPPORTED: 21,
} as const;
