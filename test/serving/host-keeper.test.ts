import { EventEmitter, once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { Faults } from '../../src/serving/faults.ts';
import { HostKeeper, type HostKeeperParts } from '../../src/serving/host-keeper.ts';
import { servingCounters } from '../../src/serving/metrics.ts';
import { openStore } from '../../src/store/open.ts';
import { poolsOfHosts } from '../resolve/pools-of-hosts.ts';
import { dataDirectory } from '../store/data-directory.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { startNameServer } from '../support/name-server.ts';
import { readableLog } from './log-lines.ts';

const HOST = 'cdn.example.net.';
const NEVER = new AbortController().signal;

/** Hosts that a resolver on loopback is asked for, a store, and what would take changes to the answers. */
async function keeping(more: Partial<HostKeeperParts> = {}) {
  const server = await startNameServer();
  const store = openStore(dataDirectory());
  const { log, lines } = readableLog();
  const faults = new Faults(log, servingCounters());
  const clock = fakeClock();
  const carried = new EventEmitter();
  const control = { verdictChanged: async (endpoint: string) => (carried.emit('endpoint', endpoint) ? 1 : 0) };
  const keeper = new HostKeeper({
    resolvers: [server.at],
    stored: new Map(),
    store: store.resolutions,
    control: Promise.resolve(control),
    faults,
    log,
    clock,
    random: () => 0,
    ...more,
  });
  onTestFinished(async () => {
    keeper[Symbol.dispose]();
    store[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });
  const rows = () => [...store.resolutions.restore().resolutions].map(([host, { addresses }]) => [host, ...addresses.map(a => a.text)]);
  return { server, keeper, clock, lines, faults, rows, carried };
}

test('what is found is carried to every endpoint of the host and written down', async () => {
  const { server, keeper, clock, rows, carried } = await keeping();
  server.names.set('cdn.example.net', { addresses: ['127.0.0.9', '192.0.2.1'], ttl: 30 });
  const endpoints: string[] = [];
  carried.on('endpoint', endpoint => endpoints.push(endpoint));
  keeper.assign(poolsOfHosts(['cdn.example.net'], ['cdn.example.net']));
  await keeper.settled(NEVER);
  expect(keeper.names.addressesOf(HOST).map(({ text }) => text)).toEqual(['127.0.0.9', '192.0.2.1']);
  await clock.advanceSettled(50);
  expect(endpoints).toEqual(['example.com./p0/a', 'example.com./p1/a']);
  expect(rows()).toEqual([[HOST, '127.0.0.9', '192.0.2.1']]);
});

test('what is not declared any more is forgotten, in the store too', async () => {
  const { server, keeper, clock, rows } = await keeping();
  server.names.set('cdn.example.net', { addresses: ['192.0.2.1'], ttl: 30 });
  keeper.assign(poolsOfHosts(['cdn.example.net']));
  await keeper.settled(NEVER);
  clock.advance(50);
  keeper.assign(poolsOfHosts());
  expect(rows()).toHaveLength(1);
  keeper.prune();
  expect([rows(), keeper.names.known.size]).toEqual([[], 0]);
});

test('a failing host is told of in the log', async () => {
  const { keeper, lines } = await keeping();
  keeper.assign(poolsOfHosts(['gone.example.net']));
  await keeper.settled(NEVER);
  expect(lines()).toEqual([
    expect.objectContaining({
      level: 50,
      host: 'gone.example.net',
      reason: 'no such name',
      msg: 'gone.example.net has no addresses (no such name); nothing is known of it yet',
    }),
  ]);
});

test('faults of the answers and of the store are noted; the addresses count all the same', async () => {
  const full = () => {
    throw new Error('disk full');
  };
  const noted = new EventEmitter();
  const { server, keeper, clock } = await keeping({
    control: Promise.resolve({ verdictChanged: () => Promise.reject(new Error('no memory')) }),
    store: { save: full, prune: full },
    faults: { note: (what, error) => noted.emit('fault', `${what}: ${(error as Error).message}`) },
  });
  server.names.set('cdn.example.net', { addresses: ['192.0.2.1'], ttl: 30 });
  const fault = () => once(noted, 'fault').then(([text]) => text as string);
  const first = fault();
  keeper.assign(poolsOfHosts(['cdn.example.net']));
  expect(await first).toBe('addresses of a host could not be carried to the answers: no memory');
  const second = fault();
  clock.advance(50);
  expect(await second).toBe('addresses of hosts could not be stored: disk full');
  const third = fault();
  keeper.prune();
  expect(await third).toBe('hosts that are not declared any more are still in the store: disk full');
  expect(keeper.names.addressesOf(HOST)).toHaveLength(1);
});
