import { describe, expect, test } from 'vitest';
import { locationTable } from '../answer/locations.ts';
import { exampleZone, NEGATIVE_SOA, serve, zone } from '../answer/serve.ts';
import { geo, pool, record, steering } from '../steering/declare.ts';

const pools = [pool('web', ['192.0.2.1']), pool('cdn', ['cdn.example.org'])];
const records = [
  record('steered', 'web', { whenAllDown: { kind: 'nodata' } }),
  record('broken', 'web', { whenAllDown: { kind: 'servfail' } }),
];

const served = serve([
  exampleZone(
    `
one CNAME two
two CNAME three
three A 192.0.2.3
three MX 10 mail
gone CNAME no
nodata CNAME three
out CNAME www.example.org.
ring CNAME ring2
ring2 CNAME ring
cross CNAME www.example.net.
cut CNAME host.lab
dname CNAME host.moved
wild CNAME anything.w
to-steered CNAME steered
to-broken CNAME broken
to-hosts CNAME cdn
twice CNAME to-steered
lab NS ns.lab
ns.lab A 192.0.2.54
moved DNAME example.org.
*.w A 192.0.2.7
steered MX 10 mail
`,
    steering(pools, [...records, record('cdn', 'cdn')]),
  ),
  zone('example.net.', '$TTL 60\n@ SOA ns host 1 2 3 4 5\n@ NS ns\nns A 192.0.2.53\nwww A 192.0.2.9\nback CNAME two.example.com.\n'),
]);

const link = (from: string, to: string) => `${from}.example.com. 3600 CNAME ${to}`;

describe('an alias is followed (RFC 1034 section 3.6.2)', () => {
  test('through its zone', () => {
    expect(served.ask('one.example.com.', 'A')).toMatchObject({
      rcode: 'NOERROR',
      authoritative: true,
      answers: [link('one', 'two.example.com.'), link('two', 'three.example.com.'), 'three.example.com. 3600 A 192.0.2.3'],
      authorities: [],
    });
    expect(served.ask('two.example.com.', 'MX').answers).toEqual([
      link('two', 'three.example.com.'),
      'three.example.com. 3600 MX 10 mail.example.com.',
    ]);
  });

  test('but not where the alias itself is asked for, or ANY', () => {
    expect(served.ask('one.example.com.', 'CNAME').answers).toEqual([link('one', 'two.example.com.')]);
    expect(served.ask('one.example.com.', 'ANY').answers).toEqual([link('one', 'two.example.com.')]);
  });

  test('to a name that does not exist (RFC 2308 section 2.1)', () => {
    expect(served.ask('gone.example.com.', 'A')).toMatchObject({
      rcode: 'NXDOMAIN',
      authoritative: true,
      answers: [link('gone', 'no.example.com.')],
      authorities: [NEGATIVE_SOA],
    });
  });

  test('to a name without the type (RFC 2308 section 2.2)', () => {
    expect(served.ask('nodata.example.com.', 'AAAA')).toMatchObject({
      rcode: 'NOERROR',
      answers: [link('nodata', 'three.example.com.')],
      authorities: [NEGATIVE_SOA],
    });
  });

  test('around once where it goes in a circle', () => {
    expect(served.ask('ring.example.com.', 'A')).toMatchObject({
      rcode: 'NOERROR',
      answers: [link('ring', 'ring2.example.com.'), link('ring2', 'ring.example.com.')],
      authorities: [],
    });
  });

  test('around once where steered names are part of the circle', () => {
    const circle = (text: string, ...records: (readonly [label: string, ...hosts: string[]])[]) => {
      const pools = records.map(([label, ...hosts]) => pool(label, hosts));
      return serve(
        exampleZone(
          text,
          steering(
            pools,
            records.map(([label]) => record(label, label)),
          ),
        ),
      );
    };
    const two = circle('', ['one', 'two.example.com'], ['two', 'one.example.com']);
    expect(two.ask('ONE.example.com.', 'A').answers.map(line => line.toLowerCase().split(' ')[3])).toEqual([
      'two.example.com.',
      'one.example.com.',
    ]);
    const many = circle('a CNAME www\nb CNAME www\nc CNAME www\n', ['www', 'a.example.com', 'b.example.com', 'c.example.com']);
    for (let i = 0; i < 20; i++) {
      const owners = many.ask('www.example.com.', 'A').answers.map(line => line.split(' ')[0]);
      expect(owners).toHaveLength(2);
      expect(new Set(owners).size).toBe(2);
      expect(many.ask('a.example.com.', 'A').answers.length).toBeLessThanOrEqual(3);
    }
  });

  test('into another zone of ours and back', () => {
    expect(served.ask('cross.example.com.', 'A').answers).toEqual([link('cross', 'www.example.net.'), 'www.example.net. 60 A 192.0.2.9']);
    expect(served.ask('back.example.net.', 'A').answers).toEqual([
      'back.example.net. 60 CNAME two.example.com.',
      link('two', 'three.example.com.'),
      'three.example.com. 3600 A 192.0.2.3',
    ]);
    expect(served.ask('back.example.net.', 'AAAA').authorities).toEqual([NEGATIVE_SOA]);
  });

  test('no further than our zones', () => {
    expect(served.ask('out.example.com.', 'A')).toMatchObject({
      ...{ rcode: 'NOERROR', authoritative: true, answers: [link('out', 'www.example.org.')], authorities: [] },
    });
  });

  test('to a delegation: AA speaks of the alias (RFC 1035 section 4.1.1), the referral of what lies behind it', () => {
    expect(served.ask('cut.example.com.', 'A')).toMatchObject({
      rcode: 'NOERROR',
      authoritative: true,
      answers: [link('cut', 'host.lab.example.com.')],
      authorities: ['lab.example.com. 3600 NS ns.lab.example.com.'],
      additionals: ['ns.lab.example.com. 3600 A 192.0.2.54'],
    });
  });

  test('through a DNAME (RFC 6672 section 3.2)', () => {
    expect(served.ask('dname.example.com.', 'A')).toMatchObject({
      rcode: 'NOERROR',
      authoritative: true,
      answers: [
        link('dname', 'host.moved.example.com.'),
        'moved.example.com. 3600 DNAME example.org.',
        link('host.moved', 'host.example.org.'),
      ],
      authorities: [],
    });
  });

  test('to a wildcard', () => {
    expect(served.ask('wild.example.com.', 'A').answers).toEqual([
      link('wild', 'anything.w.example.com.'),
      'anything.w.example.com. 3600 A 192.0.2.7',
    ]);
  });

  test('through a reasonable number of others', () => {
    const text = Array.from({ length: 20 }, (_, i) => `a${i} CNAME a${i + 1}`).join('\n');
    const long = serve(exampleZone(`${text}\na20 A 192.0.2.1`));
    expect(long.ask('a15.example.com.', 'A').answers).toHaveLength(6);
    expect(long.ask('a0.example.com.', 'A')).toMatchObject({ rcode: 'NOERROR', authorities: [] });
    expect(long.ask('a0.example.com.', 'A').answers.at(-1)).toMatch(/CNAME/);
  });
});

describe('an alias of a steered name', () => {
  const DOWN = { 'web/a': { verdict: 'down' } } as const;

  test('answers what is decided there', () => {
    expect(served.ask('to-steered.example.com.', 'A').answers).toEqual([
      link('to-steered', 'steered.example.com.'),
      'steered.example.com. 60 A 192.0.2.1',
    ]);
    expect(served.ask('TWICE.example.com.', 'A').answers).toEqual([
      'TWICE.example.com. 3600 CNAME to-steered.example.com.',
      link('to-steered', 'steered.example.com.'),
      'steered.example.com. 60 A 192.0.2.1',
    ]);
  });

  test('answers what is static there', () => {
    expect(served.ask('to-steered.example.com.', 'MX').answers).toHaveLength(2);
    expect(served.ask('to-steered.example.com.', 'AAAA')).toMatchObject({ rcode: 'NOERROR', authorities: [NEGATIVE_SOA] });
  });

  test('answers no data, or fails, where that is decided there', () => {
    served.change(DOWN, 2);
    expect(served.ask('to-steered.example.com.', 'A')).toMatchObject({
      rcode: 'NOERROR',
      answers: [link('to-steered', 'steered.example.com.')],
      authorities: [NEGATIVE_SOA.replace(' 300 ', ' 60 ')],
    });
    expect(served.ask('to-broken.example.com.', 'A')).toMatchObject({ rcode: 'SERVFAIL', answers: [], authorities: [] });
    served.change({}, 3);
  });

  test('goes on to a steered host name', () => {
    expect(served.ask('to-hosts.example.com.', 'AAAA').answers).toEqual([
      link('to-hosts', 'cdn.example.com.'),
      'cdn.example.com. 60 CNAME cdn.example.org.',
    ]);
  });

  test('goes on behind a steered host name that is in a zone of ours, with the scope of both', () => {
    const [near, far] = [pool('near', ['a.hosts.example.com']), pool('far', ['b.hosts.example.com'])];
    const text = 'a.hosts A 192.0.2.31\nb.hosts CNAME nowhere\nto CNAME www\n';
    const locations = locationTable({ '10.1.0.0/16': { country: 'CN' }, '10.2.0.0/17': { country: 'DE' } });
    const steer = record('www', geo({ 'country:CN': 'near', default: 'far' }));
    const two = serve(exampleZone(text, steering([near, far], [steer])), { locations });
    const www = (host: string) => `www.example.com. 60 CNAME ${host}.hosts.example.com.`;
    expect(two.ask('www.example.com.', 'A', { client: '10.1.2.3/32' })).toMatchObject({
      ...{ rcode: 'NOERROR', scope: 16, answers: [www('a'), 'a.hosts.example.com. 3600 A 192.0.2.31'], authorities: [] },
    });
    expect(two.ask('to.example.com.', 'A', { client: '10.1.2.3/32' }).answers).toEqual([
      link('to', 'www.example.com.'),
      www('a'),
      'a.hosts.example.com. 3600 A 192.0.2.31',
    ]);
    expect(two.ask('www.example.com.', 'A', { client: '10.2.2.3/32' })).toMatchObject({
      ...{ rcode: 'NXDOMAIN', scope: 15, answers: [www('b'), link('b.hosts', 'nowhere.example.com.')], authorities: [NEGATIVE_SOA] },
    });
    expect(two.ask('www.example.com.', 'CNAME', { client: '10.1.2.3/32' }).answers).toEqual([www('a')]);
  });

  test('of the root', () => {
    const root = serve(
      zone(
        '.',
        '$TTL 60\n@ SOA ns.test. host.test. 1 2 3 4 5\n@ NS ns.test.\nns.test. A 192.0.2.53\nalias CNAME .\n',
        steering([pool('web', ['192.0.2.1'])], [record('@', 'web', { owner: '.' })]),
      ),
    );
    expect(root.ask('.', 'A').answers).toEqual(['. 60 A 192.0.2.1']);
    expect(root.ask('alias.', 'A').answers).toEqual(['alias. 60 CNAME .', '. 60 A 192.0.2.1']);
  });
});
