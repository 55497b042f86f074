/** RCODEs by their mnemonics (IANA DNS parameters). */
export const RCODE = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  YXDOMAIN: 6,
  NOTAUTH: 9,
  BADVERS: 16,
  BADCOOKIE: 23,
} as const;

const NAMES = new Map<number, string>(Object.entries(RCODE).map(([name, number]) => [number, name]));

/** The mnemonic of an RCODE, or `RCODE11`. */
export function rcodeName(rcode: number): string {
  return NAMES.get(rcode) ?? `RCODE${rcode}`;
}
