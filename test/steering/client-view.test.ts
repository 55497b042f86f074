import { describe, expect, test } from 'vitest';
import { parseIp } from '../../src/lib/ip-address.ts';
import type { Location } from '../../src/model/location.ts';
import type { SteeringNode } from '../../src/model/steering.ts';
import { viewOf } from '../../src/steering/client-view.ts';
import { all, failover, geo, leaf, nearest, pool, scene, sticky, subnet, weighted } from './declare.ts';

const pools = scene(
  pool('x', ['192.0.2.1']),
  pool('y', ['192.0.2.2'], { site: 'frankfurt' }),
  pool('z', ['192.0.2.3'], { site: 'hangzhou' }),
);

function keyOf(tree: SteeringNode, location: Location, at?: string): string {
  return viewOf(tree, pools)!.keyOf({ location, address: at === undefined ? undefined : parseIp(at)! });
}

describe('which clients a tree treats alike', () => {
  const tree = geo({ 'country:CN': 'x', default: 'y' });

  test.each([
    ['the same branch', { country: 'FR' }, { country: 'DE', continent: 'EU' }, true],
    ['another branch', { country: 'FR' }, { country: 'CN' }, false],
    ['nowhere known, and no branch', {}, { country: 'DE' }, true],
  ])('%s', (_, one, other, same) => expect(keyOf(tree, one) === keyOf(tree, other)).toBe(same));

  test('branches that lead alike are one', () => {
    const two = geo({ 'country:US': 'x', 'country:CA': 'x', 'continent:NA': 'y', default: 'x' });
    expect(keyOf(two, { country: 'US', continent: 'NA' })).toBe(keyOf(two, { country: 'CA', continent: 'NA' }));
    expect(keyOf(two, { country: 'MX', continent: 'NA' })).not.toBe(keyOf(two, { country: 'US', continent: 'NA' }));
    expect(keyOf(two, { country: 'FR', continent: 'EU' })).toBe(keyOf(two, {}));
  });

  test('what a client is never led to makes no difference', () => {
    const inner = geo({ 'country:CN': nearest(0, 'x', 'y'), default: 'z' });
    expect(keyOf(inner, { country: 'FR', coordinates: [48, 2] })).toBe(keyOf(inner, { country: 'JP', coordinates: [35, 139] }));
    expect(keyOf(inner, { country: 'CN', coordinates: [48, 2] })).not.toBe(keyOf(inner, { country: 'CN', coordinates: [31, 121] }));
  });

  test('by the order of distances', () => {
    const near = nearest(0, 'x', 'y');
    const key = (latitude: number, longitude: number) => keyOf(near, { coordinates: [latitude, longitude] });
    expect(key(48, 2)).toBe(key(52, 13));
    expect(key(48, 2)).not.toBe(key(31, 121));
  });

  test('by address blocks, also where an IPv6 address holds an IPv4 one', () => {
    const office = subnet({ '203.0.113.0/24': 'x', '198.51.100.0/24': 'x', '2001:db8::/32': 'z', default: 'y' });
    expect(keyOf(office, {}, '203.0.113.9')).toBe(keyOf(office, {}, '198.51.100.1'));
    expect(keyOf(office, {}, '203.0.113.9')).toBe(keyOf(office, {}, '2002:cb00:7109::1'));
    expect(keyOf(office, {}, '203.0.113.9')).toBe(keyOf(office, {}, '::ffff:203.0.113.9'));
    expect(keyOf(office, {}, '203.0.113.9')).not.toBe(keyOf(office, {}, '192.0.2.1'));
    expect(keyOf(office, {}, '192.0.2.1')).toBe(keyOf(office, {}));
  });

  test('by what any node of the tree looks at', () => {
    const deep = failover(weighted([geo({ 'asn:64500': 'x' }), 1]), 'y');
    expect(keyOf(deep, { asn: 64_500 })).not.toBe(keyOf(deep, { asn: 1 }));
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
