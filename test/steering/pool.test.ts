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

describe('a pool of host names that are flattened', () => {
  const hosts = scene(pool('web', ['a.example.org 60', 'b.example.org 40', 'c.example.org 0'], { flatten: true, minUp: 2 }));
  const A = ['192.0.2.1', '192.0.2.2', '2001:db8::1'];
  const known = { 'web/a': { addresses: A }, 'web/b': { addresses: ['192.0.2.3'] }, 'web/c': { addresses: ['192.0.2.4', '192.0.2.5'] } };

  test('answers their addresses, which share the weight', () => {
    expect(membersOf(web, hosts, { states: known })).toBe('a 30, a 30, b 40');
    expect(membersOf(web, hosts, { states: { ...known, 'web/b': { addresses: ['192.0.2.3'], weight: 41 } } })).toBe('a 30, a 30, b 41');
  });

  test('answers each family those that have addresses of it, and is judged by them', () => {
    expect(membersOf(web, hosts, { family: 'ipv6', states: known })).toBe('a 60');
    expect(membersOf(web, hosts, { family: 'ipv6', states: { ...known, 'web/a': { ...DOWN, addresses: A } } })).toBe('down');
  });

  test('takes those of weight 0 when nothing else is up, their addresses sharing', () => {
    const one = scene(pool('web', ['a.example.org 60', 'c.example.org 0'], { flatten: true }));
    const states = { 'web/a': { ...DOWN, addresses: A }, 'web/b': { addresses: ['192.0.2.4', '192.0.2.5'] } };
    expect(membersOf(web, one, { states })).toBe('b 0.5, b 0.5');
  });

  test('answers an address that two of them share once, with the weight of both (RFC 2181 section 5)', () => {
    const states = { ...known, 'web/b': { addresses: ['192.0.2.2', '192.0.2.3'] } };
    expect(membersOf(web, hosts, { states })).toBe('a 30, a 50, b 20');
  });

  test('counts one whose addresses are not known yet as not up, and says so', () => {
    const states = { ...known, 'web/b': { addresses: [] } };
    expect(membersOf(web, hosts, { states })).toBe('a 30, a 30');
    expect(membersOf(web, hosts, { states: { ...states, 'web/c': { ...DOWN, addresses: ['192.0.2.4'] } } })).toBe('down');
    expect(stepsOf(web, hosts, { states })).toEqual([
      'pool web taken: 2 of 3 endpoints up, 2 needed',
      '  endpoint a taken: weight 60, up (embedded: status 200)',
      '  endpoint b skipped: weight 40, no address of the host name is known yet',
      '  endpoint c taken: weight 0, up (embedded: status 200)',
    ]);
  });

  test('is down where no addresses are known at all, for either family', () => {
    const states = { 'web/a': { addresses: [] }, 'web/b': { addresses: [] }, 'web/c': { addresses: [] } };
    expect(membersOf(web, hosts, { states })).toBe('down');
    expect(membersOf(web, hosts, { family: 'ipv6', states })).toBe('down');
  });

  test('may stand beside addresses', () => {
    const mixed = scene(pool('web', ['192.0.2.9', 'b.example.org'], { flatten: true }));
    expect(membersOf(web, mixed, { states: { 'web/b': { addresses: ['192.0.2.1', '192.0.2.2'] } } })).toBe('a 100, b 50, b 50');
    expect(membersOf(web, mixed, { states: { 'web/b': { addresses: [] } } })).toBe('a 100');
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
