import { expect, test } from 'vitest';
import { parseIp } from '../../src/lib/ip-address.ts';
import { refusalOf } from '../../src/resolve/refusal.ts';

const refusal = (text: string, allowLoopback = false) => refusalOf({ text, bytes: parseIp(text)! }, allowLoopback);

test.each([
  ['0.0.0.0', 'unspecified'],
  ['0.1.2.3', 'unspecified'],
  ['127.0.0.1', 'loopback'],
  ['127.9.9.9', 'loopback'],
  ['169.254.169.254', 'link-local'],
  ['224.0.0.1', 'multicast'],
  ['239.255.255.255', 'multicast'],
  ['255.255.255.255', 'broadcast'],
  ['::', 'unspecified'],
  ['::1', 'loopback'],
  ['::ffff:192.0.2.1', 'IPv4-mapped'],
  ['::ffff:127.0.0.1', 'IPv4-mapped'],
  ['fe80::1', 'link-local'],
  ['febf::1', 'link-local'],
  ['ff02::1', 'multicast'],
])('%s is refused as %s', (text, kind) => {
  expect(refusal(text)).toBe(`${text} (${kind})`);
});

test.each([
  '192.0.2.1',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '223.255.255.255',
  '2001:db8::1',
  'fd00::1',
  '64:ff9b::192.0.2.1',
  'fec0::1',
])('%s may be answered: private networks have clients too', text => {
  expect(refusal(text)).toBeUndefined();
});

test('loopback addresses may be answered where that is wanted, the others not', () => {
  expect([refusal('127.0.0.1', true), refusal('::1', true)]).toEqual([undefined, undefined]);
  expect(refusal('224.0.0.1', true)).toBe('224.0.0.1 (multicast)');
});
