import { describe, expect, test } from 'vitest';
import { parseIp } from '../../src/lib/ip-address.ts';
import type { Location } from '../../src/model/location.ts';
import type { SteeringNode } from '../../src/model/steering.ts';
import { Classifier, placesOnly } from '../../src/steering/client-classes.ts';
import { viewOf } from '../../src/steering/client-view.ts';
import { all, failover, geo, leaf, nearest, pool, scene, sticky, subnet, weighted } from './declare.ts';

const pools = scene(
  pool('x', ['192.0.2.1']),
  pool('y', ['192.0.2.2'], { site: 'frankfurt' }),
  pool('z', ['192.0.2.3'], { site: 'hangzhou' }),
);

/** Whether a tree treats two clients alike. */
function alike(tree: SteeringNode, ...clients: readonly [location: Location, at?: string][]): boolean {
  const asked = clients.map(([location, at]) => ({ location, address: at === undefined ? undefined : parseIp(at)! }));
  return new Classifier(placesOnly(asked)).classify(viewOf(tree, pools)!).firstOf.length === 1;
}

describe('which clients a tree treats alike', () => {
  const tree = geo({ 'country:CN': 'x', default: 'y' });

  test.each([
    ['the same branch', { country: 'FR' }, { country: 'DE', continent: 'EU' }, true],
    ['another branch', { country: 'FR' }, { country: 'CN' }, false],
    ['nowhere known, and no branch', {}, { country: 'DE' }, true],
  ])('%s', (_, one, other, same) => expect(alike(tree, [one], [other])).toBe(same));

  test('branches that lead alike are one', () => {
    const two = geo({ 'country:US': 'x', 'country:CA': 'x', 'continent:NA': 'y', default: 'x' });
    expect(alike(two, [{ country: 'US', continent: 'NA' }], [{ country: 'CA', continent: 'NA' }])).toBe(true);
    expect(alike(two, [{ country: 'MX', continent: 'NA' }], [{ country: 'US', continent: 'NA' }])).toBe(false);
    expect(alike(two, [{ country: 'FR', continent: 'EU' }], [{}])).toBe(true);
  });

  test('what a client is never led to makes no difference', () => {
    const inner = geo({ 'country:CN': nearest(0, 'x', 'y'), default: 'z' });
    expect(alike(inner, [{ country: 'FR', coordinates: [48, 2] }], [{ country: 'JP', coordinates: [35, 139] }])).toBe(true);
    expect(alike(inner, [{ country: 'CN', coordinates: [48, 2] }], [{ country: 'CN', coordinates: [31, 121] }])).toBe(false);
  });

  test('by the order of distances', () => {
    const near = nearest(0, 'x', 'y');
    expect(alike(near, [{ coordinates: [48, 2] }], [{ coordinates: [52, 13] }])).toBe(true);
    expect(alike(near, [{ coordinates: [48, 2] }], [{ coordinates: [31, 121] }])).toBe(false);
  });

  test('by address blocks, also where an IPv6 address holds an IPv4 one', () => {
    const office = subnet({ '203.0.113.0/24': 'x', '198.51.100.0/24': 'x', '2001:db8::/32': 'z', default: 'y' });
    expect(alike(office, [{}, '203.0.113.9'], [{}, '198.51.100.1'])).toBe(true);
    expect(alike(office, [{}, '203.0.113.9'], [{}, '2002:cb00:7109::1'])).toBe(true);
    expect(alike(office, [{}, '203.0.113.9'], [{}, '::ffff:203.0.113.9'])).toBe(true);
    expect(alike(office, [{}, '203.0.113.9'], [{}, '192.0.2.1'])).toBe(false);
    expect(alike(office, [{}, '192.0.2.1'], [{}])).toBe(true);
  });

  test('by what any node of the tree looks at', () => {
    const deep = failover(weighted([geo({ 'asn:64500': 'x' }), 1]), 'y');
    expect(alike(deep, [{ asn: 64_500 }], [{ asn: 1 }])).toBe(false);
    expect([...viewOf(failover(deep, nearest(0, 'x', 'y')), pools)!.fields]).toEqual(['asn', 'coordinates']);
  });
});

test('trees that look alike have the same signature, whatever their pools are', () => {
  const signature = (tree: SteeringNode) => viewOf(tree, pools)!.signature;
  expect(signature(nearest(0, 'x', 'y'))).toBe(signature(nearest(0, 'z', 'y')));
  expect(signature(nearest(0, 'x', 'y'))).not.toBe(signature(nearest(5, 'x', 'y')));
  expect(signature(geo({ 'country:CN': 'x', default: 'y' }))).toBe(signature(geo({ 'country:CN': 'z', default: 'y' })));
  expect(signature(geo({ 'country:CN': 'x', default: 'y' }))).not.toBe(signature(geo({ 'country:CN': 'x', default: 'x' })));
  expect(signature(geo({ 'country:CN': 'x' }))).not.toBe(signature(geo({ default: 'x' })));
});

test.each([
  [leaf('x'), false],
  [failover('x', 'y'), false],
  [weighted(['x', 1], ['y', 1]), false],
  [sticky(['x', 1], ['y', 1]), false],
  [all(2, 'x', 'y'), false],
  [geo({ default: 'x' }), true],
  [nearest(0, 'x'), true],
  [subnet({ '192.0.2.0/24': 'x' }), true],
  [failover(weighted(['x', 1], [geo({ default: 'y' }), 1])), true],
])('whether a tree looks at the client: %j', (tree, expected) => expect(viewOf(tree, pools) !== undefined).toBe(expected));
