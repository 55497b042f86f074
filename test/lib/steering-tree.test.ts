import { expect, test } from 'vitest';
import { nodesBelow } from '../../src/lib/steering-tree.ts';
import type { SteeringNode } from '../../src/model/steering.ts';

const [X, Y, Z] = (['x', 'y', 'z'] as const).map(pool => ({ policy: 'pool', pool }) as const) as [SteeringNode, SteeringNode, SteeringNode];
const WEIGHTED = [
  { to: X, weight: 1 },
  { to: Y, weight: 0 },
];
const SUBNET = { text: '192.0.2.0/24', address: Uint8Array.of(192, 0, 2, 0), length: 24 };

test.each<[SteeringNode, readonly SteeringNode[]]>([
  [X, []],
  [{ policy: 'failover', of: [X, Y] }, [X, Y]],
  [{ policy: 'nearest', of: [Y, X], withinPercent: 0 }, [Y, X]],
  [{ policy: 'all', of: [X, Y], answers: 2 }, [X, Y]],
  [{ policy: 'weighted', of: WEIGHTED }, [X, Y]],
  [{ policy: 'sticky', of: WEIGHTED, prefix: { ipv4: 24, ipv6: 56 } }, [X, Y]],
  [{ policy: 'geo', branches: [{ match: { kind: 'asn', number: 1 }, to: X }], otherwise: Z }, [X, Z]],
  [
    {
      policy: 'subnet',
      branches: [
        { match: SUBNET, to: X },
        { match: SUBNET, to: Y },
      ],
      otherwise: Z,
    },
    [X, Y, Z],
  ],
  [{ policy: 'subnet', branches: [{ match: SUBNET, to: X }] }, [X]],
])('below $policy', (node, below) => {
  expect(nodesBelow(node)).toEqual(below);
});
