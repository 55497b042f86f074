import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatIp } from '../../src/lib/ip-address.ts';
import type { Explanation } from '../../src/model/explanation.ts';
import type { PoolSelect, SteeringNode } from '../../src/model/steering.ts';
import { all, failover, geo, nearest, pool, record, type StateOf, steering, sticky, subnet, weighted } from '../steering/declare.ts';
import { locationTable } from './locations.ts';
import { exampleZone, type Served, serve, zone } from './serve.ts';

const LOCATIONS = locationTable({
  '20.0.0.0/8': { country: 'CN', continent: 'AS', coordinates: [30, 120] },
  '30.0.0.0/8': { country: 'CN', continent: 'AS', coordinates: [40, 117] },
  '40.0.0.0/8': { country: 'DE', continent: 'EU', coordinates: [50, 8] },
  '2400::/12': { country: 'CN', continent: 'AS', coordinates: [30, 120] },
});
const POOLS = [
  pool('hz', ['192.0.2.1 10', '192.0.2.2 30', '192.0.2.3 0']),
  pool('bj', ['192.0.2.4', '192.0.2.5', '192.0.2.6'], { site: 'beijing', select: 'failover' }),
  pool('sg', ['192.0.2.7 1', '192.0.2.8 2', '192.0.2.9 3'], { site: 'singapore', select: 'sticky' }),
  pool('fr', ['192.0.2.10', '192.0.2.11', '192.0.2.12'], { site: 'frankfurt', answers: 2 }),
  pool('all', ['192.0.2.13', '192.0.2.14'], { select: 'all' }),
  pool('six', ['2001:db8::1']),
  pool('pair', ['192.0.2.21', '192.0.2.22', '192.0.2.23', '2001:db8::21', '2001:db8::22'], { minUp: 2 }),
  pool('flat', ['a.example.org 50', 'b.example.org 150', '192.0.2.31'], { flatten: true, site: 'beijing' }),
  pool('flat-kept', ['c.example.org 1', 'd.example.org 2'], { flatten: true, select: 'sticky', answers: 2, minUp: 2 }),
];
const TREES: readonly SteeringNode[] = [
  failover('hz', 'bj'),
  weighted(['hz', 40], ['bj', 60], ['all', 0]),
  weighted(['sg', 1], [failover('bj', 'fr'), 3]),
  geo({ 'country:CN': failover('hz', 'bj'), 'continent:AS': 'sg', default: 'fr' }),
  geo({ 'country:CN': weighted(['hz', 1], ['sg', 1]) }),
  nearest(300, 'hz', 'bj', 'sg', 'fr'),
  nearest(0, 'hz', weighted(['all', 1], ['hz', 2]), 'fr'),
  weighted(['six', 1], ['hz', 1]),
  subnet({ '20.1.0.0/16': 'pair', '20.0.0.0/8': 'hz', '2400::/16': 'six', default: weighted(['flat', 1], ['hz', 2]) }),
  subnet({ '20.1.0.0/16': 'hz', '2001:db8::/32': failover('six', 'hz') }),
  sticky(['hz', 1], ['pair', 2], ['flat', 3], ['bj', 0]),
  sticky([sticky(['hz', 1], ['bj', 1], ['pair', 1]), 2], [sticky(['sg', 1], ['flat-kept', 1]), 1], [weighted(['fr', 1], ['flat', 1]), 1]),
  all(3, 'hz', 'pair', 'flat'),
  all(2, failover('pair', 'bj'), sticky(['sg', 1], ['flat-kept', 1])),
  weighted([all(9, 'six', 'pair'), 1], [sticky(['hz', 3], ['flat', 1]), 1]),
  geo({
    'country:CN': subnet({ '20.0.0.0/9': all(2, 'flat', 'hz'), default: sticky(['pair', 1], ['sg', 1]) }),
    default: failover('pair', 'flat-kept'),
  }),
  failover('pair', 'flat', 'flat-kept'),
];
const ENDPOINTS = POOLS.flatMap(({ name, endpoints }) => endpoints.map(endpoint => `${name}/${endpoint.name}`));

const anyStates = fc
  .array(
    fc.constantFrom<StateOf>({}, {}, { verdict: 'down' }, { override: 'drain' }, { override: 'down' }, { wavering: true }, { weight: 5 }),
    {
      minLength: ENDPOINTS.length,
      maxLength: ENDPOINTS.length,
    },
  )
  .map(states => Object.fromEntries(ENDPOINTS.map((name, i) => [name, states[i]!])));
/** What was found of host names: nothing yet, or the same address as of another. */
const anyFound = fc
  .array(fc.constantFrom([], ['192.0.2.61'], ['192.0.2.62', '192.0.2.61', '2001:db8::61'], ['2001:db8::62'], ['192.0.2.63']), {
    minLength: 4,
    maxLength: 4,
  })
  .map(found => new Map(['flat/a', 'flat/b', 'flat-kept/a', 'flat-kept/b'].map((name, i) => [name, { addresses: found[i]! }])));
const everyStates = fc
  .tuple(anyStates, anyFound)
  .map(([states, found]) => Object.fromEntries(Object.entries(states).map(([name, state]) => [name, { ...state, ...found.get(name) }])));
const anyClient = fc.oneof(
  fc.constantFrom('20.1.2.3', '30.1.2.3', '40.1.2.3', '50.1.2.3', '20.9.9.0/24', '2001:db8::1', '2400:1::/32', '2600::1'),
  fc.nat(255).map(network => `20.1.${network}.0/24`),
  fc.nat(255).map(network => `2400:1:${network.toString(16)}00::/40`),
);
const anyEnd = fc.constantFrom({ kind: 'serve_all' } as const, { kind: 'nodata' } as const, { kind: 'servfail' } as const, {
  ...({ kind: 'pool', pool: 'all' } as const),
});

const DRAWS = 600;

/** How often each address was in an answer. */
function seenBy(served: Served, type: string, client: string) {
  const counts = new Map<string, number>();
  const ttls = new Set<number>();
  const scopes = new Set<number>();
  for (let i = 0; i < DRAWS; i++) {
    const { answers, authorities, scope } = served.ask('www.example.com.', type, { client });
    scopes.add(scope);
    for (const line of [...answers, ...authorities]) ttls.add(Number(line.split(' ')[1]));
    const addresses = answers.map(line => addressIn(type, line));
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const address of addresses) counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  return { counts, ttls, scopes, rcode: served.ask('www.example.com.', type, { client }).rcode };
}

function addressIn(type: string, line: string): string {
  const rdata = line.split(' ').at(-1)!;
  return type === 'AAAA' ? formatIp(Buffer.from(rdata, 'hex')) : rdata;
}

/** How often each address is to be expected in one answer, where the explanation tells. */
function expectedBy({ shares }: Explanation): Map<string, { share: number; exact: boolean }> {
  const expected = new Map<string, { share: number; exact: boolean }>();
  for (const { addresses, share } of shares) {
    for (const address of addresses) {
      const before = expected.get(address) ?? { share: 0, exact: true };
      expected.set(address, { share: before.share + share, exact: before.exact && addresses.length === 1 });
    }
  }
  return expected;
}

describe('an explanation tells what is on the wire', () => {
  test('its addresses, shares, TTL, RCODE and scope', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TREES),
        anyEnd,
        everyStates,
        anyClient,
        fc.constantFrom('A', 'A', 'AAAA'),
        (steer, whenAllDown, states, client, type) => {
          const zoneOfOne = exampleZone('', steering(POOLS, [record('www', steer, { whenAllDown })]));
          const served = serve(zoneOfOne, { locations: LOCATIONS, states });
          const { counts, ttls, scopes, rcode } = seenBy(served, type, client);
          const explanation = served.explain('www.example.com.', type, client);
          // Not every tree has addresses of IPv6.
          if (explanation.steps.length === 0) {
            expect([type, counts.size]).toEqual(['AAAA', 0]);
            return;
          }
          expect(explanation).toMatchObject({ rcode, generation: 1, zone: 'example.com', name: 'www.example.com', type });
          // An answer without addresses has a scope of 0, whatever the others have.
          expect([...scopes]).toContain(explanation.scope);
          // Of several addresses an answer may carry a part: then a share is not that of an address.
          const expected = expectedBy(explanation);
          expect([...counts.keys()].sort()).toEqual([...expected.keys()].sort());
          for (const [address, { share, exact }] of expected) {
            if (exact) expect(Math.abs(counts.get(address)! / DRAWS - share)).toBeLessThan(0.12);
          }
          const total = explanation.shares.reduce((sum, { share }) => sum + share, 0);
          if (explanation.shares.length > 0) expect(total).toBeCloseTo(1, 9);
          if (rcode !== 'SERVFAIL') expect([...ttls]).toEqual([explanation.ttlSeconds]);
          expect(explanation.steps.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('what is said', () => {
  const served = serve(
    [
      exampleZone(
        `
static A 192.0.2.80
alias CNAME www
twice CNAME alias
out CNAME www.example.org.
gone CNAME no
lab NS ns.lab
ns.lab A 192.0.2.54
signed NS ns.lab
signed DS 1 8 2 ${'ab'.repeat(32)}
moved DNAME example.org.
old DNAME new
cut CNAME x.lab
www MX 10 mail
`,
        steering(POOLS, [
          record('www', failover('hz', 'bj')),
          record('same', failover('hz', 'bj')),
          record('near', nearest(0, 'sg', 'bj', 'hz')),
          record('*.shop', 'hz'),
          record('w.new', 'hz'),
          record('six', weighted(['six', 1], ['hz', 1])),
          record('none', 'hz', { whenAllDown: { kind: 'nodata' }, ttl: { minSeconds: 600, maxSeconds: 900 } }),
          record('fail', 'hz', { whenAllDown: { kind: 'servfail' } }),
        ]),
      ),
      zone('example.net.', '$TTL 60\n@ SOA ns host 1 2 3 4 5\n@ NS ns.example.com.\n'),
    ],
    { locations: LOCATIONS },
  );

  test.each([
    ['www.example.com.', 'A', 'steered by example.com: www', 'example.com'],
    ['same.example.com.', 'A', 'steered by example.com: same', 'example.com'],
    ['x.y.shop.example.com.', 'A', 'steered by example.com: *.shop', 'example.com'],
    ['twice.example.com.', 'A', 'alias of www.example.com, steered by example.com: www', 'example.com'],
    ['twice.example.com.', 'CNAME', 'static record set', 'example.com'],
    ['twice.example.com.', 'MX', 'alias of www.example.com, static record set', 'example.com'],
    ['static.example.com.', 'A', 'static record set', 'example.com'],
    ['static.example.com.', 'AAAA', 'the name has no records of this type', 'example.com'],
    ['no.example.com.', 'A', 'no such name', 'example.com'],
    ['gone.example.com.', 'A', 'alias of no.example.com, no such name', 'example.com'],
    ['out.example.com.', 'A', 'alias of www.example.org, which is not ours to answer', 'example.com'],
    ['x.lab.example.com.', 'A', 'delegated: a referral', 'example.com'],
    ['signed.example.com.', 'DS', 'static record set', 'example.com'],
    ['lab.example.com.', 'DS', 'the name has no records of this type', 'example.com'],
    ['x.moved.example.com.', 'A', 'alias of x.example.org, which is not ours to answer', 'example.com'],
    ['x.moved.example.com.', 'CNAME', 'an alias made of a DNAME', 'example.com'],
    ['cut.example.com.', 'A', 'alias of x.lab.example.com, which is delegated: a referral', 'example.com'],
    ['w.old.example.com.', 'A', 'alias of w.new.example.com, steered by example.com: w.new', 'example.com'],
    ['example.net.', 'SOA', 'static record set', 'example.net'],
    ['example.org.', 'A', 'in none of our zones', undefined],
  ])('of %s %s: %s', (name, type, summary, zoneName) => {
    const explanation = served.explain(name, type);
    expect(explanation).toMatchObject({ summary, type });
    expect(explanation.zone).toBe(zoneName);
    expect(explanation.steps.length > 0).toBe(summary.includes('steered'));
  });

  test('distances are those of the client, not of another of its class', () => {
    const kilometres = (client: string) => served.explain('near.example.com.', 'A', client).steps[0]!.reason;
    expect(kilometres('20.1.1.1')).toBe('33 km away');
    expect(kilometres('40.1.1.1')).toMatch(/^7\d{3} km away$/);
    expect(kilometres('50.1.1.1')).toBe('the client is nowhere known: the first that is up');
  });

  test('the location is told where the tree looks at it', () => {
    expect(served.explain('near.example.com.', 'A', '20.1.1.0/24')).toMatchObject({
      ...{ client: '20.1.1.0/24', location: { country: 'CN' }, scope: 8 },
    });
    expect(served.explain('www.example.com.', 'A', '20.1.1.1').location).toBeUndefined();
  });

  test('ANY is explained by the record set that is given', () => {
    const { shares } = served.explain('six.example.com.', 'ANY');
    expect(shares.flatMap(({ addresses }) => addresses)).toEqual(['192.0.2.1', '192.0.2.2']);
    for (let i = 0; i < 20; i++) {
      for (const line of served.ask('six.example.com.', 'ANY').answers) expect(line).toMatch(/ A 192\.0\.2\.[12]$/);
    }
  });

  test('no data lives no longer than the SOA lets it, and a failure is not kept', () => {
    const DOWN = { verdict: 'down' } as const;
    served.change({ 'hz/a': DOWN, 'hz/b': DOWN, 'hz/c': DOWN }, 2);
    expect(served.explain('none.example.com.', 'A')).toMatchObject({
      ...{
        rcode: 'NOERROR',
        generation: 2,
        shares: [],
        ttlSeconds: 300,
        ttlReason: 'the SOA lets no negative answer of the zone live longer',
      },
    });
    expect(served.ask('none.example.com.', 'A').authorities[0]).toContain(' 300 SOA ');
    expect(served.explain('fail.example.com.', 'A')).toMatchObject({ rcode: 'SERVFAIL', ttlSeconds: undefined, shares: [] });
    served.change({}, 3);
  });

  test.each<[PoolSelect, number, string]>([
    ['failover', 2, 'a b'],
    ['all', 2, 'a b c'],
    ['weighted', 2, 'a b c'],
  ])('a pool that selects by %s with %i answers shows what may be answered: %s', (select, answers, expected) => {
    const one = pool('web', ['192.0.2.1', '192.0.2.2', '192.0.2.3'], { select, answers });
    const explanation = serve(exampleZone('', steering([one], [record('www', 'web')]))).explain('www.example.com.', 'A');
    expect(explanation.shares.map(({ endpoints }) => endpoints.join(' '))).toEqual([expected]);
  });
});
