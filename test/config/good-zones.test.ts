import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadZones } from '../../src/config/load.ts';
import type { DeclaredZone } from '../../src/model/declared.ts';

const ROOT = join(import.meta.dirname, '../fixtures/zones-good');

function zone(fixture: string, name = 'example.com.'): DeclaredZone {
  const { declared, findings } = loadZones(join(ROOT, fixture));
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return declared!.zones.get(name)!;
}

const steering = () => zone('all-features').steering!;
const record = (label: string) => steering().records.find(candidate => candidate.label === label)!;

test.each(['all-features', 'no-false-alarms'])('there is nothing to say of the zone %s', fixture => {
  expect(loadZones(join(ROOT, fixture)).findings).toEqual([]);
});

test('a zone without YAML is purely static', () => {
  const { name, nodes, steering: steered } = zone('purely-static');
  expect(steered).toBeUndefined();
  expect(name).toBe('example.com.');
  expect([...nodes.values()].map(node => [node.name, [...node.sets.keys()]])).toEqual([
    ['example.com.', [6, 2]],
    ['ns.example.com.', [1]],
    ['www.example.com.', [1]],
  ]);
});

test('every zone of the directory is there, and other files are left alone', () => {
  const { declared, findings } = loadZones(join(ROOT, 'two-zones'));
  expect([...declared!.zones.keys()]).toEqual(['example.com.', 'example.org.']);
  expect(findings).toEqual([]);
});

test('a YAML file with nothing in it steers nothing, with a warning', () => {
  const { declared, findings } = loadZones(join(ROOT, 'nothing-steered'));
  expect(findings.map(({ severity }) => severity)).toEqual(['warning']);
  expect(declared!.zones.get('example.com.')!.steering!.records).toEqual([]);
});

test('what a monitor does not say has its default', () => {
  expect(steering().monitors.get('plain')).toEqual({
    name: 'plain',
    intervalMs: 10_000,
    timeoutMs: 2000,
    fall: 2,
    rise: 3,
    confirmMs: 500,
    quorum: { need: { kind: 'majority' }, perRegion: undefined },
    recovery: { kind: 'auto' },
    role: 'vote',
    check: { type: 'http', port: 80, path: '/', method: 'GET', headers: {}, expectStatus: [[200, 399]], redirects: 0 },
  });
});

test('what confirms a failure, how many vantages must see it, and what it takes to be up again', () => {
  const monitor = (name: string) => steering().monitors.get(name)!;
  const need = (name: string) => monitor(name).quorum;
  expect(['anywhere', 'half', 'hundred', 'by-region'].map(name => monitor(name).confirmMs)).toEqual([undefined, 1000, undefined, 500]);
  expect(need('anywhere')).toEqual({ need: { kind: 'all' }, perRegion: undefined });
  expect(need('half')).toEqual({ need: { kind: 'percent', percent: 50 }, perRegion: undefined });
  expect(need('hundred')).toEqual({ need: { kind: 'count', count: 100 }, perRegion: undefined });
  expect(need('by-region')).toEqual({ need: { kind: 'count', count: 2 }, perRegion: { kind: 'majority' } });
  expect(['anywhere', 'half', 'by-region'].map(name => monitor(name).recovery)).toEqual([
    { kind: 'manual' },
    { kind: 'delayed', delayMs: 300_000 },
    { kind: 'auto' },
  ]);
});

test('a monitor may only inform, beside one that votes', () => {
  expect(steering().monitors.get('test-traffic')).toMatchObject({
    role: 'inform',
    quorum: { need: { kind: 'any' } },
    check: { headers: { 'X-Test-Traffic': 'meridian' } },
  });
  expect(steering().pools.get('standby')).toMatchObject({ monitors: ['plain', 'test-traffic'], require: 'any' });
});

test('what a check over a connection sends and expects', () => {
  const settings = (name: string) => steering().monitors.get(name)!.check;
  expect(settings('shop')).toEqual({
    type: 'https',
    port: 8443,
    path: '/health',
    method: 'POST',
    host: 'shop.example.com:8443',
    headers: {},
    expectStatus: [[200, 200]],
    expectBody: { kind: 'regex', pattern: '"status":\\s*"(?:ok|ready)"' },
    redirects: 3,
    sni: 'www.example.com',
    verify: false,
    minDaysLeft: 14,
  });
  expect(settings('page')).toMatchObject({ type: 'https', port: 443, verify: true, expectBody: { kind: 'text', text: 'Würzburg' } });
  expect(settings('ldap')).toEqual({ type: 'tls', port: 636, verify: true, alpn: ['h2', 'http/1.1'], minDaysLeft: 0 });
  expect(settings('plain-tls')).toEqual({ type: 'tls', port: 443, verify: true, alpn: [] });
  expect(settings('redis')).toEqual({ type: 'tcp', port: 6379, send: 'PING\r\n', expect: '+PONG\xff' });
});

test('a timeout not given is no longer than the interval', () => {
  expect(steering().monitors.get('db')).toMatchObject({ intervalMs: 1000, timeoutMs: 1000, check: { type: 'tcp', port: 5432 } });
});

test('a merged map gives what the map itself does not say', () => {
  expect(steering().monitors.get('web-fast')).toMatchObject({
    intervalMs: 1000,
    timeoutMs: 500,
    rise: 5,
    check: { port: 8080, method: 'HEAD', host: 'www.example.com', expectStatus: [[204, 204]] },
  });
});

test('endpoints keep the order of the file, even where their names are numbers', () => {
  const { endpoints, select, answers, minUp, monitors } = steering().pools.get('web-hangzhou')!;
  expect(endpoints.map(({ name, address, weight }) => [name, address.family, address.text, weight])).toEqual([
    ['10', 'ipv4', '203.0.113.10', 50],
    ['9', 'ipv4', '203.0.113.11', 100],
    ['six', 'ipv6', '2001:db8::30', 100],
  ]);
  expect({ select, answers, minUp, monitors }).toEqual({ select: 'failover', answers: 2, minUp: 2, monitors: ['web'] });
});

test('host names are absolute, with and without their final dot', () => {
  const hosts = ['cdn-a', 'cdn-b'].map(pool => steering().pools.get(pool)!.endpoints[0]!.address);
  expect(hosts).toEqual([
    { family: 'host', text: 'edge-a.example.net', name: 'edge-a.example.net.' },
    { family: 'host', text: 'edge-b.example.net', name: 'edge-b.example.net.' },
  ]);
});

test('what a DNS monitor expects, in the form in which answers are compared', () => {
  expect(steering().monitors.get('resolver')!.check).toEqual({
    type: 'dns',
    port: 53,
    name: 'example.com.',
    queryType: 1,
    transport: 'udp',
    recursion: false,
    expectRcodes: [0],
  });
  expect(steering().monitors.get('name-server')!.check).toEqual({
    type: 'dns',
    port: 5353,
    name: 'www.example.com.',
    queryType: 28,
    transport: 'tcp',
    recursion: true,
    expectRcodes: [0, 3],
    expectRdata: { values: ['2001:db8::1', '2001:db8::2'], every: true },
  });
});

test('monitors of gRPC, of echo requests and of programs', () => {
  const check = (name: string) => steering().monitors.get(name)!.check;
  const authority = 'orders.example.com:443';
  expect(check('orders')).toEqual({ type: 'grpc', port: 50051, service: 'shop.v1.Orders', tls: true, verify: false, authority });
  expect(check('ping')).toEqual({ type: 'icmp', size: 16 });
  const command = ['/usr/lib/nagios/plugins/check_ssh', '-p', '{port}', '{address}'];
  expect(check('ssh')).toEqual({ type: 'exec', command, port: 22, warning: 'fail' });
});

test('a pool asks for all of its monitors, or any', () => {
  expect(steering().pools.get('web-beijing')).toMatchObject({ monitors: ['web', 'web-fast'], require: 'any' });
  expect(steering().pools.get('db-beijing')).toMatchObject({ monitors: ['plain', 'db'], require: 'all' });
  expect(steering().pools.get('sorry')).toMatchObject({ monitors: [], require: 'all' });
});

test.each([
  ['www', 'www.example.com.', [30, 30], { kind: 'pool', pool: 'sorry' }],
  ['@', 'example.com.', [5, 300], { kind: 'serve_all' }],
  ['ns2', 'ns2.example.com.', [5, 60], { kind: 'nodata' }],
  ['*.shop', '*.shop.example.com.', [5, 60], { kind: 'servfail' }],
  ['a.b.example.com.', 'a.b.example.com.', [1, 60], { kind: 'serve_all' }],
])('record %s: owner, TTL and what is answered when all are down', (label, owner, [minSeconds, maxSeconds], whenAllDown) => {
  expect(record(label)).toMatchObject({ owner, ttl: { minSeconds, maxSeconds }, whenAllDown });
});

test('a record may not have its TTL aligned to the probes', () => {
  expect(record('a.b.example.com.').ttl).toMatchObject({ align: 'off' });
  expect(record('@').ttl).not.toHaveProperty('align', 'off');
});

test('policies nest', () => {
  const pool = (name: string) => ({ policy: 'pool', pool: name });
  expect(record('a.b.example.com.').steer).toEqual({
    policy: 'geo',
    branches: [
      {
        match: { kind: 'country', code: 'CN' },
        to: {
          policy: 'weighted',
          of: [
            { to: pool('web-hangzhou'), weight: 1 },
            { to: { policy: 'failover', of: [pool('web-beijing'), pool('db-beijing')] }, weight: 3 },
          ],
        },
      },
      { match: { kind: 'continent', code: 'AS' }, to: pool('web-beijing') },
      { match: { kind: 'subdivision', code: 'CN-ZJ' }, to: pool('web-hangzhou') },
      { match: { kind: 'asn', number: 64500 }, to: pool('db-beijing') },
    ],
    otherwise: { policy: 'nearest', of: [pool('web-hangzhou'), pool('web-beijing')], withinPercent: 2.5 },
  });
});

test('client subnets are used or ignored as the record says, or else the file', () => {
  expect(['www', 'office'].map(label => record(label).clientSubnet)).toEqual([false, true]);
  expect(zone('two-zones', 'example.org.').steering!.records.every(({ clientSubnet }) => clientSubnet)).toBe(true);
});

test('a pool that answers with all carries as many as it has, or as it says, or as its host names may have', () => {
  const pools = ['web-beijing', 'two-of-three', 'flat', 'web-hangzhou'].map(name => steering().pools.get(name)!);
  expect(pools.map(({ answers, flatten }) => [answers, flatten])).toEqual([
    [2, false],
    [2, false],
    [65_535, true],
    [2, false],
  ]);
});

test('address blocks are in canonical form, IPv4-mapped ones in IPv4', () => {
  const { steer } = record('office');
  const flat = { policy: 'pool', pool: 'flat' };
  const two = { policy: 'pool', pool: 'two-of-three' };
  expect(steer).toEqual({
    policy: 'subnet',
    branches: [
      { match: { text: '203.0.113.7/32', address: Uint8Array.of(203, 0, 113, 7), length: 32 }, to: two },
      { match: { text: '198.51.100.0/24', address: Uint8Array.of(198, 51, 100, 0), length: 24 }, to: flat },
      {
        match: { text: '2001:db8::/32', address: Uint8Array.from({ length: 16 }, (_, i) => [0x20, 0x01, 0x0d, 0xb8][i] ?? 0), length: 32 },
        to: { policy: 'all', of: [flat, two], answers: 65_535 },
      },
    ],
    otherwise: { policy: 'all', of: [flat, two], answers: 3 },
  });
});

test.each([
  ['shop', [100, 100], { ipv4: 24, ipv6: 56 }],
  ['cart', [40, 60], { ipv4: 24, ipv6: 56 }],
  ['till', [3, 0], { ipv4: 16, ipv6: 56 }],
])('sticky in each of its forms: %s', (label, weights, prefix) => {
  const { steer } = record(label);
  if (steer.policy !== 'sticky') throw new Error(steer.policy);
  expect(steer.of.map(({ weight }) => weight)).toEqual(weights);
  expect(steer.prefix).toEqual(prefix);
});

test('what steers is frozen all through', () => {
  const { declared } = loadZones(join(ROOT, 'all-features'));
  const { steering: steered } = declared!.zones.get('example.com.')!;
  for (const part of [declared, declared!.zones.get('example.com.'), steered!.pools.get('sorry')!.endpoints[0], steered!.records[0]!.ttl]) {
    expect(Object.isFrozen(part)).toBe(true);
  }
});
