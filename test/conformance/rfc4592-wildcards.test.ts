import { describe, expect, test } from 'vitest';
import { exampleZone, NEGATIVE_SOA, serve, zone } from '../answer/serve.ts';

describe('the example of RFC 4592 section 2.2.1', () => {
  const served = serve(
    zone(
      'example.',
      `$TTL 3600
example. SOA ns.example.com. hostmaster.example. 1 2 3 4 300
example. NS ns.example.com.
example. NS ns.example.net.
*.example. TXT "this is a wildcard"
*.example. MX 10 host1.example.
sub.*.example. TXT "this is not a wildcard"
host1.example. A 192.0.2.1
_ssh._tcp.host1.example. SRV 0 0 22 host1.example.
_ssh._tcp.host2.example. SRV 0 0 22 host2.example.
subdel.example. NS ns.example.com.
subdel.example. NS ns.example.net.
`,
    ),
  );
  const SOA = 'example. 300 SOA ns.example.com. hostmaster.example. 1 2 3 4 300';
  const TEXT = Buffer.from('\x12this is a wildcard').toString('hex');

  test('host3.example. MX is made of the wildcard', () => {
    expect(served.ask('host3.example.', 'MX')).toMatchObject({
      ...{ rcode: 'NOERROR', authoritative: true, answers: ['host3.example. 3600 MX 10 host1.example.'], authorities: [] },
    });
  });

  test('host3.example. A: the wildcard has none', () => {
    expect(served.ask('host3.example.', 'A')).toMatchObject({ rcode: 'NOERROR', answers: [], authorities: [SOA] });
  });

  test('foo.bar.example. TXT is made of the wildcard: bar.example. does not exist', () => {
    expect(served.ask('foo.bar.example.', 'TXT').answers).toEqual([`foo.bar.example. 3600 TXT ${TEXT}`]);
  });

  test.each([
    ['host1.example.', 'MX', 'NOERROR', 'it exists'],
    ['sub.*.example.', 'MX', 'NOERROR', 'it exists'],
    ['_telnet._tcp.host1.example.', 'SRV', 'NXDOMAIN', '_tcp.host1.example. exists'],
    ['ghost.*.example.', 'MX', 'NXDOMAIN', '*.example. exists'],
    ['host2.example.', 'MX', 'NOERROR', 'it exists without data'],
  ])('%s %s is not: %s, for %s', (name, type, rcode) => {
    expect(served.ask(name, type)).toMatchObject({ rcode, answers: [], authorities: [SOA] });
  });

  test('host.subdel.example. A is not: subdel.example. is delegated', () => {
    expect(served.ask('host.subdel.example.', 'A')).toMatchObject({
      rcode: 'NOERROR',
      authoritative: false,
      answers: [],
      authorities: ['subdel.example. 3600 NS ns.example.com.', 'subdel.example. 3600 NS ns.example.net.'],
    });
  });

  test('the wildcard itself can be asked for (section 2.2.3)', () => {
    expect(served.ask('*.example.', 'TXT').answers).toEqual([`*.example. 3600 TXT ${TEXT}`]);
    expect(served.ask('sub.*.example.', 'TXT').answers[0]).toMatch(/^sub\.\*\.example\. 3600 TXT /);
  });
});

describe('a wildcard', () => {
  const served = serve(
    exampleZone(`
*.w 60 A 192.0.2.1
there.w TXT "here"
deep.er.w A 192.0.2.2
*.alias CNAME www
www A 192.0.2.80
*.gone CNAME no
*.out CNAME elsewhere.test.
`),
  );

  test('covers any number of labels, in the case asked for', () => {
    expect(served.ask('X.w.example.com.', 'A').answers).toEqual(['X.w.example.com. 60 A 192.0.2.1']);
    expect(served.ask('a.b.c.w.example.com.', 'A').answers).toEqual(['a.b.c.w.example.com. 60 A 192.0.2.1']);
  });

  test('does not cover its own parent', () => expect(served.ask('w.example.com.', 'A')).toMatchObject({ rcode: 'NOERROR', answers: [] }));

  test('covers neither a name that exists nor the names below one', () => {
    expect(served.ask('there.w.example.com.', 'A')).toMatchObject({ rcode: 'NOERROR', answers: [] });
    expect(served.ask('x.there.w.example.com.', 'A').rcode).toBe('NXDOMAIN');
    expect(served.ask('er.w.example.com.', 'A')).toMatchObject({ rcode: 'NOERROR', answers: [] });
    expect(served.ask('x.er.w.example.com.', 'A').rcode).toBe('NXDOMAIN');
  });

  test('may be an alias (section 4.5)', () => {
    expect(served.ask('a.b.alias.example.com.', 'A').answers).toEqual([
      'a.b.alias.example.com. 3600 CNAME www.example.com.',
      'www.example.com. 3600 A 192.0.2.80',
    ]);
    expect(served.ask('x.alias.example.com.', 'CNAME').answers).toEqual(['x.alias.example.com. 3600 CNAME www.example.com.']);
    expect(served.ask('x.gone.example.com.', 'A')).toMatchObject({
      rcode: 'NXDOMAIN',
      answers: ['x.gone.example.com. 3600 CNAME no.example.com.'],
      authorities: [NEGATIVE_SOA],
    });
    expect(served.ask('x.out.example.com.', 'A')).toMatchObject({
      rcode: 'NOERROR',
      answers: ['x.out.example.com. 3600 CNAME elsewhere.test.'],
      authorities: [],
    });
  });
});

test('a zone that is called like a wildcard has none by that', () => {
  const odd = serve(zone('*.example.', '$TTL 60\n@ SOA ns.test. host.test. 1 2 3 4 5\n@ NS ns.test.\n@ A 192.0.2.1\n'));
  expect(odd.ask('*.example.', 'A').answers).toHaveLength(1);
  expect(odd.ask('x.*.example.', 'A').rcode).toBe('NXDOMAIN');
  expect(odd.ask('x.example.', 'A').rcode).toBe('REFUSED');
});
