import { describe, expect, test } from 'vitest';
import { looksAtClient, treeKey } from '../../src/steering/scene.ts';
import { failover, geo, leaf, nearest, pool, scene, weighted } from './declare.ts';

const pools = scene(pool('x', ['192.0.2.1']), pool('y', ['192.0.2.2'], { site: 'frankfurt' }));

describe('which clients a tree treats alike', () => {
  const tree = geo({ 'country:CN': 'x', default: 'y' });

  test.each([
    ['the same branch', { country: 'FR' }, { country: 'DE', continent: 'EU' }, true],
    ['another branch', { country: 'FR' }, { country: 'CN' }, false],
    ['nowhere known, and no branch', {}, { country: 'DE' }, true],
  ])('%s', (_, one, other, same) => {
    expect(treeKey(tree, one, pools) === treeKey(tree, other, pools)).toBe(same);
  });

  test('by the order of distances', () => {
    const near = nearest(0, 'x', 'y');
    const key = (latitude: number, longitude: number) => treeKey(near, { coordinates: [latitude, longitude] }, pools);
    expect(key(48, 2)).toBe(key(52, 13));
    expect(key(48, 2)).not.toBe(key(31, 121));
  });

  test('by what any node of the tree looks at', () => {
    const deep = failover(weighted([geo({ 'asn:64500': 'x' }), 1]), 'y');
    expect(treeKey(deep, { asn: 64_500 }, pools)).not.toBe(treeKey(deep, { asn: 1 }, pools));
  });
});

test.each([
  [leaf('x'), false],
  [failover('x', 'y'), false],
  [weighted(['x', 1], ['y', 1]), false],
  [geo({ default: 'x' }), true],
  [nearest(0, 'x'), true],
  [failover(weighted(['x', 1], [geo({ default: 'y' }), 1])), true],
])('whether a tree looks at the client: %j', (tree, expected) => expect(looksAtClient(tree)).toBe(expected));

test('the pools below a node, each once, in the order of the tree', () => {
  expect(pools.poolsBelow(failover('y', failover('x', 'y'))).map(({ name }) => name)).toEqual(['y', 'x']);
});
