import { expect, test } from 'vitest';
import { readTarget, writeTarget } from '../../src/lib/target-text.ts';

test.each([
  ['example.com/web', { kind: 'pool', zone: 'example.com', pool: 'web' }],
  ['example.com/web/a', { kind: 'endpoint', zone: 'example.com', pool: 'web', endpoint: 'a' }],
  ['example.com/site:hz', { kind: 'site', zone: 'example.com', site: 'hz' }],
  ['0/25.2.0.192.in-addr.arpa/web/a', { kind: 'endpoint', zone: '0/25.2.0.192.in-addr.arpa', pool: 'web', endpoint: 'a' }],
  ['0/25.2.0.192.in-addr.arpa/site:hz', { kind: 'site', zone: '0/25.2.0.192.in-addr.arpa', site: 'hz' }],
])('%s', (text, target) => expect(readTarget(text)).toEqual(target));

test.each(['', 'web', '/', '/web', 'example.com/', 'example.com//a', 'example.com/web/', 'example.com/site:', 'site:hz'])(
  '%j is none',
  text => expect(readTarget(text)).toBeUndefined(),
);

test.each(['example.com/web', 'example.com/web/a', 'example.com/site:hz'])('%s is written as it is read', text => {
  const { zone, ...rest } = readTarget(text)!;
  expect(writeTarget({ ...rest, zone: `${zone}.` } as Parameters<typeof writeTarget>[0])).toBe(text);
});
