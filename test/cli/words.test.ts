import { expect, test } from 'vitest';
import { table } from '../../src/cli/table.ts';
import { parseTarget } from '../../src/cli/target.ts';
import { presentTree, presentTtl } from '../../src/cli/tree.ts';
import { count, presentAge, presentCounts } from '../../src/cli/words.ts';
import { UsageError } from '../../src/config/usage-error.ts';

test.each([
  [0, '0s'],
  [-5, '0s'],
  [999, '0s'],
  [61_000, '1m 1s'],
  [3_600_000, '1h'],
  [3_605_000, '1h'],
  [90_061_000, '1d 1h'],
])('%i ms is %s', (ms, text) => expect(presentAge(ms)).toBe(text));

test('counts and nouns', () => {
  expect([count(0, 'zone'), count(1, 'zone'), count(2, 'zone')]).toEqual(['0 zones', '1 zone', '2 zones']);
  expect(presentCounts({ up: 2, down: 0, drain: 1, unknown: 0 })).toBe('2 up, 1 drain');
  expect(presentCounts({ up: 0, down: 0, drain: 0, unknown: 0 })).toBe('none');
});

test('columns are as wide as they need, and no cell moves the cursor', () => {
  expect(
    table(
      ['A', 'LONG HEAD'],
      [
        ['long cell', 'x'],
        ['', 'y\u001b[2J\nz'],
      ],
      2,
    ),
  ).toBe('  A          LONG HEAD\n  long cell  x\n             y?[2J?z');
});

test.each([
  ['example.com/web/a', 'endpoint', '/v1/zones/example.com/pools/web/endpoints/a'],
  ['example.com/web', 'pool', '/v1/zones/example.com/pools/web'],
  ['example.com/site:hangzhou', 'site', '/v1/zones/example.com/sites/hangzhou'],
  ['0/25.2.0.192.in-addr.arpa/web/a', 'endpoint', '/v1/zones/0%2F25.2.0.192.in-addr.arpa/pools/web/endpoints/a'],
  ['example.com/a b?/c', 'endpoint', '/v1/zones/example.com/pools/a%20b%3F/endpoints/c'],
])('the target %s is a %s', (text, kind, path) => expect(parseTarget(text)).toEqual({ kind, text, path }));

test.each(['', '/', 'example.com', 'example.com/', '/web', 'example.com//a', 'example.com/web/', 'site:hangzhou', 'example.com/site:'])(
  '"%s" is no target',
  text => expect(() => parseTarget(text)).toThrow(UsageError),
);

test.each<[node: unknown, text: string]>([
  ['web', 'web'],
  [{ failover: ['a', { weighted: [{ to: 'b', weight: 1 }] }] }, 'failover(a, weighted(b 1))'],
  [{ nearest: { of: ['a', 'b'], within: '0%' } }, 'nearest(a, b)'],
  [{ nearest: { of: ['a', 'b'], within: '10%' } }, 'nearest(a, b within 10%)'],
  [{ geo: { 'country:CN': 'a', default: { failover: ['b'] } } }, 'geo(country:CN: a, default: failover(b))'],
])('the tree %j is %s', (node, text) => expect(presentTree(node)).toBe(text));

test('a fixed TTL is one number', () => {
  expect(presentTtl({ min_seconds: 5, max_seconds: 60 })).toBe('5s to 60s');
  expect(presentTtl({ min_seconds: 30, max_seconds: 30 })).toBe('30s');
});
