import { describe, expect, test } from 'vitest';
import { formatIp } from '../../src/lib/ip-address.ts';
import { pool, record, type StateOf, steering } from '../steering/declare.ts';
import { exampleZone, type Served, serve } from './serve.ts';

const NETWORKS = Array.from({ length: 6000 }, (_, i) => `${20 + (i % 7)}.${(i * 13) % 256}.${i >> 5}.0/24`);
const POOL = pool('web', ['192.0.2.1 1', '192.0.2.2 2', '192.0.2.3 3', '192.0.2.4 4'], { select: 'sticky' });

function serveSticky(states: Readonly<Record<string, StateOf>> = {}, more: Partial<typeof POOL> = {}): Served {
  return serve(exampleZone('', steering([{ ...POOL, ...more }], [record('www', 'web')])), { states });
}

function addressesFor(served: Served, client: string): string {
  return served
    .ask('www.example.com.', 'A', { client })
    .answers.map(line => line.split(' ').at(-1))
    .join(' ');
}

describe('a sticky pool', () => {
  test('gives a network the same endpoint each time, on every server', () => {
    const [one, other] = [serveSticky(), serveSticky()];
    for (const network of NETWORKS.slice(0, 200)) {
      const first = addressesFor(one, network);
      expect(addressesFor(one, network.replace('.0/24', '.200'))).toBe(first);
      expect(addressesFor(other, network.replace('.0/24', '.7'))).toBe(first);
    }
  });

  test('spreads networks by weight', () => {
    const served = serveSticky();
    const seen = [0, 0, 0, 0];
    const distinct = [...new Set(NETWORKS)];
    for (const network of distinct) seen[Number(addressesFor(served, network).at(-1)) - 1]!++;
    const chiSquare = seen.reduce((sum, count, i) => {
      const expected = ((i + 1) / 10) * distinct.length;
      return sum + (count - expected) ** 2 / expected;
    }, 0);
    expect(chiSquare).toBeLessThan(16.27);
  });

  test('goes by 56 bits of IPv6', () => {
    const served = serveSticky();
    const client = (network: number, host: number) =>
      formatIp(Uint8Array.of(32, 1, 4, 112, 0, 0, network, host, ...new Array(8).fill(host)));
    const networks = Array.from(
      { length: 200 },
      (_, network) => new Set([0, 1, 255].map(host => addressesFor(served, client(network, host)))),
    );
    expect(networks.every(answers => answers.size === 1)).toBe(true);
    expect(new Set(networks.flatMap(answers => [...answers])).size).toBe(4);
  });

  test('moves only the clients of an endpoint that is gone', () => {
    const [before, after] = [serveSticky(), serveSticky({ 'web/d': { verdict: 'down' } })];
    let moved = 0;
    for (const network of NETWORKS) {
      const had = addressesFor(before, network);
      const has = addressesFor(after, network);
      if (had === '192.0.2.4') moved++;
      else expect(has).toBe(had);
    }
    expect(moved).toBeGreaterThan(0);
  });

  test('moves clients only towards an endpoint whose weight grows', () => {
    const [before, after] = [serveSticky(), serveSticky({ 'web/a': { weight: 4 } })];
    for (const network of NETWORKS.slice(0, 2000)) {
      const has = addressesFor(after, network);
      if (has !== '192.0.2.1') expect(has).toBe(addressesFor(before, network));
    }
  });

  test('gives several addresses, the best of them as with one', () => {
    const [one, two] = [serveSticky(), serveSticky({}, { answers: 2 })];
    for (const network of NETWORKS.slice(0, 100)) {
      const pair = addressesFor(two, network).split(' ');
      expect(pair).toHaveLength(2);
      expect(pair[0]).toBe(addressesFor(one, network));
    }
  });

  test('has the scope of what it goes by, and none where there is nothing to choose', () => {
    const scopeFor = (served: Served, client: string) => served.ask('www.example.com.', 'A', { client }).scope;
    expect(scopeFor(serveSticky(), '20.1.2.3')).toBe(24);
    expect(scopeFor(serveSticky(), '2001:470::1')).toBe(56);
    expect(scopeFor(serveSticky({}, { answers: 4 }), '20.1.2.3')).toBe(0);
    const rest = { 'web/a': { verdict: 'down' }, 'web/b': { verdict: 'down' }, 'web/c': { verdict: 'down' } } as const;
    expect(scopeFor(serveSticky(rest), '20.1.2.3')).toBe(0);
  });
});
