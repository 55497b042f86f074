import { describe, expect, test } from 'vitest';
import { failover, pool, record, steering, weighted } from '../steering/declare.ts';
import { exampleZone, NEGATIVE_SOA, serve } from './serve.ts';

const POOLS = [
  pool('web', ['192.0.2.1', '2001:db8::1']),
  pool('standby', ['192.0.2.2']),
  pool('cdn', ['a.cdn.example.org', 'b.cdn.example.org'], { answers: 2 }),
  pool('trio', ['192.0.2.11', '192.0.2.12', '192.0.2.13'], { select: 'failover', answers: 2 }),
  pool('every', ['192.0.2.21', '192.0.2.22 0', '192.0.2.23', '192.0.2.24 7'], { select: 'all' }),
];
const served = serve(
  exampleZone(
    'www MX 10 mail\n@ MX 10 mail\n',
    steering(POOLS, [
      record('www', failover('web', 'standby')),
      record('@', 'web'),
      record('*.shop', 'web'),
      record('cdn', 'cdn'),
      record('trio', 'trio'),
      record('every', 'every'),
      record('none', 'standby', { whenAllDown: { kind: 'nodata' } }),
      record('fail', 'standby', { whenAllDown: { kind: 'servfail' } }),
      record('sorry', 'standby', { whenAllDown: { kind: 'pool', pool: 'every' } }),
      record('fixed', 'standby', { ttl: { minSeconds: 7, maxSeconds: 7 } }),
      record('deep.er', 'standby'),
      record('brief', 'standby', { whenAllDown: { kind: 'nodata' }, ttl: { minSeconds: 0, maxSeconds: 1000 } }),
    ]),
  ),
);
const NO_DATA = { rcode: 'NOERROR', authoritative: true, answers: [], authorities: [NEGATIVE_SOA] };
const DOWN = { verdict: 'down' } as const;

describe('a steered name', () => {
  test('answers the types that its endpoints have', () => {
    expect(served.ask('wWw.example.com.', 'A')).toMatchObject({
      ...{ rcode: 'NOERROR', authoritative: true, scope: 0, authorities: [], additionals: [] },
      answers: ['wWw.example.com. 60 A 192.0.2.1'],
    });
    expect(served.ask('www.example.com.', 'AAAA').answers).toEqual([`www.example.com. 60 AAAA 20010db8${'0'.repeat(23)}1`]);
  });

  test('answers its other types from the master file', () => {
    expect(served.ask('www.example.com.', 'MX').answers).toEqual(['www.example.com. 3600 MX 10 mail.example.com.']);
    expect(served.ask('www.example.com.', 'TXT')).toMatchObject(NO_DATA);
    expect(served.ask('none.example.com.', 'AAAA')).toMatchObject(NO_DATA);
  });

  test('may be the apex', () => {
    expect(served.ask('example.com.', 'A').answers).toEqual(['example.com. 60 A 192.0.2.1']);
    expect(served.ask('example.com.', 'NS').answers).toHaveLength(1);
    expect(served.ask('example.com.', 'MX').answers).toHaveLength(1);
  });

  test('may be a wildcard', () => {
    expect(served.ask('a.b.Shop.example.com.', 'A').answers).toEqual(['a.b.Shop.example.com. 60 A 192.0.2.1']);
    expect(served.ask('a.shop.example.com.', 'TXT')).toMatchObject(NO_DATA);
    expect(served.ask('shop.example.com.', 'A')).toMatchObject(NO_DATA);
  });

  test('makes empty non-terminals', () => expect(served.ask('er.example.com.', 'A')).toMatchObject(NO_DATA));

  test('gives an address for ANY', () => {
    expect(served.ask('www.example.com.', 'ANY').answers).toEqual(['www.example.com. 60 A 192.0.2.1']);
  });

  test('of host names is an alias for every type, one at a time whatever `answers` says (RFC 2181 section 10.1)', () => {
    for (const type of ['A', 'AAAA', 'CNAME', 'MX', 'ANY']) {
      const { answers } = served.ask('cdn.example.com.', type);
      expect(answers).toHaveLength(1);
      expect(answers[0]).toMatch(/^cdn\.example\.com\. 60 CNAME [ab]\.cdn\.example\.org\.$/);
    }
  });
});

describe('how many addresses an answer carries', () => {
  test('the first that are up for `failover`', () => {
    expect(served.ask('trio.example.com.', 'A').answers).toEqual([
      'trio.example.com. 60 A 192.0.2.11',
      'trio.example.com. 60 A 192.0.2.12',
    ]);
    served.change({ 'trio/a': DOWN }, 2);
    expect(served.ask('trio.example.com.', 'A').answers).toEqual([
      'trio.example.com. 60 A 192.0.2.12',
      'trio.example.com. 60 A 192.0.2.13',
    ]);
    served.change({ 'trio/a': DOWN, 'trio/b': DOWN }, 3);
    expect(served.ask('trio.example.com.', 'A').answers).toEqual(['trio.example.com. 60 A 192.0.2.13']);
    served.change({}, 4);
  });

  test('every one that is up for `all`, but weight 0 only when nothing else is', () => {
    const sorted = () => [...served.ask('every.example.com.', 'A').answers].sort().map(line => line.split(' ').at(-1));
    expect(sorted()).toEqual(['192.0.2.21', '192.0.2.23', '192.0.2.24']);
    served.change({ 'every/a': DOWN }, 5);
    expect(sorted()).toEqual(['192.0.2.23', '192.0.2.24']);
    served.change({ 'every/a': DOWN, 'every/c': DOWN, 'every/d': DOWN }, 6);
    expect(sorted()).toEqual(['192.0.2.22']);
    served.change({}, 7);
  });
});

describe('when all is down', () => {
  const all = { 'web/a': DOWN, 'web/b': DOWN, 'standby/a': DOWN };

  test('each record set does as it is told', () => {
    served.change(all, 8);
    expect(served.ask('www.example.com.', 'A').answers).toEqual(['www.example.com. 60 A 192.0.2.1']);
    expect(served.ask('none.example.com.', 'A')).toMatchObject({ ...NO_DATA, authorities: [NEGATIVE_SOA.replace(' 300 ', ' 60 ')] });
    expect(served.ask('brief.example.com.', 'A')).toMatchObject(NO_DATA);
    expect(served.ask('fail.example.com.', 'A')).toMatchObject({ rcode: 'SERVFAIL', answers: [], authorities: [], additionals: [] });
    expect(served.ask('sorry.example.com.', 'A').answers).toHaveLength(3);
    served.change({}, 9);
  });

  test('each family fails over by itself, together where a pool has nothing of it', () => {
    served.change({ 'web/a': DOWN }, 10);
    expect(served.ask('www.example.com.', 'A').answers).toEqual(['www.example.com. 60 A 192.0.2.2']);
    expect(served.ask('www.example.com.', 'AAAA').answers).toHaveLength(1);
    served.change({ 'web/b': DOWN }, 11);
    expect(served.ask('www.example.com.', 'AAAA')).toMatchObject({ answers: [], rcode: 'NOERROR' });
    served.change({}, 12);
  });
});

test('the TTL of an answer is the one decided', () => {
  served.change({ 'standby/a': { wavering: true } }, 13);
  expect(served.ask('www.example.com.', 'A').answers).toEqual(['www.example.com. 5 A 192.0.2.1']);
  expect(served.ask('fixed.example.com.', 'A').answers).toEqual(['fixed.example.com. 7 A 192.0.2.2']);
  expect(served.ask('example.com.', 'A').answers).toEqual(['example.com. 60 A 192.0.2.1']);
  served.change({}, 14);
});

test('two branches that come to one pool are one share each', () => {
  const one = serve(exampleZone('', steering(POOLS, [record('www', weighted([failover('web', 'standby'), 1], ['standby', 1]))])), {
    states: { 'web/a': DOWN },
  });
  for (let i = 0; i < 20; i++) expect(one.ask('www.example.com.', 'A').answers).toEqual(['www.example.com. 60 A 192.0.2.2']);
});
