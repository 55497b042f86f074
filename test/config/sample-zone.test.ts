import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadZones } from '../../src/config/load.ts';
import { isLoopback } from '../../src/lib/ip-address.ts';

const { declared, findings } = loadZones(join(import.meta.dirname, '../../zones'));

test('the sample zone has no findings', () => expect(findings).toEqual([]));

test('it shows every policy', () => {
  const { records } = declared!.zones.get('example.com.')!.steering!;
  expect(records.map(({ label, steer }) => [label, steer.policy])).toEqual([
    ['www', 'failover'],
    ['@', 'failover'],
    ['api', 'weighted'],
    ['app', 'geo'],
    ['near', 'nearest'],
    ['office', 'subnet'],
    ['cart', 'sticky'],
    ['many', 'all'],
  ]);
});

test('its endpoints are stand-ins on this machine', () => {
  const { pools } = declared!.zones.get('example.com.')!.steering!;
  const addresses = [...pools.values()].flatMap(({ endpoints }) => endpoints.map(({ address }) => address));
  expect(addresses.every(address => address.family !== 'host' && isLoopback(address.bytes))).toBe(true);
  expect(new Set(addresses.map(({ family }) => family))).toEqual(new Set(['ipv4', 'ipv6']));
});
