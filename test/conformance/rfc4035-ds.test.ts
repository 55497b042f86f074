import { describe, expect, test } from 'vitest';
import { exampleZone, NEGATIVE_SOA, serve, zone } from '../answer/serve.ts';
import { engineRig, TEST_IDENTITY } from '../responder/ask-engine.ts';
import { queryBytes } from '../responder/query-bytes.ts';

const DIGEST = 'ab'.repeat(32);
const PARENT = exampleZone(`lab NS ns.lab
lab DS 1 8 2 ${DIGEST}
ns.lab A 192.0.2.54
plain NS ns.example.net.
x.y.far NS ns.example.net.
alias CNAME lab
to-plain CNAME plain
up DNAME @
`);
const child = (apex: string, more = '') => zone(apex, `$TTL 60\n@ SOA ns host 1 2 3 4 5\n@ NS ns\nns A 192.0.2.54\n${more}`);
const soaOf = (apex: string) => `${apex} 5 SOA ns.${apex} host.${apex} 1 2 3 4 5`;
const DS = `lab.example.com. 3600 DS 00010802${DIGEST}`;
const YES = { rcode: 'NOERROR', authoritative: true, authorities: [] };
const NO = { rcode: 'NOERROR', authoritative: true, answers: [] };

describe('RFC 4035 section 3.1.4.1: DS stands at the parent side of a zone cut', () => {
  test.each([
    ['the child served by others', [PARENT]],
    ['the child served here', [PARENT, child('lab.example.com.')]],
  ])('%s: answered by the parent', (_, zones) => {
    const served = serve(zones);
    expect(served.ask('lab.example.com.', 'DS')).toMatchObject({ ...YES, answers: [DS] });
    expect(served.ask('LAB.example.com.', 'DS').answers).toEqual([DS.replace('lab', 'LAB')]);
    expect(served.ask('plain.example.com.', 'DS')).toMatchObject({ ...NO, authorities: [NEGATIVE_SOA] });
  });

  test.each([
    ['the child served by others', [PARENT]],
    ['the child served here', [PARENT, child('lab.example.com.'), child('plain.example.com.')]],
  ])('%s: aliases lead to it as well', (_, zones) => {
    const served = serve(zones);
    expect(served.ask('alias.example.com.', 'DS')).toMatchObject({
      ...YES,
      answers: ['alias.example.com. 3600 CNAME lab.example.com.', DS],
    });
    expect(served.ask('to-plain.example.com.', 'DS')).toMatchObject({
      ...{ ...NO, answers: ['to-plain.example.com. 3600 CNAME plain.example.com.'], authorities: [NEGATIVE_SOA] },
    });
    expect(served.ask('lab.up.example.com.', 'DS').answers.at(-1)).toBe(DS);
  });

  test('below the cut there is nothing but the referral', () => {
    expect(serve(PARENT).ask('x.lab.example.com.', 'DS')).toMatchObject({
      ...{ rcode: 'NOERROR', authoritative: false, answers: [], authorities: ['lab.example.com. 3600 NS ns.lab.example.com.'] },
    });
  });

  test('only the child served here: the child says that it has none', () => {
    expect(serve(child('lab.example.com.')).ask('lab.example.com.', 'DS')).toMatchObject({
      ...NO,
      authorities: [soaOf('lab.example.com.')],
    });
  });

  test('the zone between served by others: the child says so too, as the grandparent knows nothing', () => {
    const served = serve([PARENT, child('a.plain.example.com.')]);
    expect(served.ask('a.plain.example.com.', 'DS')).toMatchObject({ ...NO, authorities: [soaOf('a.plain.example.com.')] });
  });

  test('three zones of ours: it comes from the one directly above', () => {
    const served = serve([
      PARENT,
      child('lab.example.com.', `x NS ns.x\nns.x A 192.0.2.56\nx DS 2 8 2 ${DIGEST}\n`),
      child('x.lab.example.com.'),
    ]);
    expect(served.ask('x.lab.example.com.', 'DS').answers).toEqual([`x.lab.example.com. 60 DS 00020802${DIGEST}`]);
    expect(served.ask('lab.example.com.', 'DS').answers).toEqual([DS]);
  });

  test('several labels down, without zones between', () => {
    const served = serve([PARENT, child('x.y.far.example.com.')]);
    expect(served.ask('x.y.far.example.com.', 'DS')).toMatchObject({ ...NO, authorities: [NEGATIVE_SOA] });
    expect(served.ask('y.far.example.com.', 'DS')).toMatchObject({ ...NO, authorities: [NEGATIVE_SOA] });
  });

  test('nobody delegates the child: it says itself that it has none', () => {
    const served = serve([PARENT, child('loose.example.com.')]);
    expect(served.ask('loose.example.com.', 'DS')).toMatchObject({ ...NO, authorities: [soaOf('loose.example.com.')] });
  });

  test('the root has none', () => {
    const root = serve(zone('.', '$TTL 60\n@ SOA ns.test. host.test. 1 2 3 4 5\n@ NS ns.test.\n'));
    expect(root.ask('.', 'DS')).toMatchObject({ ...NO, authorities: ['. 5 SOA ns.test. host.test. 1 2 3 4 5'] });
  });
});

describe('RFC 4035 section 3.1: who asks for DNSSEC of a zone that is not signed', () => {
  const { ask, bytes } = engineRig(TEST_IDENTITY, { source: serve(PARENT).lookup });

  test('gets what everybody gets, with DO copied (RFC 3225 section 3)', () => {
    const plain = ask(queryBytes('ns.lab.example.com.', { edns: {} }));
    const signed = ask(queryBytes('ns.lab.example.com.', { edns: { flags: 0x8000 } }));
    expect(signed.authorities).toEqual(plain.authorities);
    expect(bytes(queryBytes('lab.example.com.', { type: 43, edns: { flags: 0x8000 } }))!.at(-4)).toBe(0x80);
  });

  test.each([46, 47, 48, 50])('type %i is a type like any other', type => {
    expect(ask(queryBytes('example.com.', { type })).header).toMatchObject({ rcode: 0, aa: 1, ancount: 0, nscount: 1 });
  });
});
