import { describe, expect, test } from 'vitest';
import { membersOf, stepsOf } from './decided.ts';
import { leaf, pool, scene } from './declare.ts';

const DOWN = { verdict: 'down' } as const;
const web = leaf('web');

describe('pool', () => {
  const three = scene(pool('web', ['192.0.2.1 10', '192.0.2.2 20', '192.0.2.3 0']));

  test.each([
    ['weighs those that are up', {}, 'a 10, b 20'],
    ['leaves out one that is down', { 'web/a': DOWN }, 'b 20'],
    ['goes by the weight in force', { 'web/a': { weight: 77 } }, 'a 77, b 20'],
    ['takes one of weight 0 when nothing else is up', { 'web/a': DOWN, 'web/b': DOWN }, 'c 1'],
    ['takes those whose weight an operator made 0 alike', { 'web/a': { weight: 0 }, 'web/b': { weight: 0 } }, 'a 1, b 1, c 1'],
    ['is down when all are', { 'web/a': DOWN, 'web/b': DOWN, 'web/c': DOWN }, 'down'],
  ] as const)('%s', (_, states, expected) => {
    expect(membersOf(web, three, { states })).toBe(expected);
  });

  test('with fewer up than min_up is down', () => {
    const pair = scene(pool('web', ['192.0.2.1', '192.0.2.2', '192.0.2.3'], { minUp: 2 }));
    expect(membersOf(web, pair, { states: { 'web/a': DOWN } })).toBe('b 100, c 100');
    expect(membersOf(web, pair, { states: { 'web/a': DOWN, 'web/b': DOWN } })).toBe('down');
    expect(stepsOf(web, pair, { states: { 'web/a': DOWN, 'web/b': DOWN } })[0]).toBe(
      'pool web skipped: down: 1 of 3 endpoints up, 2 needed',
    );
  });
});

describe('a pool of both families', () => {
  const both = scene(pool('web', ['192.0.2.1', '192.0.2.2', '2001:db8::1'], { minUp: 2 }));

  test('gives each family its own', () => {
    expect(membersOf(web, both, { family: 'ipv4' })).toBe('a 100, b 100');
    expect(membersOf(web, both, { family: 'ipv6' })).toBe('c 100');
  });

  test('is judged for each family by the endpoints of that family, and cannot need more than there are', () => {
    const states = { 'web/a': DOWN };
    expect(membersOf(web, both, { family: 'ipv4', states })).toBe('down');
    expect(membersOf(web, both, { family: 'ipv6', states })).toBe('c 100');
    expect(membersOf(web, both, { family: 'ipv6', states: { 'web/c': DOWN } })).toBe('down');
  });
});

test('a pool that has nothing of a family is judged by what it has, and is up with nothing to answer', () => {
  const only4 = scene(pool('web', ['192.0.2.1']));
  expect(membersOf(web, only4, { family: 'ipv6' })).toBe('');
  expect(membersOf(web, only4, { family: 'ipv6', states: { 'web/a': DOWN } })).toBe('down');
});

test('an override is told with what was measured', () => {
  const one = scene(pool('web', ['192.0.2.1']));
  expect(stepsOf(web, one, { states: { 'web/a': { override: 'drain' } } })[1]).toBe(
    '  endpoint a skipped: weight 100, drain by override, measured up (embedded: status 200)',
  );
});
