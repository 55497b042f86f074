import { expect, test } from 'vitest';
import { branchNames } from '../../src/lib/branch-names.ts';
import { fitRatio } from '../../src/lib/ratio.ts';
import type { SteeringNode } from '../../src/model/steering.ts';
import { failover, geo, weighted } from '../steering/declare.ts';

const TWO = geo({ 'country:CN': weighted(['a', 1], ['b', 2]), default: weighted(['a', 3], ['c', 4]) });

function faults(steer: SteeringNode, weights: Record<string, number>) {
  const fit = fitRatio(steer, weights);
  return fit.fits ? [] : fit.faults.map(({ branch, message }) => [branch, message]);
}

test('branches are called by their pools, others by their policy and what is below; what is called alike is numbered', () => {
  const node = weighted(['a', 1], [failover('a', 'b'), 1], [geo({ 'country:CN': 'a' }), 1], [geo({ 'country:US': 'a' }), 1]);
  expect(branchNames(node.policy === 'weighted' ? node.of : [])).toEqual(['a', 'failover(a,b)', 'geo(a)', 'geo(a)#2']);
});

test('a ratio goes to the one node that has all its branches, and leaves the rest of the tree as it is', () => {
  const fit = fitRatio(TWO, { a: 9, c: 1 });
  expect(fit).toMatchObject({
    fits: true,
    steer: geo({ 'country:CN': weighted(['a', 1], ['b', 2]), default: weighted(['a', 9], ['c', 1]) }),
  });
  if (!fit.fits || fit.steer.policy !== 'geo' || TWO.policy !== 'geo') return;
  expect(fit.steer.branches[0]!.to).toBe(TWO.branches[0]!.to);
});

test('a ratio that fits several nodes, or the branches of several, says which there are', () => {
  expect(faults(TWO, { a: 1 })).toEqual([
    [undefined, '2 `weighted` nodes have these branches, (a, b) and (a, c); expected branches that one alone has'],
  ]);
  expect(faults(TWO, { b: 1, c: 1 })).toEqual([
    [undefined, 'no `weighted` node has all of b, c; expected branches of one of: (a, b) and (a, c)'],
  ]);
});

test('what every object has is no branch', () => {
  expect(faults(TWO, { toString: 1 })).toMatchObject([['toString', expect.stringContaining('no branch')]]);
  const named = weighted(['constructor', 5], ['b', 1]);
  expect(fitRatio(named, { b: 2 })).toMatchObject({ steer: weighted(['constructor', 5], ['b', 2]) });
});
