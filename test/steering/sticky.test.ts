import { describe, expect, test } from 'vitest';
import type { SteeringNode } from '../../src/model/steering.ts';
import type { Outcome } from '../../src/steering/policy.ts';
import { type Circumstances, sharesOf, stepsOf, walkOf, walkUp } from './decided.ts';
import { failover, pool, scene, sticky, weighted } from './declare.ts';

const pools = scene(...['x', 'y', 'z'].map((name, i) => pool(name, [`192.0.2.${i + 1}`])), pool('six', ['2001:db8::1']));
const DOWN = { verdict: 'down' } as const;
const tree = sticky(['x', 40], ['y', 60], ['z', 0]);

/** The names that clients stay with, by the pools that they stand for. */
function namesIn(node: SteeringNode, circumstances?: Circumstances): Record<string, string> {
  const draw = walkUp(node, walkOf(pools, circumstances))?.[0]?.draw;
  if (draw?.kind !== 'sticky') return {};
  return Object.fromEntries(draw.of.map(({ name, outcome }) => [poolsIn(outcome), name]));
}

function poolsIn(outcome: Outcome): string {
  return outcome.map(({ draw }) => (draw.kind === 'records' ? draw.pools.map(({ name }) => name) : `(${draw.of.length})`)).join('+');
}

describe('sticky', () => {
  test.each([
    ['all are up', {}, 'sticky(x 100 at 40 | y 100 at 60) 100'],
    ['one is down, and there is nothing to choose', { 'x/a': DOWN }, 'y 100'],
    ['all are down but the one of weight 0', { 'x/a': DOWN, 'y/a': DOWN }, 'z 100'],
    ['all are down', { 'x/a': DOWN, 'y/a': DOWN, 'z/a': DOWN }, 'down'],
  ] as const)('where %s', (_, states, expected) => {
    expect(sharesOf(tree, pools, { states })).toBe(expected);
  });

  test('those of weight 0 are alike when nothing else is up', () => {
    const node = sticky(['x', 1], ['y', 0], ['z', 0]);
    expect(sharesOf(node, pools, { states: { 'x/a': DOWN } })).toBe('sticky(y 100 at 1 | z 100 at 1) 100');
  });

  test('a branch that fails over keeps its place', () => {
    const node = sticky([failover('x', 'z'), 40], ['y', 60]);
    expect(sharesOf(node, pools, { states: { 'x/a': DOWN } })).toBe('sticky(z 100 at 40 | y 100 at 60) 100');
    const [before, after] = [namesIn(node), namesIn(node, { states: { 'x/a': DOWN } })];
    expect(after.z).toBe(before.x);
  });

  test('keeps its share below a ratio, whatever its weights sum to', () => {
    expect(sharesOf(weighted([sticky(['x', 5], ['y', 5]), 1], ['z', 3]), pools)).toBe('sticky(x 100 at 5 | y 100 at 5) 25, z 75');
    expect(sharesOf(weighted([sticky(['x', 5], ['y', 5]), 1], ['z', 3]), pools, { states: { 'y/a': DOWN } })).toBe('x 25, z 75');
  });

  test('has branches that share, and that are sticky themselves', () => {
    const node = sticky([weighted(['x', 1], ['y', 3]), 1], [sticky(['y', 1], ['z', 1]), 1]);
    expect(sharesOf(node, pools)).toBe('sticky(x 25, y 75 at 1 | sticky(y 100 at 1 | z 100 at 1) 100 at 1) 100');
  });

  test('a branch that has nothing of the family keeps its clients', () => {
    expect(sharesOf(sticky(['x', 1], ['six', 1]), pools)).toBe('sticky(x 100 at 1 | six 100 at 1) 100');
  });

  test('explains by what it goes', () => {
    expect(stepsOf(tree, pools).filter(step => !step.includes('endpoint '))).toEqual([
      "sticky by /24 and /56 taken: by the client's network, 40 : 60",
      '  pool x taken: 1 of 1 endpoints up, 1 needed',
      '  pool y taken: 1 of 1 endpoints up, 1 needed',
      '  pool z skipped: weight 0: only when nothing else is up',
    ]);
  });
});

describe('the names that clients stay with', () => {
  const names = namesIn(sticky(['x', 1], ['y', 2], ['z', 3]));

  test('differ', () => expect(new Set(Object.values(names)).size).toBe(3));

  test.each([
    ['other weights', sticky(['x', 9], ['y', 8], ['z', 7])],
    ['another order', sticky(['z', 3], ['x', 1], ['y', 2])],
    ['one more branch', sticky(['six', 5], ['x', 1], ['y', 2], ['z', 3])],
  ])('stay with %s', (_, node) => expect(namesIn(node)).toMatchObject(names));

  test('stay with another order, and other weights, below', () => {
    const one = namesIn(sticky([weighted(['x', 1], ['y', 2]), 1], ['z', 1]));
    const other = namesIn(sticky([weighted(['y', 7], ['x', 3]), 1], ['z', 1]));
    expect(Object.values(other)).toEqual(Object.values(one));
  });

  test('stay when one goes', () => {
    expect(namesIn(sticky(['x', 1], ['y', 2], ['z', 3]), { states: { 'y/a': DOWN } })).toEqual({ x: names.x, z: names.z });
  });

  test('differ where branches have the same pools', () => {
    const twins = sticky(['x', 1], ['x', 1], [failover('x', 'y'), 1], [failover('y', 'x'), 1]);
    const draw = walkUp(twins, walkOf(pools))![0]!.draw;
    expect(new Set(draw.kind === 'sticky' ? draw.of.map(({ name }) => name) : []).size).toBe(4);
  });

  test('differ between a choice and the choices below it, though the pools are the same', () => {
    const draw = walkUp(sticky(['x', 1], [sticky(['x', 1], ['y', 1]), 1]), walkOf(pools))![0]!.draw;
    const outer = draw.kind === 'sticky' ? draw.of : [];
    const inner = outer[1]?.outcome[0]?.draw;
    const names = [...outer, ...(inner?.kind === 'sticky' ? inner.of : [])].map(({ name }) => name);
    expect(names).toHaveLength(4);
    expect(new Set(names).size).toBe(4);
  });
});
