import { describe, expect, test } from 'vitest';
import type { SteeringNode } from '../../src/model/steering.ts';
import { failover, geo, nearest, pool, record, steering, sticky, subnet, weighted } from '../steering/declare.ts';
import { locationTable } from './locations.ts';
import { type Asked, exampleZone, serve } from './serve.ts';

const LOCATIONS = locationTable({
  '20.0.0.0/8': { country: 'CN', continent: 'AS', coordinates: [30, 120] },
  '40.0.0.0/8': { country: 'DE', continent: 'EU', coordinates: [50, 8] },
  '2400::/12': { country: 'CN', continent: 'AS', coordinates: [30, 120] },
});
const POOLS = [
  pool('hz', ['192.0.2.1']),
  pool('fr', ['192.0.2.2'], { site: 'frankfurt' }),
  pool('many', ['192.0.2.11', '192.0.2.12', '192.0.2.13'], { select: 'sticky' }),
  pool('dead', ['192.0.2.21'], { monitors: ['web'] }),
  pool('six', ['2001:db8::1']),
];
const PLACE = geo({ 'country:CN': 'hz', default: 'fr' });
const NETWORK = sticky(['hz', 1], ['fr', 1]);
const TREES: Readonly<Record<string, SteeringNode>> = {
  geo: PLACE,
  near: nearest(0, 'hz', 'fr'),
  net: subnet({ '20.1.0.0/16': 'hz', default: 'fr' }),
  sticky: NETWORK,
  many: { policy: 'pool', pool: 'many' },
  deep: sticky([PLACE, 1], ['many', 2]),
};
const served = serve(
  exampleZone(
    'static A 192.0.2.99\nto-near CNAME near\n',
    steering(POOLS, [
      ...Object.entries(TREES).map(([label, steer]) => record(label, steer)),
      ...Object.entries(TREES).map(([label, steer]) => record(`${label}-ignore`, steer, { clientSubnet: false })),
      record('plain', failover('hz', 'fr')),
      record('ratio', weighted(['hz', 1], ['fr', 1])),
      record('fine', {
        policy: 'sticky',
        of: [
          { to: { policy: 'pool', pool: 'hz' }, weight: 1 },
          { to: PLACE, weight: 1 },
        ],
        prefix: { ipv4: 12, ipv6: 33 },
      }),
      record(
        'nested',
        sticky(
          [
            {
              policy: 'sticky',
              of: [
                { to: PLACE, weight: 1 },
                { to: { policy: 'pool', pool: 'hz' }, weight: 1 },
              ],
              prefix: { ipv4: 30, ipv6: 60 },
            },
            1,
          ],
          ['fr', 1],
        ),
      ),
      record('part', geo({ 'country:CN': 'hz' }), { whenAllDown: { kind: 'nodata' } }),
      record('fail', geo({ 'country:CN': 'dead', 'country:DE': 'hz' }), { whenAllDown: { kind: 'servfail' } }),
      record('other', geo({ 'country:CN': 'six', default: 'hz' })),
    ]),
  ),
  { locations: LOCATIONS, states: { 'dead/a': { verdict: 'down' } } },
);

const ask = (label: string, asked: Asked, type = 'A') => served.ask(`${label}.example.com.`, type, asked);
const lines = (label: string, asked: Asked) => ask(label, asked).answers.map(line => line.split(' ').at(-1));
const CLIENTS = ['20.1.2.0/24', '20.200.3.0/24', '40.1.2.0/24', '60.1.2.0/24', '2400:1:2:300::/56', '2600::/56'];

describe('`ecs: ignore`', () => {
  test.each(Object.keys(TREES))('%s: the sender counts, and the scope is 0', label => {
    for (const client of CLIENTS) {
      for (const sender of ['20.1.2.3', '40.1.2.3', '60.9.9.9', '2400:1::5']) {
        const ignored = ask(`${label}-ignore`, { client, sender });
        expect(ignored.scope).toBe(0);
        expect(lines(`${label}-ignore`, { client, sender })).toEqual(lines(label, { client: sender }));
      }
    }
  });

  test('of one record set leaves the client subnet to those that follow', () => {
    expect(ask('geo-ignore', { client: '40.1.2.0/24', sender: '20.1.2.3' })).toMatchObject({ scope: 0 });
    expect(lines('geo-ignore', { client: '40.1.2.0/24', sender: '20.1.2.3' })).toEqual(['192.0.2.1']);
    expect(lines('geo', { client: '40.1.2.0/24', sender: '20.1.2.3' })).toEqual(['192.0.2.2']);
  });

  test('is explained: by the client as its own resolver, and with the reason of the scope', () => {
    expect(served.explain('geo-ignore.example.com.', 'A', '20.1.2.0/24')).toMatchObject({
      scope: 0,
      scopeReason: 'ecs: ignore: the resolver counts, and its answer holds for everybody behind it',
      location: { country: 'CN' },
      locationPrefix: '20.0.0.0/8',
      shares: [{ pool: 'hz', share: 1 }],
    });
  });
});

describe('the scope where the network of the client chooses', () => {
  test.each([
    ['sticky', '20.1.2.0/24', 24],
    ['sticky', '20.1.0.0/16', 24],
    ['sticky', '20.1.2.3/32', 24],
    ['sticky', '2400:1::/32', 56],
    ['many', '20.1.2.0/24', 24],
    ['fine', '20.1.2.0/24', 12],
    ['fine', '2400:1::/32', 33],
    ['nested', '20.1.2.0/24', 30],
    ['nested', '2400:1::/32', 60],
    ['deep', '20.1.2.0/24', 24],
  ])('%s for %s: /%i', (label, client, scope) => expect(ask(label, { client }).scope).toBe(scope));

  test('is that of the place where that is narrower', () => {
    const narrow = locationTable({ '20.1.2.128/25': { country: 'CN' } });
    const one = serve(exampleZone('', steering(POOLS, [record('www', sticky([PLACE, 1], ['many', 1]))])), { locations: narrow });
    expect(one.ask('www.example.com.', 'A', { client: '20.1.2.200' }).scope).toBe(25);
    expect(one.ask('www.example.com.', 'A', { client: '20.9.2.200' }).scope).toBe(24);
  });

  test('is that of the place alone where one branch is left', () => {
    served.change({ 'dead/a': { verdict: 'down' }, 'fr/a': { verdict: 'down' } }, 2);
    expect(ask('sticky', { client: '20.1.2.0/24' }).scope).toBe(0);
    expect(ask('sticky', { client: '2400:1::/32' }).scope).toBe(0);
    served.change({ 'dead/a': { verdict: 'down' } }, 3);
    expect(ask('sticky', { client: '20.1.2.0/24' }).scope).toBe(24);
  });

  test('clients of one scope get one answer, however their addresses end', () => {
    for (const label of ['sticky', 'many', 'fine', 'nested', 'deep']) {
      for (let i = 0; i < 40; i++) {
        const at = (last: string) => lines(label, { client: `20.${i}.7.${last}` });
        expect(at('129')).toEqual(at('130'));
        if (label !== 'nested') expect(at('1')).toEqual(at('254'));
      }
    }
  });
});

describe('the scope is 0', () => {
  test.each([
    ['static', 'A', 'static data'],
    ['plain', 'A', 'a tree that does not look at the client'],
    ['ratio', 'A', 'chance'],
    ['sticky', 'AAAA', 'a type that the name does not have'],
    ['sticky', 'MX', 'a type that the name does not have'],
    ['no', 'A', 'a name that does not exist'],
    ['other', 'AAAA', 'a pool that has nothing of this family'],
  ])('for %s %s: %s', (label, type) => {
    expect(ask(label, { client: '40.1.2.0/24' }, type).scope).toBe(0);
    expect(served.explain(`${label}.example.com.`, type, '40.1.2.0/24').scope).toBe(0);
  });

  test('for no data, and for a failure (RFC 7871 section 7.4), though other clients have answers', () => {
    expect(ask('part', { client: '40.1.2.0/24' })).toMatchObject({ rcode: 'NOERROR', answers: [], scope: 0 });
    expect(ask('part', { client: '20.1.2.0/24' })).toMatchObject({ scope: 8 });
    expect(ask('fail', { client: '20.1.2.0/24' })).toMatchObject({ rcode: 'SERVFAIL', answers: [], scope: 0 });
    expect(ask('fail', { client: '40.1.2.0/24' })).toMatchObject({ rcode: 'NOERROR', scope: 8 });
  });
});

describe('an explanation tells the prefix of the location, and why the scope is what it is', () => {
  const explained = (label: string, client: string) => {
    const { location, locationPrefix, scope, scopeReason } = served.explain(`${label}.example.com.`, 'A', client);
    return { country: location?.country, locationPrefix, scope, scopeReason };
  };
  const around = (block: string) => `${block} is the largest block around the client that is answered alike`;

  test.each([
    ['geo', '20.1.2.0/24', 'CN', '20.0.0.0/8', 8, around('20.0.0.0/8')],
    ['geo', '40.1.2.3', 'DE', '40.0.0.0/8', 3, around('32.0.0.0/3')],
    ['geo', '2400:1:2::/48', 'CN', '2400::/12', 12, around('2400::/12')],
    ['net', '20.1.2.0/24', 'CN', '20.0.0.0/8', 16, around('20.1.0.0/16')],
    ['sticky', '20.1.2.0/25', undefined, undefined, 24, around('20.1.2.0/24')],
    ['to-near', '20.1.2.0/24', 'CN', '20.0.0.0/8', 8, around('20.0.0.0/8')],
    ['plain', '20.1.2.0/24', undefined, undefined, 0, 'the answer holds for everybody'],
    ['static', '20.1.2.0/24', undefined, undefined, 0, 'nothing looks at the client: the answer holds for everybody'],
    ['no', '20.1.2.0/24', undefined, undefined, 0, 'nothing looks at the client: the answer holds for everybody'],
  ])('%s for %s', (label, client, country, locationPrefix, scope, scopeReason) => {
    expect(explained(label, client)).toEqual({ country, locationPrefix, scope, scopeReason });
  });

  test('also where a record set that ignores it is an alias of one that looks', () => {
    const pools = [...POOLS, pool('cdn', ['geo.example.com'])];
    const records = [record('geo', PLACE), record('www', 'cdn', { clientSubnet: false })];
    const one = serve(exampleZone('', steering(pools, records)), { locations: LOCATIONS });
    expect(one.explain('www.example.com.', 'A', '20.1.2.0/24')).toMatchObject({ scope: 8, scopeReason: around('20.0.0.0/8') });
  });
});
