import { expect, test } from 'vitest';
import { poolAnswer } from '../../src/api/contract.ts';
import { declare } from '../health/declare.ts';
import { poolOfHosts, poolsOfHosts } from '../resolve/pools-of-hosts.ts';
import { address } from '../support/addresses.ts';
import { serveApi } from './serving.ts';

const ADDRESSES = [address('192.0.2.1'), address('2001:db8::1')];

async function poolOf({ call }: Awaited<ReturnType<typeof serveApi>>, name: string) {
  return poolAnswer.strict().parse((await call('GET', `/v1/zones/example.com/pools/${name}`)).json);
}

test('a host that is answered with its addresses shows them, when they were found, and since when they are not', async () => {
  const api = await serveApi(poolsOfHosts(['cdn.example.net', 'new.example.net', '192.0.2.9']));
  api.operations.resolutions.set('cdn.example.net.', {
    addresses: ADDRESSES,
    foundAtMs: Date.UTC(2026, 0, 1),
    failing: { sinceMs: Date.UTC(2026, 0, 1, 0, 0, 30), reason: 'timeout' },
  });
  const { declared, endpoints } = await poolOf(api, 'p0');
  expect(declared.flatten).toBe(true);
  expect(endpoints.map(({ address, resolution }) => [address, resolution])).toEqual([
    [
      'cdn.example.net',
      {
        addresses: ['192.0.2.1', '2001:db8::1'],
        found: '2026-01-01T00:00:00.000Z',
        failing: { since: '2026-01-01T00:00:30.000Z', reason: 'timeout' },
      },
    ],
    ['new.example.net', { addresses: [], found: null, failing: null }],
    ['192.0.2.9', null],
  ]);
});

test('a pool whose hosts were never found is down for its parent until one of them is', async () => {
  const api = await serveApi(poolsOfHosts(['cdn.example.net']));
  expect((await poolOf(api, 'p0')).effective).toMatchObject({ state: 'down', endpoints: { up: 1 } });
  api.operations.resolutions.set('cdn.example.net.', { addresses: ADDRESSES, foundAtMs: 1, failing: undefined });
  expect((await poolOf(api, 'p0')).effective.state).toBe('up');
});

test('a host that is answered as an alias has none of its own', async () => {
  const api = await serveApi(declare([poolOfHosts('alias', ['cdn.example.net'], false)], []));
  const { declared, endpoints } = await poolOf(api, 'alias');
  expect([declared.flatten, endpoints[0]?.address, endpoints[0]?.resolution]).toEqual([false, 'cdn.example.net', null]);
});
