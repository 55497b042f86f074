import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatSocketAddress, parseSocketAddress } from '../../src/lib/socket-address.ts';

test.each([
  ['127.0.0.1:5300', { address: '127.0.0.1', port: 5300 }],
  ['[::1]:0', { address: '::1', port: 0 }],
  ['[2001:db8::53]:65535', { address: '2001:db8::53', port: 65_535 }],
])('reads %s', (text, address) => expect(parseSocketAddress(text)).toEqual(address));

test.each([
  '',
  '5300',
  ':5300',
  '127.0.0.1',
  '127.0.0.1:',
  '127.0.0.1:65536',
  '::1:5300',
  '[127.0.0.1]:53',
  '[::1]',
  'localhost:53',
  '1.2.3:53',
])('"%s" is no socket address', text => expect(parseSocketAddress(text)).toBeUndefined());

test('every socket address comes back from its text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(65_535), (address, port) => {
      expect(parseSocketAddress(formatSocketAddress({ address, port }))).toEqual({ address, port });
    }),
  );
});
