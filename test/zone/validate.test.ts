import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/declared.ts';
import { validateZone } from '../../src/zone/validate.ts';
import { parseText, show } from './parse-text.ts';

const HEAD = '$TTL 60\n@ SOA ns host 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\n';

function validate(text: string, steered: readonly string[] = []): string[] {
  const { recordSets, findings } = parseText(text);
  expect(findings.filter(({ severity }: Finding) => severity === 'error')).toEqual([]);
  return validateZone('example.com.', recordSets, 'test.zone', steered).map(finding => show(finding).replace('test.zone:', ''));
}

describe('the apex', () => {
  test.each([
    [
      'nothing at all',
      '',
      [
        '1:1: error: example.com SOA: no record, expected one at the apex of the zone',
        '1:1: error: example.com NS: no record, expected one at the apex of the zone',
      ],
    ],
    ['no NS', '@ 60 SOA . . 1 2 3 4 5', ['1:1: error: example.com NS: no record, expected one at the apex of the zone']],
    ['two SOA', `${HEAD}@ SOA ns host 2 2 3 4 5`, ['2:1: error: example.com SOA: 2 records, expected one (RFC 1035 section 5.2)']],
    ['SOA below', `${HEAD}a SOA ns host 2 2 3 4 5`, ['5:1: error: a.example.com SOA: stands below the apex, expected only at example.com']],
    [
      'owner outside',
      `${HEAD}a.example.net. A 192.0.2.1`,
      ['5:1: error: a.example.net A: the owner is outside the zone, expected example.com or a name below it'],
    ],
    [
      'owner that only ends alike',
      `${HEAD}anexample.com. A 192.0.2.1`,
      ['5:1: error: anexample.com A: the owner is outside the zone, expected example.com or a name below it'],
    ],
  ])('%s', (_, text, findings) => {
    expect(validate(text)).toEqual(findings);
  });
});

/** What stands behind HEAD, from line 5 on, and every finding it must give. */
const CASES: readonly (readonly [title: string, text: string, ...findings: string[]])[] = [
  ['plain records', 'www A 192.0.2.1\n@ MX 10 www\n_x._tcp SRV 1 2 3 www\n*.shop CNAME www\nout CNAME example.net.'],
  // CNAME
  [
    'CNAME with other data',
    'a TXT x\na CNAME b',
    '6:1: error: a.example.com CNAME: stands beside TXT, expected alone (RFC 1034 section 3.6.2)',
  ],
  ['CNAME with signatures', 'a CNAME b.example.net.\na NSEC b CNAME NSEC RRSIG'],
  [
    'CNAME at the apex',
    '@ CNAME www.example.net.',
    '5:1: error: example.com CNAME: stands beside SOA, NS, expected alone (RFC 1034 section 3.6.2)',
  ],
  ['several CNAMEs', 'a CNAME b\na CNAME c', '5:1: error: a.example.com CNAME: 2 records, expected one (RFC 2181 section 10.1)'],
  ['loop of one', 'a CNAME a', '5:1: error: a.example.com CNAME: leads into a loop: a.example.com → a.example.com'],
  [
    'loop of three, reached from outside it',
    'x CNAME a\na CNAME b\nb CNAME c\nc CNAME a',
    '6:1: error: a.example.com CNAME: leads into a loop: a.example.com → b.example.com → c.example.com → a.example.com',
  ],
  ['loop through a wildcard', '*.w CNAME y.w', '5:1: error: *.w.example.com CNAME: leads into a loop: y.w.example.com → y.w.example.com'],
  ['chain without a loop', 'a CNAME b\nb CNAME c\nc A 192.0.2.1\nd CNAME b'],
  // DNAME
  [
    'names below a DNAME',
    'd DNAME example.net.\nx.d A 192.0.2.1',
    '6:1: warning: x.d.example.com A: lies below the DNAME of d.example.com and is never answered',
  ],
  [
    'DNAME with CNAME',
    'd DNAME example.net.\nd CNAME example.org.',
    '6:1: error: d.example.com CNAME: stands beside DNAME, expected alone (RFC 1034 section 3.6.2)',
  ],
  [
    'several DNAMEs',
    'd DNAME example.net.\nd DNAME example.org.',
    '5:1: error: d.example.com DNAME: 2 records, expected one (RFC 6672 section 2.4)',
  ],
  [
    'DNAME at a delegation',
    'd DNAME example.net.\nd NS ns',
    '5:1: error: d.example.com DNAME: stands beside NS at a delegation, expected only one of them (RFC 6672 section 2.3)',
    '5:1: warning: d.example.com DNAME: lies at or below the delegation of d.example.com, is no glue and is never answered',
  ],
  ['DNAME beside other data', 'd DNAME example.net.\nd TXT x'],
  // Targets that are aliases
  [
    'MX to an alias',
    'a CNAME ns\n@ MX 1 a',
    '6:1: error: example.com MX: points to a.example.com, which is an alias (CNAME), expected a host with addresses (RFC 2181 section 10.3)',
  ],
  [
    'NS to an alias',
    'a CNAME ns\nsub NS a',
    '6:1: error: sub.example.com NS: points to a.example.com, which is an alias (CNAME), expected a host with addresses (RFC 2181 section 10.3)',
  ],
  [
    'SRV to an alias by wildcard',
    '*.a CNAME ns\n_x._tcp SRV 1 2 3 b.a',
    '6:1: warning: _x._tcp.example.com SRV: points to b.a.example.com, which is an alias (CNAME), expected a host with addresses (RFC 2782)',
  ],
  ['no mail, no service', '@ MX 0 .\n_x._tcp SRV 0 0 0 .'],
  // Addresses of name servers
  [
    'name server without address',
    '@ NS ns2\nsub NS ns3',
    '3:1: error: example.com NS: name server ns2.example.com has no A or AAAA record in this zone',
    '6:1: error: sub.example.com NS: name server ns3.example.com has no A or AAAA record in this zone',
  ],
  ['name server elsewhere', 'sub NS ns.example.net.'],
  ['name server with AAAA, or by wildcard', 'six AAAA 2001:db8::1\n*.w A 192.0.2.1\nsub NS six\nsub NS a.w'],
  ['glue missing', 'sub NS ns.sub', '5:1: error: sub.example.com NS: name server ns.sub.example.com has no A or AAAA record in this zone'],
  ['glue there', 'sub NS ns.sub\nns.sub AAAA 2001:db8::1\nself NS self\nself A 192.0.2.1'],
  [
    'glue of a sibling missing',
    'sub NS ns.example.net.\nsib NS ns.sub',
    '6:1: warning: sib.example.com NS: name server ns.sub.example.com has no A or AAAA record in this zone',
  ],
  // What a delegation hides
  [
    'data below a delegation',
    'sub NS ns\nsub DS 1 8 99 00\nsub TXT x\na.sub A 192.0.2.1\nb.a.sub NS ns.b.a.sub',
    '7:1: warning: sub.example.com TXT: lies at or below the delegation of sub.example.com, is no glue and is never answered',
    '8:1: warning: a.sub.example.com A: lies at or below the delegation of sub.example.com, is no glue and is never answered',
    '9:1: warning: b.a.sub.example.com NS: lies at or below the delegation of sub.example.com, is no glue and is never answered',
  ],
  ['glue of another delegation below this one', 'sub NS ns\nns.sub A 192.0.2.1\nother NS ns.sub'],
  // Wildcards
  ['NS at a wildcard', '*.w NS ns', '5:1: warning: *.w.example.com NS: at a wildcard has no defined meaning (RFC 4592 section 4)'],
  [
    'DNAME at a wildcard',
    '*.w DNAME example.net.',
    '5:1: warning: *.w.example.com DNAME: at a wildcard has no defined meaning (RFC 4592 section 4)',
  ],
];

test.each(CASES)('%s', (_, text, ...findings) => {
  expect(validate(HEAD + text)).toEqual(findings);
});

test('a name server whose addresses are steered needs none in the file', () => {
  expect(validate(`${HEAD}@ NS ns2`, ['ns2.example.com.'])).toEqual([]);
});

test('a set that no message can carry is an error', () => {
  const strings = `"${'x'.repeat(255)}" `.repeat(200);
  expect(validate(`${HEAD}a TXT ${strings}\na TXT ${strings} x`)).toEqual([
    '5:1: error: a.example.com TXT: the set takes 102777 octets in an answer, expected at most 65535',
  ]);
});
