import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideViews } from '../../src/answer/view-forecast.ts';
import type { DecidedSet, DecidedView } from '../../src/model/cloud.ts';
import type { SteeredRecord, SteeringNode } from '../../src/model/steering.ts';
import { failover, geo, leaf, nearest, pool, record, type StateOf, steering, sticky, subnet, weighted } from '../steering/declare.ts';
import { exampleZone, type Served, serve } from './serve.ts';
import { CLIENTS, DOWN, LOCATIONS, POOLS, type States, X_DOWN } from './suppose.ts';

const HOSTS = pool('hosts', ['CDN.example.net', 'other.example.net 300']);

function served(tree: SteeringNode, states: States = {}, more: Partial<SteeredRecord> = {}): Served {
  const declared = steering([...POOLS, HOSTS], [record('www', tree, more)]);
  return serve(exampleZone('', declared), { locations: LOCATIONS, states });
}

function decided(tree: SteeringNode, states: States = {}, more: Partial<SteeredRecord> = {}): DecidedSet {
  const { compiled, states: known } = served(tree, states, more);
  const [first] = decideViews(compiled, known, 'example.com.');
  return first!;
}

/** `country:CN: 192.0.2.1 50, 192.0.2.2 50`. */
function show({ views }: DecidedSet): string[] {
  return views.map(
    ({ view, shares }) => `${view}: ${shares.map(({ data, share }) => `${data} ${+(100 * share).toFixed(2)}`).join(', ') || 'none'}`,
  );
}

test('a tree without places has one view, which is what clients get', () => {
  const set = decided(weighted(['x', 40], ['y', 60]));
  expect(set).toMatchObject({ zone: 'example.com.', owner: 'www.example.com.', label: 'www', type: 'A', ttl: 5, losses: [] });
  expect(show(set)).toEqual(['default: 192.0.2.1 20, 192.0.2.2 20, 192.0.2.3 45, 192.0.2.4 15']);
  expect(set.known).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4']);
});

test('a failover gives what is up, and knows what is down', () => {
  const set = decided(failover('x', 'z'), X_DOWN);
  expect(show(set)).toEqual(['default: 192.0.2.5 100']);
  expect(set.known).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.5']);
});

test('each key of geo is a view; one that is down is given what its clients get instead', () => {
  const tree = geo({ 'country:CN': failover('x', 'y'), 'continent:EU': 'z', default: 'y' });
  expect(show(decided(tree))).toEqual([
    'default: 192.0.2.3 75, 192.0.2.4 25',
    'country:CN: 192.0.2.1 50, 192.0.2.2 50',
    'continent:EU: 192.0.2.5 100',
  ]);
  expect(show(decided(tree, { 'z/a': DOWN }))[2]).toBe('continent:EU: 192.0.2.3 75, 192.0.2.4 25');
});

test('a place that no database knows of has its view as well', () => {
  const tree = geo({ 'continent:AS': geo({ 'country:JP': 'x', default: 'y' }), 'subdivision:CN-ZJ': 'z', default: 'two' });
  expect(show(decided(tree))).toEqual([
    'default: 192.0.2.6 50, 192.0.2.7 50',
    'continent:AS: 192.0.2.3 75, 192.0.2.4 25',
    'subdivision:CN-ZJ: 192.0.2.5 100',
    'country:JP: 192.0.2.1 50, 192.0.2.2 50',
    // Elsewhere it is no part of Asia.
    'country:CN: 192.0.2.3 75, 192.0.2.4 25',
  ]);
});

test('what a place alone does not tell is given as most get it, and told as a loss', () => {
  const set = decided(geo({ 'country:CN': 'x', default: subnet({ '60.0.0.0/9': 'y', default: 'z' }) }));
  // The United States have two of three addresses that are not in China.
  expect(show(set)[0]).toBe('default: 192.0.2.3 75, 192.0.2.4 25');
  expect(set.losses).toEqual([
    'subnet: clients are not told apart by address block',
    expect.stringMatching(/^clients of default are told apart by more than their place: all get what 66\.\d % of them would$/),
  ]);
  expect(decided(sticky(['x', 1], ['z', 1])).losses).toEqual(['sticky: a network does not keep its answer']);
  expect(decided(nearest(0, 'x', 'z')).losses[0]).toBe('nearest: clients are not told apart by distance');
  expect(decided(leaf('two')).losses).toEqual(['how many addresses an answer carries is not told']);
});

test('nothing to answer is no share at all', () => {
  expect(show(decided(failover('x'), X_DOWN, { whenAllDown: { kind: 'nodata' } }))).toEqual(['default: none']);
});

test('host names are absolute, and a budget tells the TTL', () => {
  const ttl = { minSeconds: 5, maxSeconds: 20, budget: { of: 'expected', ms: 15_000, vantages: 1 } } as const;
  const set = decided(leaf('hosts'), {}, { ttl });
  expect(set).toMatchObject({ type: 'CNAME', ttl: 20, known: ['cdn.example.net.', 'other.example.net.'] });
  expect(show(set)).toEqual(['default: cdn.example.net. 25, other.example.net. 75']);
});

/** What an explanation of the answer to one client tells, by address. */
function explained(from: Served, client: string): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { addresses, share } of from.explain('www.example.com.', 'A', client).shares) {
    for (const address of addresses) sums[address] = (sums[address] ?? 0) + share / addresses.length;
  }
  return sums;
}

function sharesOf({ shares }: DecidedView): Record<string, number> {
  return Object.fromEntries(shares.map(({ data, share }) => [data, share]));
}

test('the views of trees that look at places alone are what explain tells their clients', () => {
  const anyPool = fc.constantFrom('x', 'y', 'z').map(leaf);
  const tree = fc.letrec<{ tree: SteeringNode }>(tie => ({
    tree: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      anyPool,
      fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map(of => failover(...of)),
      fc.array(fc.tuple(tie('tree'), fc.constantFrom(0, 1, 3)), { minLength: 1, maxLength: 3 }).map(of => weighted(...of)),
      fc
        .tuple(tie('tree'), tie('tree'), tie('tree'))
        .map(([cn, eu, other]) => geo({ 'country:CN': cn, 'continent:EU': eu, default: other })),
    ),
  })).tree;
  const downs = fc
    .subarray(['x/a', 'x/b', 'y/a', 'y/b', 'z/a'])
    .map((keys): Record<string, StateOf> => Object.fromEntries(keys.map(key => [key, DOWN])));
  fc.assert(
    fc.property(tree, downs, (steer, states) => {
      const from = served(steer, states);
      for (const set of decideViews(from.compiled, from.states, 'example.com.').filter(({ type }) => type === 'A')) {
        const views = Object.fromEntries(set.views.map(view => [view.view, view]));
        const of = (...keys: string[]) => sharesOf(views[keys.find(key => key in views)!]!);
        close(of('country:CN', 'default'), explained(from, CLIENTS.CN));
        close(of('continent:EU', 'default'), explained(from, CLIENTS.DE));
        close(of('default'), explained(from, CLIENTS.US));
        expect(set.losses).toEqual([]);
      }
    }),
    { numRuns: 150 },
  );
});

function close(found: Record<string, number>, expected: Record<string, number>): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
  for (const [address, share] of Object.entries(found)) expect(share).toBeCloseTo(expected[address]!, 9);
}
