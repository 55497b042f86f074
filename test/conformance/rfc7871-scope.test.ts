import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatIp } from '../../src/lib/ip-address.ts';
import { locationTable } from '../answer/locations.ts';
import { exampleZone, serve } from '../answer/serve.ts';
import { engineRig, octetsOf, optOf } from '../responder/ask-engine.ts';
import { queryBytes, subnetData } from '../responder/query-bytes.ts';
import { failover, geo, nearest, pool, record, steering, sticky, subnet } from '../steering/declare.ts';

const LOCATIONS = locationTable({
  '20.0.0.0/8': { country: 'CN', continent: 'AS', coordinates: [30, 120] },
  '20.64.0.0/10': { country: 'JP', continent: 'AS', coordinates: [36, 138] },
  '20.65.3.0/24': { country: 'DE', continent: 'EU', coordinates: [50, 8] },
  '20.65.3.77/32': { country: 'CN', continent: 'AS', asn: 64_500, coordinates: [40, 116] },
  '96.0.0.0/3': { country: 'DE', continent: 'EU', coordinates: [51, 9] },
  '2400::/12': { country: 'CN', continent: 'AS', coordinates: [30, 120] },
  '2400:8000::/17': { country: 'DE', continent: 'EU', coordinates: [50, 8] },
  '2400:8000:1:2::/64': { country: 'JP', continent: 'AS', coordinates: [36, 138] },
});
const POOLS = [
  pool('cn', ['192.0.2.1']),
  pool('asia', ['192.0.2.2'], { site: 'singapore' }),
  pool('eu', ['192.0.2.3'], { site: 'frankfurt' }),
  pool('six', ['2001:db8::1']),
];
const served = serve(
  exampleZone(
    'static A 192.0.2.9\nalias CNAME geo\n',
    steering(POOLS, [
      record('geo', geo({ 'country:CN': 'cn', 'continent:AS': 'asia', 'asn:64500': 'eu', default: failover('eu') })),
      record('near', nearest(0, 'cn', 'asia', 'eu')),
      record('part', geo({ 'country:CN': 'cn' }), { whenAllDown: { kind: 'nodata' } }),
      record('all', failover('cn', 'eu')),
      record('office', subnet({ '20.65.0.0/16': 'cn', '20.65.3.64/26': 'eu', '2400:8000::/20': 'cn', default: 'asia' })),
      record('kept', sticky(['cn', 1], ['asia', 1])),
      record('ignored', geo({ 'country:CN': 'cn', default: 'eu' }), { clientSubnet: false }),
      record('ignored-kept', sticky(['cn', 1], ['asia', 1]), { clientSubnet: false }),
      record('mixed', geo({ 'country:CN': 'six', default: 'cn' })),
    ]),
  ),
  { locations: LOCATIONS },
);

const anyClient = fc.oneof(
  fc.uint8Array({ minLength: 4, maxLength: 4 }),
  fc.tuple(fc.constantFrom(64, 65), fc.constantFrom(3, 4), fc.constantFrom(76, 77, 78)).map(rest => Uint8Array.of(20, ...rest)),
  fc.uint8Array({ minLength: 16, maxLength: 16 }),
  fc.uint8Array({ minLength: 14, maxLength: 14 }).map(rest => Uint8Array.of(0x24, 0x00, ...rest)),
  fc.uint8Array({ minLength: 8, maxLength: 8 }).map(rest => Uint8Array.of(0x24, 0, 0x80, 0, 0, 1, 0, 2, ...rest)),
);

/** The address with the bits behind `length` taken from `other`. */
function within(address: Uint8Array, length: number, other: Uint8Array): Uint8Array {
  return address.map((octet, i) => {
    const kept = Math.min(8, Math.max(0, length - 8 * i));
    const mask = (0xff00 >> kept) & 255;
    return (octet & mask) | ((other[i] ?? 0) & ~mask & 255);
  });
}

describe('the scope of an answer (RFC 7871)', () => {
  test.each(['geo', 'near', 'alias', 'office', 'kept'])('%s: every address inside it gets the same answer', name => {
    fc.assert(
      fc.property(anyClient, fc.uint8Array({ minLength: 16, maxLength: 16 }), (client, other) => {
        const ask = (address: Uint8Array) => served.ask(`${name}.example.com.`, 'A', { client: formatIp(address) });
        const answer = ask(client);
        expect(answer.scope).toBeGreaterThan(0);
        expect(answer.scope).toBeLessThanOrEqual(8 * client.length);
        expect(ask(within(client, answer.scope, other))).toEqual(answer);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['20.1.2.3', 'cn', 10],
    ['20.70.1.1', 'asia', 14],
    ['20.65.3.5', 'eu', 26],
    ['20.65.3.77', 'eu', 32],
    ['100.1.1.1', 'eu', 2],
    ['2400:8000::1', 'eu', 48],
  ])('of %s, steered to %s, is /%i', (client, name, scope) => {
    const expected = POOLS.find(each => each.name === name)!.endpoints[0]!.address.text;
    const answer = served.ask('geo.example.com.', 'A', { client });
    expect(answer.answers).toEqual([`geo.example.com. 60 A ${expected}`]);
    expect(answer.scope).toBe(scope);
  });

  test('goes by the prefix of the client, and may be longer than it', () => {
    expect(served.ask('geo.example.com.', 'A', { client: '20.65.3.0/16' }).scope).toBeGreaterThan(16);
  });

  test.each([
    ['static.example.com.', 'A', 'static data'],
    ['all.example.com.', 'A', 'a tree that does not look at the client'],
    ['geo.example.com.', 'AAAA', 'a type that the name does not have'],
    ['geo.example.com.', 'MX', 'a type that the name does not have'],
    ['no.example.com.', 'A', 'a name that does not exist'],
    ['example.net.', 'A', 'a name that is not ours'],
    ['part.example.com.', 'A', 'no data for this client (section 7.4)'],
    ['mixed.example.com.', 'AAAA', 'a pool without this family (section 7.4)'],
  ])('is 0 for %s %s: %s', (name, type) => {
    expect(served.ask(name, type, { client: '100.1.1.1' }).scope).toBe(0);
  });
});

describe('on the wire', () => {
  const { bytes } = engineRig(undefined, { source: served.lookup });
  /** The last octets of the addresses answered, and the SCOPE of the option that comes back. */
  const told = (label: string, data: readonly number[] | undefined, from: string) => {
    const answer = bytes(queryBytes(`${label}.example.com.`, { edns: { options: data ? [[8, data]] : [] } }), { from })!;
    const option = optOf(answer)?.options.get(8);
    const begins = answer.findIndex((octet, i) => octet === 192 && answer[i + 1] === 0 && answer[i + 2] === 2);
    return { address: answer[begins + 3], scope: option?.[3] };
  };

  test.each([
    ['geo', subnetData(1, 24, 0, 20, 65, 3), '8.8.8.8', 3, 26],
    ['geo', subnetData(1, 24, 0, 20, 1, 2), '8.8.8.8', 1, 10],
    ['office', subnetData(1, 16, 0, 20, 65), '8.8.8.8', 1, 23],
    ['office', subnetData(1, 32, 0, 20, 65, 3, 65), '8.8.8.8', 3, 26],
    ['office', subnetData(2, 32, 0, ...octetsOf('2400:8000::').slice(0, 4)), '8.8.8.8', 1, 20],
    ['office', undefined, '20.65.3.65', 3, undefined],
    ['office', subnetData(1, 0, 0), '20.65.3.65', 3, 0],
    ['ignored', subnetData(1, 24, 0, 20, 1, 2), '100.1.1.1', 3, 0],
    ['ignored', subnetData(1, 24, 0, 100, 1, 2), '20.1.1.1', 1, 0],
    ['ignored', subnetData(2, 12, 0, 0x24, 0), '20.1.1.1', 1, 0],
    ['ignored', subnetData(1, 24, 0, 20, 1, 2), '2400:8000::1', 3, 0],
  ])('%s with %j from %s: 192.0.2.%i, scope %s', (label, data, from, address, scope) => {
    expect(told(label, data, from)).toEqual({ address, scope });
  });

  test("a network keeps its answer: the sender's where the client subnet is ignored, or is of 0 bits (section 7.1.2)", () => {
    for (let i = 0; i < 50; i++) {
      const client = subnetData(1, 24, 0, 50, i, 2);
      const sender = `60.${i}.3.4`;
      const { address } = told('kept', undefined, sender);
      expect(told('kept', client, sender).scope).toBe(24);
      expect(told('kept', client, sender).address).toBe(told('kept', undefined, `50.${i}.2.9`).address);
      expect(told('kept', subnetData(1, 0, 0), sender)).toEqual({ address, scope: 0 });
      expect(told('ignored-kept', client, sender)).toEqual({ address, scope: 0 });
    }
  });
});
