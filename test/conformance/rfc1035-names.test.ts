import { describe, expect, test } from 'vitest';
import { exampleZone, serve, zone } from '../answer/serve.ts';
import { pool, record, steering } from '../steering/declare.ts';

describe('RFC 1035 section 2.3.4: names of 255 octets', () => {
  const longest = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(49)}.example.com.`;
  const served = serve(exampleZone(`${longest} A 192.0.2.1\nalias CNAME ${longest}\n*.w A 192.0.2.2\n`));

  test('are found, and pointed to', () => {
    expect(served.ask(longest, 'A').answers).toEqual([`${longest} 3600 A 192.0.2.1`]);
    expect(served.ask('alias.example.com.', 'A').answers).toEqual([
      `alias.example.com. 3600 CNAME ${longest}`,
      `${longest} 3600 A 192.0.2.1`,
    ]);
    expect(served.ask(longest.toUpperCase(), 'MX')).toMatchObject({ rcode: 'NOERROR', answers: [] });
    expect(served.ask(longest.replace('a', 'z'), 'A').rcode).toBe('NXDOMAIN');
  });

  test('of 127 labels too', () => {
    const labels = `${'x.'.repeat(120)}w.example.com.`;
    expect(served.ask(labels, 'A').answers).toEqual([`${labels} 3600 A 192.0.2.2`]);
  });
});

describe('RFC 2181 section 11: odd octets in labels', () => {
  const served = serve(exampleZone('a\\.b A 192.0.2.1\n\\000\\255\\032 A 192.0.2.2\n\\@ A 192.0.2.3\na.b TXT "two labels"\n'));

  test.each([
    ['a\\.b.example.com.', '192.0.2.1'],
    ['A\\.B.example.com.', '192.0.2.1'],
    ['\\000\\255\\032.example.com.', '192.0.2.2'],
    ['\\@.example.com.', '192.0.2.3'],
  ])('%s', (name, address) => expect(served.ask(name, 'A').answers).toEqual([`${name} 3600 A ${address}`]));

  test('a dot in a label is no boundary', () => {
    expect(served.ask('a.b.example.com.', 'A')).toMatchObject({ rcode: 'NOERROR', answers: [] });
    expect(served.ask('b.example.com.', 'A')).toMatchObject({ rcode: 'NOERROR', answers: [] });
    expect(served.ask('x.a\\.b.example.com.', 'A').rcode).toBe('NXDOMAIN');
  });
});

describe('RFC 1035 section 4.1.4: compression', () => {
  const served = serve(
    zone(
      'example.com.',
      `$TTL 60
@ SOA ns.example.com. host.example.net. 1 2 3 4 5
@ NS ns
@ NS ns.example.net.
@ NS ns2.example.net.
ns A 192.0.2.53
@ MX 10 mail
@ MX 20 mail.example.net.
@ MX 30 .
srv SRV 1 2 3 mail
`,
    ),
  );

  test('points into the question and into records before', () => {
    expect(served.ask('EXAMPLE.com.', 'NS').answers).toEqual([
      'EXAMPLE.com. 60 NS ns.EXAMPLE.com.',
      'EXAMPLE.com. 60 NS ns.example.net.',
      'EXAMPLE.com. 60 NS ns2.example.net.',
    ]);
    // Header, question, three fixed parts; RDATA: `ns` and a pointer, `ns.example.net` whole but for `com`, `ns2` and a pointer; an address.
    const rdata = [2 + 1 + 2, 3 + 8 + 4 + 1, 4 + 2];
    expect(served.ask('example.com.', 'NS').length).toBe(12 + 17 + rdata.reduce((sum, length) => sum + 12 + length, 0) + 16);
  });

  test('keeps MX and SOA right', () => {
    expect(served.ask('example.com.', 'MX').answers).toEqual([
      'example.com. 60 MX 10 mail.example.com.',
      'example.com. 60 MX 20 mail.example.net.',
      'example.com. 60 MX 30 .',
    ]);
    expect(served.ask('a.b.example.com.', 'A').authorities).toEqual(['example.com. 5 SOA ns.example.com. host.example.net. 1 2 3 4 5']);
  });

  test('is used in aliases that are made when the query comes, where they lead out of our zones', () => {
    const hosts = steering(
      [pool('cdn', ['a.cdn.example.com']), pool('far', ['far.example.org'])],
      [record('www', 'cdn', { owner: 'www.gslb.example.com.' }), record('out', 'far', { owner: 'out.gslb.example.com.' })],
    );
    const below = serve(
      zone('gslb.example.com.', '$TTL 60\n@ SOA ns host 1 2 3 4 5\n@ NS ns\nns A 192.0.2.53\nold DNAME new.example.com.\n', hosts),
    );
    const ask = (name: string, type: string) => below.ask(`${name}.gslb.EXAMPLE.com.`, type);
    for (const type of ['A', 'CNAME', 'ANY']) {
      expect(ask('www', type)).toMatchObject({ answers: ['www.gslb.EXAMPLE.com. 60 CNAME a.cdn.EXAMPLE.com.'], length: 12 + 26 + 12 + 8 });
      expect(ask('out', type).answers).toEqual(['out.gslb.EXAMPLE.com. 60 CNAME far.example.org.']);
      const { answers, length } = ask('x.old', type);
      expect(answers[1]).toBe('x.old.gslb.EXAMPLE.com. 60 CNAME x.new.EXAMPLE.com.');
      expect(length).toBe(12 + 28 + (12 + 17) + (12 + 8));
    }
  });

  test('reaches through long chains: aliases of long names, again and again below a DNAME', () => {
    const pad = `${'p'.repeat(63)}.${'q'.repeat(63)}.${'r'.repeat(50)}`;
    const links = (round: number) =>
      Array.from({ length: 7 }, (_, i) => `${pad}.a${i}-${round} CNAME ${i < 6 ? `${pad}.a${i + 1}-${round}` : `x.d${round}`}`);
    const rounds = Array.from({ length: 12 }, (_, round) => [
      ...links(round),
      `d${round} DNAME e${round}`,
      `x.e${round} CNAME ${pad}.a0-${round + 1}`,
    ]);
    const chained = serve(exampleZone(`${rounds.flat().join('\n')}\n${pad}.a0-12 A 192.0.2.1\n`));
    const { rcode, answers, length } = chained.ask(`${pad}.a0-0.example.com.`, 'A', { limit: 0xffff });
    expect(rcode).toBe('NOERROR');
    expect(length).toBeGreaterThan(5000);
    expect(length).toBeLessThan(0x4000);
    expect(new Set(answers).size).toBe(answers.length);
  });

  test('gives up beyond what a pointer reaches (RFC 1035 section 4.1.4)', () => {
    const exchanges = Array.from({ length: 1500 }, (_, i) => `big MX 1 host-number-${i}.domain-${i}.test.`).join('\n');
    const large = serve(exampleZone(exchanges));
    const { answers, length } = large.ask('big.example.com.', 'MX', { limit: 0xffff });
    expect(answers).toHaveLength(1500);
    expect(length).toBeGreaterThan(0x4000);
    expect(new Set(answers).size).toBe(1500);
  });
});
