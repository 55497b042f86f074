import { describe, expect, test } from 'vitest';
import { sharesOf, stepsOf } from './decided.ts';
import { failover, pool, scene } from './declare.ts';

const three = scene(pool('first', ['192.0.2.1']), pool('second', ['192.0.2.2']), pool('third', ['192.0.2.3']));
const tree = failover('first', 'second', 'third');
const DOWN = { verdict: 'down' } as const;

describe('failover', () => {
  test.each([
    ['all are up', {}, 'first 100'],
    ['the first is down', { 'first/a': DOWN }, 'second 100'],
    ['the second is down', { 'second/a': DOWN }, 'first 100'],
    ['only the last is up', { 'first/a': DOWN, 'second/a': DOWN }, 'third 100'],
    ['the first was never measured', { 'first/a': { verdict: 'unknown' } }, 'first 100'],
    ['the first is drained', { 'first/a': { override: 'drain' } }, 'second 100'],
    ['the first is measured down and forced up', { 'first/a': { verdict: 'down', override: 'up' } }, 'first 100'],
    ['the first is measured up and forced down', { 'first/a': { override: 'down' } }, 'second 100'],
    ['all are down', { 'first/a': DOWN, 'second/a': DOWN, 'third/a': DOWN }, 'down'],
  ] as const)('where %s', (_, states, expected) => {
    expect(sharesOf(tree, three, { states })).toBe(expected);
  });

  test('of failovers goes on where the inner one is down', () => {
    const states = { 'first/a': DOWN, 'second/a': DOWN };
    expect(sharesOf(failover(failover('first', 'second'), 'third'), three, { states })).toBe('third 100');
  });

  test('explains who was tried and who was not', () => {
    expect(stepsOf(tree, three, { states: { 'first/a': DOWN } })).toEqual([
      'failover taken: ',
      '  pool first skipped: down: 0 of 1 endpoints up, 1 needed',
      '    endpoint a skipped: weight 100, down (embedded: connect refused)',
      '  pool second taken: 1 of 1 endpoints up, 1 needed',
      '    endpoint a taken: weight 100, up (embedded: status 200)',
      '  pool third skipped: one before it is up',
    ]);
  });
});
