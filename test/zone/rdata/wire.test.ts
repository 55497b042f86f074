import { expect, test } from 'vitest';
import { parseText, show, toHex } from '../parse-text.ts';

const MAIL = '046d61696c076578616d706c6503636f6d00';

/** Text and wire form without blanks; those with an RFC are its own examples. */
const CASES: readonly (readonly [text: string, wire: string])[] = [
  ['A 192.0.2.1', 'c0000201'],
  ['A 0.0.0.0', '00000000'],
  ['A ( 255.255.255.255 )', 'ffffffff'],
  ['NS mail', MAIL],
  ['NS MAIL.Example.COM.', MAIL],
  ['NS @', '076578616d706c6503636f6d00'],
  ['CNAME mail', MAIL],
  ['CNAME .', '00'],
  [String.raw`CNAME a\.b\032\064.`, '05612e62204000'],
  ['SOA mail mail 2024010101 1h30m 15m 1W 300', `${MAIL}${MAIL}78a3f17500001518000003840009 3a80 0000012c`],
  ['SOA mail mail 4294967295 0 0 0 0', `${MAIL}${MAIL}ffffffff${'0'.repeat(32)}`],
  ['PTR mail', MAIL],
  ['HINFO "PC" Linux', '025043 054c696e7578'],
  ['MX 10 mail', `000a${MAIL}`],
  ['MX 0 .', '000000'],
  ['TXT "a b" c "" \\"', '03612062 0163 00 0122'],
  [String.raw`TXT "q\" \\ \; \000\255"`, '0971 22 20 5c 20 3b 20 00ff'],
  ['TXT "; ( )"', '053b20282029'],
  ['TXT ü "€"', '02c3bc 03e282ac'],
  [`TXT "${'x'.repeat(255)}"`, `ff${'78'.repeat(255)}`],
  ['SPF "v=spf1 -all"', '0b763d73706631202d616c6c'],
  ['RP mail .', `${MAIL}00`],
  ['AFSDB 1 mail', `0001${MAIL}`],
  ['AAAA 2001:db8::1', '20010db8000000000000000000000001'],
  ['AAAA ::', '0'.repeat(32)],
  ['AAAA ::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
  // RFC 1876 section 2 and appendix; checked against Knot DNS 3.2.
  ['LOC 42 21 54 N 71 06 18 W -24m 30m', '00331613 89172dd0 70be15f0 00988d20'],
  ['LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m', '00001613 8b3cf018 810cbce0 009895b8'],
  ['LOC 32 7 19 S 116 2 25 E 10m', '00121613 791b7d28 98e64868 00989a68'],
  ['LOC 90 S 180 W -100000.00m 90000000m 0.05m 1m', '00995012 6cb02700 59604e00 00000000'],
  ['SRV 10 60 5060 mail', `000a003c13c4${MAIL}`],
  // RFC 2915 section 7.2.
  ['NAPTR 100 50 "s" "http+N2L+N2C+N2R" "" mail', `00640032 0173 10687474702b4e324c2b4e32432b4e3252 00 ${MAIL}`],
  ['CERT PKIX 12345 RSASHA256 AQID BAUG', '0001 3039 08 010203040506'],
  ['CERT 65535 0 255 AA==', 'ffff 0000 ff 00'],
  ['DNAME mail', MAIL],
  // RFC 4034 section 5.4.
  ['DS 60485 5 1 ( 2BB183AF5F22588179A53B0A 98631FAD1A292118 )', 'ec45 05 01 2bb183af5f22588179a53b0a98631fad1a292118'],
  ['DS 1 ECDSAP256SHA256 200 00', '0001 0d c8 00'],
  ['CDS 0 0 0 00', '0000 00 00 00'],
  ['DNSKEY 256 3 5 AQPS', '0100 03 05 0103d2'],
  ['CDNSKEY 0 3 0 AA==', '0000 03 00 00'],
  // RFC 4255 section 3.2.
  ['SSHFP 2 1 123456789abcdef67890123456789abcdef67890', '02 01 123456789abcdef67890123456789abcdef67890'],
  ['SSHFP 4 9 00ff', '04 09 00ff'],
  // RFC 4034 section 3.3, signature shortened.
  ['RRSIG A 5 3 86400 20030322173103 20030220173103 2642 mail AQID', `0001 05 03 00015180 3e7c9dd7 3e5510d7 0a52 ${MAIL} 010203`],
  ['RRSIG TYPE65534 253 0 0 4294967295 0 0 . AQID', 'fffe fd 00 00000000 ffffffff 00000000 0000 00 010203'],
  // RFC 4034 section 4.3.
  ['NSEC host.example.com. A MX RRSIG NSEC TYPE1234', `04686f7374076578616d706c6503636f6d00 0006 400100000003 041b ${'00'.repeat(26)}20`],
  ['NSEC .', '00'],
  [
    'TLSA 3 1 1 d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971',
    '030101d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971',
  ],
  ['TLSA DANE-EE SPKI FULL 00', '03 01 00 00'],
  ['SMIMEA 0 0 0 aa bb', '000000aabb'],
  ['OPENPGPKEY AQID BAUG', '010203040506'],
  // RFC 9460 appendix D.
  ['SVCB 0 foo.example.com.', '0000 03666f6f076578616d706c6503636f6d00'],
  ['HTTPS 1 .', '0001 00'],
  ['SVCB 16 foo.example.com. port=53', '0010 03666f6f076578616d706c6503636f6d00 0003 0002 0035'],
  ['SVCB 1 foo.example.com. key667=hello', '0001 03666f6f076578616d706c6503636f6d00 029b 0005 68656c6c6f'],
  [String.raw`SVCB 1 foo.example.com. key667="hello\210qoo"`, '0001 03666f6f076578616d706c6503636f6d00 029b 0009 68656c6c6fd2716f6f'],
  [
    'SVCB 1 foo.example.com. ipv6hint="2001:db8::1,2001:db8::53:1"',
    '0001 03666f6f076578616d706c6503636f6d00 0006 0020 20010db8000000000000000000000001 20010db8000000000000000000530001',
  ],
  [
    'SVCB 1 example.com. ipv6hint="2001:db8:122:344::192.0.2.33"',
    '0001 076578616d706c6503636f6d00 0006 0010 20010db80122034400000000c0000221',
  ],
  [
    'SVCB 16 foo.example.org. ( alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1 )',
    '0010 03666f6f076578616d706c65036f726700 0000 0004 0001 0004 0001 0009 026832 0568332d3139 0004 0004 c0000201',
  ],
  [
    String.raw`SVCB 16 foo.example.org. alpn="f\\\\oo\\,bar,h2"`,
    '0010 03666f6f076578616d706c65036f726700 0001 000c 08665c6f6f2c626172 026832',
  ],
  [
    String.raw`SVCB 16 foo.example.org. alpn=f\\\092oo\092,bar,h2`,
    '0010 03666f6f076578616d706c65036f726700 0001 000c 08665c6f6f2c626172 026832',
  ],
  ['HTTPS 1 . ech=AQID no-default-alpn alpn=h2', '0001 00 0001 0003 026832 0002 0000 0005 0003 010203'],
  ['HTTPS 1 . dohpath=/q{?dns} ohttp key65534', '0001 00 0007 0008 2f717b3f646e737d 0008 0000 fffe 0000'],
  ['EUI48 00-00-5e-00-53-2A', '00005e00532a'],
  ['EUI64 00-00-5e-ef-10-00-00-2a', '00005eef1000002a'],
  // RFC 7553 section 4.
  ['URI 10 1 "ftp://ftp1.example.com/public"', '000a 0001 6674703a2f2f667470312e6578616d706c652e636f6d2f7075626c6963'],
  ['CAA 0 issue "ca.example.net"', '00 05 6973737565 63612e6578616d706c652e6e6574'],
  ['CAA 128 tbs ""', '80 03 746273'],
  // RFC 3597 section 5.
  ['TYPE731 \\# 6 abcd ( ef 01 23 45 )', 'abcdef012345'],
  ['TYPE62347 \\# 0', ''],
  ['TYPE1 192.0.2.1', 'c0000201'],
  ['A \\# 4 C0000201', 'c0000201'],
  ['HTTPS \\# 9 0001 00 0003 0002 0050', '0001 00 0003 0002 0050'],
];

test.each(CASES)('%s', (text, wire) => {
  const { recordSets, findings } = parseText(`a 60 IN ${text}`);
  expect(findings.map(show)).toEqual([]);
  expect(recordSets.flatMap(set => set.rdata.map(toHex))).toEqual([wire.replaceAll(' ', '')]);
});
