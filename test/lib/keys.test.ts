import { expect, test } from 'vitest';
import { endpointKey, intentTargetKey, parseEndpointKey, parseTargetKey, targetKey } from '../../src/lib/keys.ts';

test('keys come back as their parts, also for a zone with slashes in its name', () => {
  for (const zone of ['example.com.', '0/25.2.0.192.in-addr.arpa.']) {
    const endpoint = endpointKey(zone, 'web-hangzhou', 'a');
    expect(parseEndpointKey(endpoint)).toEqual({ zone, pool: 'web-hangzhou', endpoint: 'a' });
    expect(parseTargetKey(targetKey(endpoint, 'web'))).toEqual({ zone, pool: 'web-hangzhou', endpoint: 'a', monitor: 'web' });
  }
});

test('keys read as documented', () => {
  expect(endpointKey('example.com.', 'web', 'a')).toBe('example.com./web/a');
  expect(targetKey('example.com./web/a', 'http')).toBe('example.com./web/a/http');
});

test.each(['', 'example.com.', 'example.com./web', 'example.com./web/', 'example.com.//a', 'example.com/web/a', 'a/b/c/d'])(
  '"%s" is no endpoint key',
  key => expect(parseEndpointKey(key)).toBeUndefined(),
);

test('things of different kinds with the same name have different keys', () => {
  const zone = 'example.com.';
  expect(intentTargetKey({ kind: 'endpoint', zone, pool: 'web', endpoint: 'a' })).toBe('endpoint example.com./web/a');
  expect(intentTargetKey({ kind: 'pool', zone, pool: 'web' })).toBe('pool example.com./web');
  expect(intentTargetKey({ kind: 'site', zone, site: 'web' })).toBe('site example.com./web');
});
