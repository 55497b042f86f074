import { expect, test } from 'vitest';
import { parseIp } from '../../src/lib/ip-address.ts';
import { contains, containsPrefix, maskAddress, parsePrefix } from '../../src/lib/ip-prefix.ts';

test.each([
  ['192.0.2.0/24', [192, 0, 2, 0], 24],
  ['192.0.2.7', [192, 0, 2, 7], 32],
  ['0.0.0.0/0', [0, 0, 0, 0], 0],
  ['10.128.0.0/9', [10, 128, 0, 0], 9],
])('%s', (text, address, length) => expect(parsePrefix(text)).toEqual({ address: Uint8Array.from(address), length }));

test('IPv6', () => {
  expect(parsePrefix('2001:db8::/32')).toEqual({ address: parseIp('2001:db8::'), length: 32 });
  expect(parsePrefix('::1')?.length).toBe(128);
});

test.each([
  '',
  '192.0.2',
  '192.0.2.0/',
  '192.0.2.0/33',
  '192.0.2.0/-1',
  '192.0.2.0/1e1',
  '192.0.2.0/24/1',
  '192.0.2.1/24',
  '::1/64',
  'fe80::%1/64',
])('"%s" is no prefix', text => expect(parsePrefix(text)).toBeUndefined());

test.each([
  ['10.128.0.0/9', '10.255.1.2', true],
  ['10.128.0.0/9', '10.127.1.2', false],
  ['0.0.0.0/0', '1.2.3.4', true],
  ['0.0.0.0/0', '::1', false],
  ['2001:db8::/33', '2001:db8:7fff::1', true],
  ['2001:db8::/33', '2001:db8:8000::1', false],
])('%s contains %s: %s', (prefix, address, expected) => {
  const octets = parseIp(address)!;
  expect(contains(parsePrefix(prefix)!, octets.length === 4 ? 4 : 6, octets)).toBe(expected);
});

test.each([
  ['203.0.113.7', 24, '203.0.113.0'],
  ['203.0.113.255', 25, '203.0.113.128'],
  ['203.0.113.7', 0, '0.0.0.0'],
  ['203.0.113.7', 32, '203.0.113.7'],
  ['2001:db8:ffff::1', 33, '2001:db8:8000::'],
])('%s masked to %i bits is %s', (address, length, expected) => {
  expect(maskAddress(parseIp(address)!, length)).toEqual(parseIp(expected));
});

test.each([
  ['10.0.0.0/8', '10.1.0.0/16', true],
  ['10.0.0.0/8', '10.0.0.0/8', true],
  ['10.1.0.0/16', '10.0.0.0/8', false],
  ['10.1.0.0/16', '10.2.0.0/16', false],
  ['::/0', '10.0.0.0/8', false],
  ['2001:db8::/32', '2001:db8:1::/48', true],
])('the block %s contains the block %s: %s', (outer, inner, expected) => {
  expect(containsPrefix(parsePrefix(outer)!, parsePrefix(inner)!)).toBe(expected);
});
