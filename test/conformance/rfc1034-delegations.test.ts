import { describe, expect, test } from 'vitest';
import { exampleZone, serve, zone } from '../answer/serve.ts';

const PARENT = `
lab NS ns.lab
lab NS ns.sibling
lab NS ns
lab NS ns.elsewhere.test.
lab DS 1 8 2 ${'ab'.repeat(32)}
ns.lab A 192.0.2.54
ns.lab AAAA 2001:db8::54
hidden.lab TXT "never answered"
*.lab A 192.0.2.66
sibling NS ns.sibling
ns.sibling A 192.0.2.55
`;
const CHILD = '$TTL 60\n@ SOA ns host 1 2 3 4 5\n@ NS ns\nns A 192.0.2.54\nwww A 192.0.2.99\n';

const REFERRAL = {
  rcode: 'NOERROR',
  authoritative: false,
  answers: [],
  authorities: [
    'lab.example.com. 3600 NS ns.lab.example.com.',
    'lab.example.com. 3600 NS ns.sibling.example.com.',
    'lab.example.com. 3600 NS ns.example.com.',
    'lab.example.com. 3600 NS ns.elsewhere.test.',
  ],
  additionals: [
    'ns.lab.example.com. 3600 A 192.0.2.54',
    `ns.lab.example.com. 3600 AAAA 20010db8${'0'.repeat(22)}54`,
    'ns.sibling.example.com. 3600 A 192.0.2.55',
    'ns.example.com. 3600 A 192.0.2.53',
  ],
};

describe('RFC 1034 section 4.3.2 step 3b: a delegation', () => {
  const served = serve(exampleZone(PARENT));

  test.each([
    ['lab.example.com.', 'A'],
    ['lab.example.com.', 'NS'],
    ['lab.example.com.', 'ANY'],
    ['www.lab.example.com.', 'A'],
    ['hidden.lab.example.com.', 'TXT'],
    ['ns.lab.example.com.', 'A'],
    ['a.b.c.LAB.example.com.', 'MX'],
    ['x.lab.example.com.', 'DS'],
  ])('%s %s is referred, with the addresses that the zone knows', (name, type) => {
    const { additionals, authorities, ...rest } = served.ask(name, type);
    const lower = (lines: readonly string[]) => lines.map(line => line.replaceAll('LAB', 'lab'));
    expect({ ...rest, authorities: lower(authorities), additionals: lower(additionals) }).toMatchObject(REFERRAL);
  });
});

describe('a zone of ours below another of ours', () => {
  const served = serve([zone('lab.example.com.', CHILD), exampleZone(`${PARENT}alias CNAME lab\n`)]);
  const SOA = 'lab.example.com. 5 SOA ns.lab.example.com. host.lab.example.com. 1 2 3 4 5';

  test('answers for itself', () => {
    expect(served.ask('www.lab.example.com.', 'A').answers).toEqual(['www.lab.example.com. 60 A 192.0.2.99']);
    expect(served.ask('lab.example.com.', 'NS')).toMatchObject({
      authoritative: true,
      answers: ['lab.example.com. 60 NS ns.lab.example.com.'],
    });
    expect(served.ask('lab.example.com.', 'A')).toMatchObject({ rcode: 'NOERROR', authoritative: true, authorities: [SOA] });
  });

  test('does not see what the zone above has below the cut', () => {
    expect(served.ask('hidden.lab.example.com.', 'TXT')).toMatchObject({ rcode: 'NXDOMAIN', authorities: [SOA] });
    expect(served.ask('x.lab.example.com.', 'A')).toMatchObject({ rcode: 'NXDOMAIN', authorities: [SOA] });
    expect(served.ask('ns.lab.example.com.', 'AAAA')).toMatchObject({ rcode: 'NOERROR', authorities: [SOA] });
  });

  test('is where an alias may lead', () => {
    expect(served.ask('alias.example.com.', 'NS').answers).toEqual([
      'alias.example.com. 3600 CNAME lab.example.com.',
      'lab.example.com. 60 NS ns.lab.example.com.',
    ]);
  });

  test('needs no delegation in the zone above', () => {
    const loose = serve([exampleZone('*.lab TXT "hidden"'), zone('lab.example.com.', CHILD)]);
    expect(loose.ask('x.lab.example.com.', 'TXT')).toMatchObject({ rcode: 'NXDOMAIN', authorities: [SOA] });
    expect(loose.ask('www.lab.example.com.', 'A').answers).toHaveLength(1);
  });
});

describe('three zones of ours, one below the other', () => {
  const served = serve([
    exampleZone('lab NS ns.lab\nns.lab A 192.0.2.54\nx.lab NS ns.lab\nx.lab TXT "far above"'),
    zone('lab.example.com.', `${CHILD}x NS ns.x\nns.x A 192.0.2.56\n`),
    zone('x.lab.example.com.', `${CHILD}@ A 192.0.2.98\n`),
  ]);

  test('each answers its own', () => {
    expect(served.ask('x.lab.example.com.', 'A').answers).toEqual(['x.lab.example.com. 60 A 192.0.2.98']);
    expect(served.ask('www.x.lab.example.com.', 'A').answers).toEqual(['www.x.lab.example.com. 60 A 192.0.2.99']);
    expect(served.ask('www.lab.example.com.', 'A').answers).toEqual(['www.lab.example.com. 60 A 192.0.2.99']);
  });
});
