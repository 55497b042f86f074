import { base64, hex } from './binary.ts';
import { type RdataFormat, uint16At } from './field.ts';
import { constant, named, uint8, uint16 } from './integers.ts';

/** IANA DNS Security Algorithm Numbers. */
export const ALGORITHMS = {
  DELETE: 0,
  RSAMD5: 1,
  DH: 2,
  DSA: 3,
  RSASHA1: 5,
  'DSA-NSEC3-SHA1': 6,
  'RSASHA1-NSEC3-SHA1': 7,
  RSASHA256: 8,
  RSASHA512: 10,
  'ECC-GOST': 12,
  ECDSAP256SHA256: 13,
  ECDSAP384SHA384: 14,
  ED25519: 15,
  ED448: 16,
  INDIRECT: 252,
  PRIVATEDNS: 253,
  PRIVATEOID: 254,
};

/** RFC 4398 section 2.1. */
const CERTIFICATE_TYPES = { PKIX: 1, SPKI: 2, PGP: 3, IPKIX: 4, ISPKI: 5, IPGP: 6, ACPKIX: 7, IACPKIX: 8, URI: 253, OID: 254 };

/** RFC 7218 section 2. */
const TLSA_USAGES = { 'PKIX-TA': 0, 'PKIX-EE': 1, 'DANE-TA': 2, 'DANE-EE': 3, PRIVCERT: 255 };
const TLSA_SELECTORS = { CERT: 0, SPKI: 1, PRIVSEL: 255 };
const TLSA_MATCHING = { FULL: 0, 'SHA2-256': 1, 'SHA2-512': 2, PRIVMATCH: 255 };

const algorithm = named('algorithm', 1, ALGORITHMS);

/** Octets of a digest by its type; types not listed have any length. */
type DigestLengths = Readonly<Record<number, number>>;
const DS_DIGESTS: DigestLengths = { 1: 20, 2: 32, 3: 32, 4: 48 };
const SSHFP_DIGESTS: DigestLengths = { 1: 20, 2: 32 };
const TLSA_DIGESTS: DigestLengths = { 1: 32, 2: 64 };

/** RFC 4034 section 5. */
export const ds: RdataFormat = {
  fields: [uint16('key tag'), algorithm, uint8('digest type'), hex('digest')],
  verify: wire => wrongDigest(wire, 4, 'digest', DS_DIGESTS),
};

/** As DS; `0 0 0 00` asks the parent to remove it (RFC 8078 section 4). */
export const cds: RdataFormat = { ...ds, verify: wire => (isDelete(wire) ? undefined : ds.verify?.(wire)) };

/** RFC 4034 section 2. */
export const dnskey: RdataFormat = {
  fields: [uint16('flags'), constant('protocol', 3), algorithm, base64('public key')],
};

/** RFC 4255 section 3.1. */
export const sshfp: RdataFormat = {
  fields: [uint8('algorithm'), uint8('fingerprint type'), hex('fingerprint')],
  verify: wire => wrongDigest(wire, 2, 'fingerprint', SSHFP_DIGESTS),
};

/** RFC 6698 section 2.1; SMIMEA is the same (RFC 8162 section 2). */
export const tlsa: RdataFormat = {
  fields: [
    named('certificate usage', 1, TLSA_USAGES),
    named('selector', 1, TLSA_SELECTORS),
    named('matching type', 1, TLSA_MATCHING),
    hex('certificate association data'),
  ],
  verify: wire => wrongDigest(wire, 3, 'certificate association data', TLSA_DIGESTS),
};

/** RFC 4398 section 2. */
export const cert: RdataFormat = {
  fields: [named('certificate type', 2, CERTIFICATE_TYPES), uint16('key tag'), algorithm, base64('certificate')],
};

/** RFC 7929 section 2.3. */
export const openpgpkey: RdataFormat = { fields: [base64('public key')] };

/** The digest begins at `at`, its type stands in the octet before. */
function wrongDigest(wire: Uint8Array, at: number, what: string, lengths: DigestLengths): string | undefined {
  const type = wire[at - 1]!;
  const expected = lengths[type];
  const found = wire.length - at;
  return expected === undefined || expected === found
    ? undefined
    : `${what} has length ${found}, expected ${expected} octets for type ${type}`;
}

function isDelete(wire: Uint8Array): boolean {
  return wire.length === 5 && uint16At(wire, 0) === 0 && uint16At(wire, 2) === 0 && wire[4] === 0;
}
