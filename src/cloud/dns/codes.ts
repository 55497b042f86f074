/** Numbers of RFC 2136 and RFC 8945 that queries have no use for. */
export const OPCODE = { QUERY: 0, UPDATE: 5 } as const;

export const CLASS = { IN: 1, NONE: 254, ANY: 255 } as const;

export const TSIG_TYPE = 250;

/** What an UPDATE may be answered with besides NOERROR (RFC 2136 section 2.2). */
export const UPDATE_RCODE = {
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  YXDOMAIN: 6,
  YXRRSET: 7,
  NXRRSET: 8,
  NOTAUTH: 9,
  NOTZONE: 10,
} as const;

/** The ERROR of a TSIG record (RFC 8945 section 3). */
export const TSIG_ERROR = { BADSIG: 16, BADKEY: 17, BADTIME: 18, BADTRUNC: 22 } as const;

const NAMES = new Map<number, string>(Object.entries(UPDATE_RCODE).map(([name, code]) => [code, name]));

/** The mnemonic of the RCODE of an UPDATE, or `RCODE11`. */
export function updateRcodeName(rcode: number): string {
  return rcode === 0 ? 'NOERROR' : (NAMES.get(rcode) ?? `RCODE${rcode}`);
}
