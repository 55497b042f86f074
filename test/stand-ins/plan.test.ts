import { expect, test } from 'vitest';
import type { DeclaredZone } from '../../src/model/declared.ts';
import type { CheckSettings, Monitor } from '../../src/model/monitor.ts';
import type { Pool } from '../../src/model/steering.ts';
import { planStandIns } from '../../src/stand-ins/plan.ts';
import { address } from '../support/addresses.ts';
import { RHYTHM } from '../support/rhythm.ts';

const http = (port: number): CheckSettings => ({
  type: 'http',
  port,
  path: '/',
  method: 'GET',
  headers: {},
  expectStatus: [[200, 299]],
  redirects: 0,
});

function monitor(name: string, check: CheckSettings): Monitor {
  return { ...RHYTHM, name, intervalMs: 2000, timeoutMs: 1000, check };
}

function pool(site: string, monitors: readonly string[], ...addresses: string[]): Pool {
  const endpoints = addresses.map((text, i) => ({ name: `e${i}`, address: address(text), weight: 100 }));
  return { name: `${site}-pool`, site, monitors, require: 'all', endpoints, select: 'weighted', answers: 1, minUp: 1, flatten: false };
}

function zone(name: string, sites: readonly string[], pools: readonly Pool[], monitors: readonly Monitor[]): DeclaredZone {
  const steering = {
    sites: new Map(sites.map(site => [site, { name: site }])),
    monitors: new Map(monitors.map(each => [each.name, each])),
    pools: new Map(pools.map((each, i) => [`${each.name}${i}`, each])),
    records: [],
  };
  return { name, nodes: new Map(), steering };
}

const plan = (...zones: DeclaredZone[]) => planStandIns({ zones: new Map(zones.map(each => [each.name, each])) });

test('one for each site, at its loopback endpoints, on the ports of their http monitors', () => {
  const monitors = [monitor('web', http(8880)), monitor('admin', http(8881)), monitor('db', { type: 'tcp', port: 5432 })];
  const pools = [
    pool('hangzhou', ['web', 'db'], '127.0.0.10', '127.0.0.11', '203.0.113.1', 'www.example.net'),
    pool('hangzhou', ['admin', 'web'], '127.0.0.10'),
    pool('singapore', ['web'], '0:0:0:0:0:0:0:1', '2001:db8::1'),
  ];
  expect(plan(zone('example.com.', ['hangzhou', 'singapore'], pools, monitors))).toEqual([
    {
      site: 'hangzhou',
      listeners: [
        { address: '127.0.0.10', port: 8880 },
        { address: '127.0.0.11', port: 8880 },
        { address: '127.0.0.10', port: 8881 },
      ],
    },
    { site: 'singapore', listeners: [{ address: '::1', port: 8880 }] },
  ]);
});

test('sites without a local endpoint, or without an http monitor, need none', () => {
  const pools = [pool('far', ['web'], '203.0.113.1'), pool('plain', ['db'], '127.0.0.1'), pool('unwatched', [], '127.0.0.1')];
  const monitors = [monitor('web', http(80)), monitor('db', { type: 'tcp', port: 5432 })];
  expect(plan(zone('example.com.', ['far', 'plain', 'unwatched', 'empty'], pools, monitors))).toEqual([]);
});

test('a site of two zones is one; a static zone has none', () => {
  const of = (name: string, text: string) => zone(name, ['here'], [pool('here', ['web'], text)], [monitor('web', http(8880))]);
  const bare: DeclaredZone = { name: 'static.example.', nodes: new Map(), steering: undefined };
  expect(plan(of('a.example.', '127.0.0.1'), bare, of('b.example.', '127.0.0.2'), of('c.example.', '127.0.0.1'))).toEqual([
    {
      site: 'here',
      listeners: [
        { address: '127.0.0.1', port: 8880 },
        { address: '127.0.0.2', port: 8880 },
      ],
    },
  ]);
});
