import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatIp } from '../../src/lib/ip-address.ts';
import { createPeer, readPeer } from '../../src/responder/peer-address.ts';
import { octetsOf } from './ask-engine.ts';

const peer = createPeer();

test('every address that the machine writes is read, one after the other into the same peer', () => {
  const octets = fc.oneof(
    fc.uint8Array({ minLength: 4, maxLength: 4 }),
    fc.uint8Array({ minLength: 16, maxLength: 16 }),
    fc.array(fc.constantFrom(0, 0, 0, 1, 255), { minLength: 16, maxLength: 16 }).map(list => Uint8Array.from(list)),
  );
  fc.assert(
    fc.property(octets, address => {
      readPeer(formatIp(address), peer);
      expect(peer.family).toBe(address.length === 4 ? 4 : 6);
      expect(peer.address.subarray(0, address.length)).toEqual(address);
    }),
  );
});

test.each([
  ['fe80::1%eth0', 6, octetsOf('fe80::1')],
  ['::', 6, octetsOf('::')],
  ['1::', 6, octetsOf('1::')],
  ['::ffff:192.0.2.1', 4, [192, 0, 2, 1]],
])('%s', (text, family, octets) => {
  readPeer(text, peer);
  expect([peer.family, ...peer.address.subarray(0, octets.length)]).toEqual([family, ...octets]);
});
