import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SteeredRecord, SteeringNode } from '../../src/model/steering.ts';
import type { Shift } from '../../src/model/whatif.ts';
import { all, failover, geo, nearest, record, steering, sticky, subnet, weighted } from '../steering/declare.ts';
import { exampleZone, serve } from './serve.ts';
import { DOWN, LOCATIONS, POOLS, type States, suppose } from './suppose.ts';

const TREES: readonly SteeringNode[] = [
  failover('x', 'y'),
  weighted(['x', 40], ['y', 60], ['z', 0]),
  geo({ 'country:CN': failover('x', 'y'), 'continent:EU': sticky(['z', 1], ['keep', 2]), default: nearest(300, 'x', 'y', 'z') }),
  sticky(['x', 1], [weighted(['y', 1], ['two', 1]), 2]),
  subnet({ '20.0.0.0/9': all(3, 'x', 'two'), '60.0.0.0/8': 'keep', default: weighted(['z', 1], ['six', 1]) }),
];
const ENDPOINTS = POOLS.flatMap(({ name, endpoints }) => endpoints.map(endpoint => `${name}/${endpoint.name}`));
const anyStates = fc.subarray(ENDPOINTS).map((down): States => Object.fromEntries(down.map(name => [name, DOWN])));
const anyEnd = fc.constantFrom({ kind: 'serve_all' } as const, { kind: 'nodata' } as const, { kind: 'pool', pool: 'keep' } as const);

const anyCounts = fc.array(fc.nat(100_000), { maxLength: 12 });

/** The addresses that clients of many networks everywhere are answered with. */
function seenOnWire(tree: SteeringNode, whenAllDown: SteeredRecord['whenAllDown'], states: States): Set<string> {
  const served = serve(exampleZone('', steering(POOLS, [record('www', tree, { whenAllDown })])), { locations: LOCATIONS });
  served.change(states, 2);
  const seen = new Set<string>();
  for (const place of ['20.0', '20.200', '40.0', '60.0', '70.0']) {
    for (let net = 0; net < 120; net++) {
      const { answers } = served.ask('www.example.com.', 'A', { client: `${place}.${net}.1` });
      for (const line of answers) seen.add(line.split(' ').at(-1)!);
    }
  }
  return seen;
}

test('shares sum to 1, and what is on the wire after it has come true is what was told', () => {
  fc.assert(
    fc.property(fc.constantFrom(...TREES), anyEnd, anyStates, anyStates, anyCounts, (tree, whenAllDown, before, more, counts) => {
      const { records, total } = suppose(more, tree, { before, counts, more: { whenAllDown } });
      for (const { endpoints, pools, unanswered } of [...records, total]) {
        for (const side of ['before', 'after'] as const) {
          const sum = (rows: readonly Shift[]) => rows.reduce((running, row) => running + row[side], unanswered[side]);
          expect(sum(endpoints)).toBeCloseTo(1, 9);
          expect(sum(pools)).toBeCloseTo(1, 9);
        }
      }
      const told = records[0]!.endpoints.filter(({ after }) => after > 0).flatMap(({ addresses }) => addresses);
      expect([...seenOnWire(tree, whenAllDown, { ...before, ...more })].sort()).toEqual(told.toSorted());
    }),
    { numRuns: 40 },
  );
});
