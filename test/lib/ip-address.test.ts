import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatIp, isLoopback, parseIp } from '../../src/lib/ip-address.ts';

test('every address comes back from its text', () => {
  const octets = fc.oneof(
    fc.uint8Array({ minLength: 4, maxLength: 4 }),
    fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 255 })), { minLength: 16, maxLength: 16 }),
  );
  fc.assert(
    fc.property(octets, value => {
      const bytes = Uint8Array.from(value);
      const text = formatIp(bytes);
      expect(bytes.length === 4 || isIPv6(text)).toBe(true);
      expect(parseIp(text)).toEqual(bytes);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:DB8::1', '2001:db8::1'],
  ['::', '::'],
  ['::1', '::1'],
  ['1::', '1::'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['::ffff:192.0.2.1', '::ffff:c000:201'],
  ['fe80::1%eth0', 'fe80::1'],
])('%s is written %s (RFC 5952)', (text, canonical) => expect(formatIp(parseIp(text)!)).toBe(canonical));

test.each(['', '1.2.3', '1.2.3.256', ':::', 'example.com'])('"%s" is no address', text => expect(parseIp(text)).toBeUndefined());

test.each([
  ['127.0.0.1', true],
  ['127.255.0.1', true],
  ['::1', true],
  ['::2', false],
  ['10.0.0.1', false],
])('loopback %s: %s', (text, expected) => expect(isLoopback(parseIp(text)!)).toBe(expected));
