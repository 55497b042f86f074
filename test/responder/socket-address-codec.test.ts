import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { encodeSocketAddress, portOf } from '../../src/responder/socket-address-codec.ts';

test('IPv4: family, port and address', () => {
  const sockaddr = encodeSocketAddress({ address: '192.0.2.7', port: 0x1234 });
  expect([...sockaddr]).toEqual([2, 0, 0x12, 0x34, 192, 0, 2, 7, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(portOf(sockaddr)).toBe(0x1234);
});

test('IPv6: family, port, address and zone', () => {
  const sockaddr = encodeSocketAddress({ address: 'fe80::1%3', port: 53 });
  expect([...sockaddr]).toEqual([10, 0, 0, 53, 0, 0, 0, 0, 0xfe, 0x80, ...new Array<number>(13).fill(0), 1, 3, 0, 0, 0]);
});

test('a zone by the name of its interface; one that the machine does not have counts as none', () => {
  const zoneOf = (address: string) => encodeSocketAddress({ address, port: 53 })[24];
  expect(zoneOf('fe80::1%nowhere')).toBe(0);
  for (const [name, addresses = []] of Object.entries(networkInterfaces())) {
    const scoped = addresses.find(each => each.family === 'IPv6' && each.scopeid !== 0);
    if (scoped?.family === 'IPv6') expect(zoneOf(`${scoped.address}%${name}`)).toBe(scoped.scopeid);
  }
});

test('what is no address is refused', () => {
  expect(() => encodeSocketAddress({ address: 'localhost', port: 53 })).toThrow('localhost is no IP address');
});
