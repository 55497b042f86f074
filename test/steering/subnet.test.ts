import { describe, expect, test } from 'vitest';
import { sharesOf, stepsOf } from './decided.ts';
import { failover, pool, scene, subnet } from './declare.ts';

const NAMES = ['host', 'office', 'campus', 'six', 'default'];
const pools = scene(...NAMES.map((name, i) => pool(name, [`192.0.2.${i + 1}`])));
const DOWN = { verdict: 'down' } as const;
/** The widest first, so that the order of the file is not what decides. */
const tree = subnet({
  default: 'default',
  '203.0.0.0/16': 'campus',
  '203.0.113.0/24': 'office',
  '203.0.113.9/32': 'host',
  '2001:db8::/32': 'six',
});

describe('subnet', () => {
  test.each([
    ['of one address', '203.0.113.9', 'host 100'],
    ['of a network', '203.0.113.10', 'office 100'],
    ['of a wider one', '203.0.112.255', 'campus 100'],
    ['just before the widest', '202.255.255.255', 'default 100'],
    ['just behind the widest', '203.1.0.0', 'default 100'],
    ['of IPv6', '2001:db8:ffff::1', 'six 100'],
    ['of no IPv6 block', '2001:db9::1', 'default 100'],
    ['of an IPv4 address in IPv6 (RFC 4291)', '::ffff:203.0.113.10', 'office 100'],
    ['of a 6to4 address (RFC 3056)', '2002:cb00:7109::1', 'host 100'],
    ['of an IPv4-compatible address, which is none', '::203.0.113.9', 'default 100'],
  ])('takes the smallest block for a client %s', (_, at, expected) => {
    expect(sharesOf(tree, pools, { client: { at } })).toBe(expected);
  });

  test('goes on to the next wider block while one is down, and to the default last', () => {
    const states: Record<string, { verdict: 'down' }> = {};
    const order: string[] = [];
    for (const name of ['host', 'office', 'campus', 'default']) {
      order.push(sharesOf(tree, pools, { client: { at: '203.0.113.9' }, states }));
      states[`${name}/a`] = DOWN;
    }
    expect(order).toEqual(['host 100', 'office 100', 'campus 100', 'default 100']);
    expect(sharesOf(tree, pools, { client: { at: '203.0.113.9' }, states })).toBe('down');
  });

  test('never goes on to a smaller block, or one of others', () => {
    const states = { 'campus/a': DOWN, 'default/a': DOWN };
    expect(sharesOf(tree, pools, { client: { at: '203.0.112.1' }, states })).toBe('down');
  });

  test('without a default is down for clients in no block, and for a client of whom nothing is known', () => {
    const narrow = subnet({ '203.0.113.0/24': 'office' });
    expect(sharesOf(narrow, pools, { client: { at: '192.0.2.1' } })).toBe('down');
    expect(sharesOf(narrow, pools)).toBe('down');
    expect(stepsOf(narrow, pools, { client: { at: '192.0.2.1' } })).toEqual(['subnet skipped: down: no block holds the client']);
  });

  test('may hold everything: a block of 0 bits is for its family alone', () => {
    const all4 = subnet({ '0.0.0.0/0': 'office', default: 'six' });
    expect(sharesOf(all4, pools, { client: { at: '1.2.3.4' } })).toBe('office 100');
    expect(sharesOf(all4, pools, { client: { at: '2001:db8::1' } })).toBe('six 100');
    expect(sharesOf(all4, pools, { client: { at: '2002:102:304::' } })).toBe('office 100');
  });

  test('of blocks of both families that hold one address goes by the one with more bits of it', () => {
    const both = subnet({ '203.0.0.0/16': 'campus', '2002:cb00:7100::/40': 'six', '2002::/16': 'default' });
    expect(sharesOf(both, pools, { client: { at: '2002:cb00:7109::1' } })).toBe('six 100');
    expect(sharesOf(both, pools, { client: { at: '2002:cb00:7209::1' } })).toBe('campus 100');
    expect(sharesOf(both, pools, { client: { at: '2002:cc00::1' } })).toBe('default 100');
  });
});

describe('an explanation of subnet', () => {
  const shown = (node: typeof tree, at: string, states = {}) =>
    stepsOf(node, pools, { client: { at }, states }).filter(step => !step.includes('endpoint '));

  test('names the block, and what was tried before', () => {
    expect(shown(tree, '203.0.113.9', { 'host/a': DOWN })).toEqual([
      'subnet taken: 203.0.113.0/24 fits and is up',
      '  pool host skipped: down: 0 of 1 endpoints up, 1 needed',
      '  pool office taken: 1 of 1 endpoints up, 1 needed',
    ]);
    expect(shown(tree, '192.0.2.1')[0]).toBe('subnet taken: default');
  });

  test('names the block that holds the client, where several lead alike', () => {
    const alike = subnet({ '203.0.113.0/24': 'office', '198.51.100.0/24': 'office', '198.51.0.0/16': 'office', default: 'six' });
    expect(shown(alike, '198.51.100.1')[0]).toBe('subnet taken: 198.51.100.0/24 fits and is up');
    expect(shown(alike, '198.51.101.1')[0]).toBe('subnet taken: 198.51.0.0/16 fits and is up');
  });

  test('names no block where the client is in none, though one leads where the default does', () => {
    const same = subnet({ '203.0.113.0/24': 'office', '198.51.100.0/24': 'six', default: 'office' });
    expect(shown(same, '192.0.2.1')[0]).toBe('subnet taken: default');
    expect(shown(same, '203.0.113.1')[0]).toBe('subnet taken: 203.0.113.0/24 fits and is up');
    expect(shown(same, '198.51.100.1', { 'six/a': DOWN })[0]).toBe('subnet taken: default');
  });

  test('tells that nothing that fits is up', () => {
    const states = { 'office/a': DOWN };
    expect(shown(subnet({ '203.0.113.0/24': failover('office') }), '203.0.113.1', states)[0]).toBe(
      'subnet skipped: down: no branch that fits the client is up',
    );
  });
});
