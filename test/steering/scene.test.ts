import { expect, test } from 'vitest';
import { failover, pool, scene } from './declare.ts';

const pools = scene(pool('x', ['192.0.2.1']), pool('y', ['192.0.2.2'], { site: 'frankfurt' }));

test('the pools below a node, each once, in the order of the tree', () => {
  expect(pools.poolsBelow(failover('y', failover('x', 'y'))).map(({ name }) => name)).toEqual(['y', 'x']);
});
