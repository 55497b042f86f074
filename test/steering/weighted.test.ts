import { describe, expect, test } from 'vitest';
import { scale } from '../../src/steering/weighted.ts';
import { sharesOf, stepsOf } from './decided.ts';
import { failover, pool, scene, weighted } from './declare.ts';

const three = scene(pool('x', ['192.0.2.1']), pool('y', ['192.0.2.2']), pool('z', ['192.0.2.3']));
const DOWN = { verdict: 'down' } as const;

describe('weighted', () => {
  test.each([
    ['all are up', {}, 'x 40, y 60'],
    ['one is down', { 'x/a': DOWN }, 'y 100'],
    ['all are down but the one of weight 0', { 'x/a': DOWN, 'y/a': DOWN }, 'z 100'],
    ['all are down', { 'x/a': DOWN, 'y/a': DOWN, 'z/a': DOWN }, 'down'],
  ])('where %s', (_, states, expected) => {
    expect(sharesOf(weighted(['x', 40], ['y', 60], ['z', 0]), three, { states })).toBe(expected);
  });

  test('those of weight 0 are alike when nothing else is up', () => {
    const states = { 'x/a': DOWN };
    expect(sharesOf(weighted(['x', 1], ['y', 0], ['z', 0]), three, { states })).toBe('y 50, z 50');
  });

  test('where all have weight 0', () => {
    expect(sharesOf(weighted(['x', 0], ['y', 0]), three)).toBe('x 50, y 50');
  });

  test('shares of shares multiply, whatever the inner weights sum to', () => {
    expect(sharesOf(weighted([weighted(['x', 3000], ['y', 1000]), 1], ['z', 1]), three)).toBe('x 38, y 13, z 50');
  });

  test('a branch that fails over keeps its weight', () => {
    expect(sharesOf(weighted([failover('x', 'y'), 25], ['z', 75]), three, { states: { 'x/a': DOWN } })).toBe('y 25, z 75');
  });

  test('explains the ratio and what weight 0 leaves out', () => {
    const steps = stepsOf(weighted(['x', 40], ['y', 60], ['z', 0]), three);
    expect(steps.filter(step => !step.includes('endpoint '))).toEqual([
      'weighted taken: 40 : 60',
      '  pool x taken: 1 of 1 endpoints up, 1 needed',
      '  pool y taken: 1 of 1 endpoints up, 1 needed',
      '  pool z skipped: weight 0: only when nothing else is up',
    ]);
  });

  test('scale keeps ratios', () => {
    const draw = { kind: 'records', select: 'weighted', answers: 1, pools: [three.steering.pools.get('x')!], members: [] } as const;
    const scaled = [1, 3].map(weight => ({ weight, draw }));
    expect(scale(scaled, 2).map(({ weight }) => weight)).toEqual([0.5, 1.5]);
  });
});
