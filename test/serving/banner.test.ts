import { expect, test } from 'vitest';
import { standInBanner } from '../../src/serving/banner.ts';
import type { StandIn } from '../../src/stand-ins/site.ts';
import { exampleZone } from '../answer/serve.ts';
import { declared } from '../control/controlled.ts';
import { failover, pool, record } from '../steering/declare.ts';

const DNS = { address: '::1', port: 5300 };
const API = { address: '127.0.0.1', port: 8053 };

function standIn(site: string, ...addresses: readonly string[]): StandIn {
  const listeners = addresses.map(address => ({ address, port: 8880 }));
  return { site, listeners, warnings: [], [Symbol.asyncDispose]: async () => {} };
}

const STAND_INS = [standIn('beijing', '127.0.0.20'), standIn('hangzhou', '127.0.0.10', '::1')];

test('a newcomer is told how to ask, to break the site that is answered first, and to mend it', () => {
  const zones = declared(
    [pool('near', ['127.0.0.10']), pool('far', ['127.0.0.20'], { site: 'beijing' })],
    [record('api', 'far'), record('www', failover('near', 'far'))],
  );
  expect(standInBanner({ standIns: STAND_INS, declared: zones, dns: DNS, api: API, flags: '' }).trim().split('\n')).toEqual([
    'Stand-in sites, local servers for you to break:',
    '  beijing      http://127.0.0.20:8880',
    '  hangzhou     http://127.0.0.10:8880  http://[::1]:8880',
    '',
    'Try a failover from another terminal:',
    '  dig @::1 -p 5300 www.example.com +short',
    '  ./meridian stand-in break hangzhou',
    '  dig @::1 -p 5300 www.example.com +short',
    '  ./meridian stand-in mend hangzhou',
    '',
    'API on http://127.0.0.1:8053, status with ./meridian status',
  ]);
});

test('without www it is the first record, and without any record nothing is asked', () => {
  expect(
    standInBanner({
      standIns: STAND_INS,
      declared: declared([pool('x', ['127.0.0.10'])], [record('@', 'x')]),
      dns: DNS,
      api: API,
      flags: ' --data d',
    }),
  ).toContain('dig @::1 -p 5300 example.com +short');
  const still = standInBanner({
    standIns: STAND_INS,
    declared: { zones: new Map([['example.com.', exampleZone('')]]) },
    dns: DNS,
    api: API,
    flags: ' --data d',
  });
  expect(still).toContain('stand-in break beijing');
  expect(still).not.toContain('dig');
  expect(still).toContain('status with ./meridian status --data d');
});
