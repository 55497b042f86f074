import { describe, expect, test } from 'vitest';
import { engineRig, octetsOf, optOf } from '../responder/ask-engine.ts';
import { queryBytes, subnetData } from '../responder/query-bytes.ts';

const { ask, bytes } = engineRig();
const withSubnet = (name: string, ...data: readonly (readonly number[])[]) =>
  queryBytes(name, { type: 16, edns: { options: data.map(octets => [8, octets] as const) } });
const subnetOf = (query: Uint8Array) => optOf(bytes(query))?.options.get(8);
const clientOf = (query: Uint8Array, from: string) => Buffer.from(bytes(query, { from })!).toString('latin1');

describe('RFC 7871: client subnet', () => {
  test.each([
    ['IPv4 /24', subnetData(1, 24, 0, 203, 0, 113), 24],
    ['IPv4 /32', subnetData(1, 32, 0, 203, 0, 113, 9), 24],
    ['IPv4 /9', subnetData(1, 9, 0, 203, 0x80), 24],
    ['IPv6 /56', subnetData(2, 56, 0, ...octetsOf('2001:db8::').slice(0, 7)), 56],
    ['IPv6 /128', subnetData(2, 128, 0, ...octetsOf('2001:db8::1')), 56],
  ])('section 7.2.1: %s comes back with the scope of the answer', (_, data, scope) => {
    expect(subnetOf(withSubnet('www.test.', data))).toEqual(data.map((octet, i) => (i === 3 ? scope : octet)));
  });

  test('section 7.4: the scope of a denial is 0', () => {
    expect(subnetOf(withSubnet('no.test.', subnetData(1, 24, 0, 203, 0, 113)))?.[3]).toBe(0);
    expect(subnetOf(withSubnet('else.where.', subnetData(1, 24, 0, 203, 0, 113)))?.[3]).toBe(0);
  });

  test.each([
    ['IPv4', subnetData(1, 0, 0)],
    ['IPv6', subnetData(2, 0, 0)],
    ['no family', subnetData(0, 0, 0)],
  ])('section 7.1.2: a prefix of 0 bits (%s) is answered for the resolver, with scope 0', (_, data) => {
    expect(subnetOf(withSubnet('www.test.', data))).toEqual(data);
    expect(clientOf(withSubnet('client.test.', data), '198.51.100.7')).toContain('198.51.100.7/32');
  });

  test('the client is the subnet, else the address that the query came from', () => {
    expect(clientOf(withSubnet('client.test.', subnetData(1, 24, 0, 203, 0, 113)), '198.51.100.7')).toContain('203.0.113.0/24');
    expect(clientOf(withSubnet('client.test.', subnetData(2, 32, 0, 0x20, 1, 0xd, 0xb8)), '198.51.100.7')).toContain('2001:db8::/32');
    expect(clientOf(withSubnet('client.test.'), '2001:db8::7')).toContain('2001:db8::7/128');
    expect(clientOf(queryBytes('client.test.', { type: 16 }), '198.51.100.7')).toContain('198.51.100.7/32');
  });

  test('one query leaves nothing for the next', () => {
    clientOf(withSubnet('client.test.', subnetData(2, 128, 0, ...octetsOf('2001:db8::ffff:1'))), '198.51.100.7');
    expect(clientOf(withSubnet('client.test.', subnetData(2, 8, 0, 0x20)), '198.51.100.7')).toContain('2000::/8');
    expect(optOf(bytes(queryBytes('www.test.', { edns: {} })))?.options.size).toBe(0);
  });

  test.each([
    ['no data', []],
    ['three octets', [0, 1, 24]],
    ['a scope in a query', subnetData(1, 24, 24, 203, 0, 113)],
    ['an unknown family', subnetData(3, 8, 0, 203)],
    ['a prefix of no family', subnetData(0, 8, 0, 203)],
    ['33 bits of IPv4', subnetData(1, 33, 0, 203, 0, 113, 1, 0)],
    ['129 bits of IPv6', subnetData(2, 129, 0, ...octetsOf('2001:db8::1'), 0)],
    ['too few octets', subnetData(1, 24, 0, 203, 0)],
    ['too many octets', subnetData(1, 24, 0, 203, 0, 113, 0)],
    ['bits behind the prefix', subnetData(1, 23, 0, 203, 0, 113)],
    ['an address with a prefix of 0 bits', subnetData(1, 0, 0, 203)],
  ])('section 6: %s is FORMERR', (_, data) => {
    expect(ask(withSubnet('www.test.', data)).header).toMatchObject({ rcode: 1, ancount: 0, qdcount: 1 });
    expect(subnetOf(withSubnet('www.test.', data))).toBeUndefined();
  });

  test('the option twice is FORMERR', () => {
    const data = subnetData(1, 24, 0, 203, 0, 113);
    expect(ask(withSubnet('www.test.', data, data)).header.rcode).toBe(1);
  });
});
