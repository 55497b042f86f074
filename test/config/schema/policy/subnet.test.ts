import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSubnet } from '../../../../src/config/schema/policy/subnet.ts';
import { formatIp } from '../../../../src/lib/ip-address.ts';
import { maskAddress, parsePrefix } from '../../../../src/lib/ip-prefix.ts';

const text = (written: string) => {
  const subnet = readSubnet(written);
  return typeof subnet === 'string' ? subnet : subnet.text;
};

test.each([
  ['203.0.113.0/24', '203.0.113.0/24'],
  ['203.0.113.7', '203.0.113.7/32'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['::/0', '::/0'],
  ['2001:0DB8:0:0::1', '2001:db8::1/128'],
  ['::ffff:203.0.113.0/120', '203.0.113.0/24'],
  ['::ffff:203.0.113.7', '203.0.113.7/32'],
  ['::ffff:0:0/96', '0.0.0.0/0'],
  ['::ffff:0:0/95', 'expected ::fffe:0:0/95, or ::ffff:0:0 for that address alone'],
  ['203.0.113.7/24', 'expected 203.0.113.0/24, or 203.0.113.7 for that address alone'],
  ['203.0.113.0/', 'expected a length from 0 to 32 behind the /'],
  ['2001:db8::/129', 'expected a length from 0 to 128 behind the /'],
])('%s: %s', (written, expected) => expect(text(written)).toBe(expected));

test.each(['', '/', '10/8', '10.0.0/8', '10.0.0.0/8/8', 'fe80::1%1/64', 'default:'])('"%s" is no block', written =>
  expect(text(written)).toMatch(/^expected an address block/),
);

const address = fc.oneof(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.uint8Array({ minLength: 16, maxLength: 16 }));

test('every block reads as itself, and a stray bit is told with the block that was meant', () => {
  fc.assert(
    fc.property(address, fc.nat(128), (octets, bits) => {
      const length = Math.min(bits, 8 * octets.length);
      const masked = maskAddress(octets, length);
      const canonical = readSubnet(`${formatIp(masked)}/${length}`);
      if (typeof canonical === 'string') throw new Error(canonical);
      expect(parsePrefix(canonical.text)).toEqual({ address: canonical.address, length: canonical.length });
      if (Buffer.compare(masked, octets) === 0) return;
      expect(readSubnet(`${formatIp(octets)}/${length}`)).toContain(`expected ${formatIp(masked)}/${length}, or`);
    }),
  );
});
