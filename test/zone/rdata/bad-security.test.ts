import { expect, test } from 'vitest';
import { parseText, show } from '../parse-text.ts';

/** A text, and every finding it must give, at its place. */
const CASES: readonly (readonly [text: string, ...findings: string[]])[] = [
  ['a 60 DS 1 5 1 2BB1', '1:9: error: a.example.com DS: digest has length 2, expected 20 octets for type 1'],
  [
    'a 60 DS 1 FOO 1 00',
    '1:11: error: a.example.com DS: algorithm is "FOO", expected a number from 0 to 255, or one of DELETE RSAMD5 DH DSA RSASHA1 DSA-NSEC3-SHA1 RSASHA1-NSEC3-SHA1 RSASHA256 RSASHA512 ECC-GOST ECDSAP256SHA256 ECDSAP384SHA384 ED25519 ED448 INDIRECT PRIVATEDNS PRIVATEOID',
  ],
  ['a 60 DS 1 5 1 zz', '1:15: error: a.example.com DS: digest is "zz", expected hexadecimal digits, two for each octet'],
  ['a 60 CDS 0 0 1 00', '1:10: error: a.example.com CDS: digest has length 1, expected 20 octets for type 1'],
  ['a 60 DNSKEY 256 2 5 AQPS', '1:17: error: a.example.com DNSKEY: protocol is "2", expected 3'],
  ['a 60 DNSKEY 256 3 5 A', '1:21: error: a.example.com DNSKEY: public key is "A", expected Base64 (RFC 4648)'],
  ['a 60 SSHFP 1 1 00', '1:12: error: a.example.com SSHFP: fingerprint has length 1, expected 20 octets for type 1'],
  ['a 60 TLSA 3 1 1 00', '1:11: error: a.example.com TLSA: certificate association data has length 1, expected 32 octets for type 1'],
  [
    'a 60 TLSA x 1 1 00',
    '1:11: error: a.example.com TLSA: certificate usage is "x", expected a number from 0 to 255, or one of PKIX-TA PKIX-EE DANE-TA DANE-EE PRIVCERT',
  ],
  [
    'a 60 CERT FOO 1 5 AQID',
    '1:11: error: a.example.com CERT: certificate type is "FOO", expected a number from 0 to 65535, or one of PKIX SPKI PGP IPKIX ISPKI IPGP ACPKIX IACPKIX URI OID',
  ],
  ['a 60 OPENPGPKEY A*', '1:17: error: a.example.com OPENPGPKEY: public key is "A*", expected Base64 (RFC 4648)'],
  [
    'a 60 RRSIG AX 5 3 60 20300101000000 20200101000000 1 a AQID',
    '1:12: error: a.example.com RRSIG: type covered is "AX", expected a record type',
  ],
  [
    'a 60 RRSIG A 5 3 60 20300230000000 20200101000000 1 a AQID',
    '1:21: error: a.example.com RRSIG: expiration is "20300230000000", expected a time as YYYYMMDDHHmmSS, or seconds since 1970',
  ],
  [
    'a 60 RRSIG A 5 3 60 4294967296 20200101000000 1 a AQID',
    '1:21: error: a.example.com RRSIG: expiration is "4294967296", expected a time as YYYYMMDDHHmmSS, or seconds since 1970',
  ],
  ['a 60 NSEC b A AX', '1:15: error: a.example.com NSEC: type is "AX", expected a record type'],
];

test.each(CASES)('%j', (text, ...expected) => {
  const found = parseText(text).findings.map(show);
  expect(found.map(line => line.replace(/^test\.zone:/, ''))).toEqual(expected);
});
