import { expect, test } from 'vitest';
import { flattenedHosts } from '../../src/resolve/flattened-hosts.ts';
import { declare } from '../health/declare.ts';
import { poolOfHosts, poolsOfHosts } from './pools-of-hosts.ts';

test('each host is there once, with every endpoint that it stands in', () => {
  const declared = poolsOfHosts(['cdn.example.net', 'other.example.net'], ['CDN.example.net', '192.0.2.1']);
  expect([...flattenedHosts(declared)]).toEqual([
    ['cdn.example.net.', ['example.com./p0/a', 'example.com./p1/a']],
    ['other.example.net.', ['example.com./p0/b']],
  ]);
});

test('hosts that are answered as an alias are not looked up', () => {
  expect(flattenedHosts(declare([poolOfHosts('alias', ['cdn.example.net'], false)], [])).size).toBe(0);
});
