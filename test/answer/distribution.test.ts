import { describe, expect, test } from 'vitest';
import { failover, pool, record, steering, weighted } from '../steering/declare.ts';
import { exampleZone, type Served, serve } from './serve.ts';

const DRAWS = 20_000;

/** How often each answer came, addresses in the order of the answer. */
function draw(served: Served, name: string, draws = DRAWS): Map<string, number> {
  const seen = new Map<string, number>();
  for (let i = 0; i < draws; i++) {
    const addresses = served.ask(`${name}.example.com.`, 'A').answers.map(line => line.split(' ').at(-1));
    const key = addresses.join(' ');
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return seen;
}

/** Pearson's statistic of what was seen against what was expected; throws where something else was seen. */
function chiSquare(seen: ReadonlyMap<string, number>, shares: Readonly<Record<string, number>>): number {
  const total = [...seen.values()].reduce((sum, count) => sum + count, 0);
  for (const key of seen.keys()) if (shares[key] === undefined) throw new Error(`${key} was not expected`);
  return Object.entries(shares).reduce((sum, [key, share]) => sum + ((seen.get(key) ?? 0) - share * total) ** 2 / (share * total), 0);
}

/** One chance in a thousand to be above it, by degrees of freedom; the seed is fixed. */
const CRITICAL: Readonly<Record<number, number>> = { 1: 10.83, 2: 13.82, 3: 16.27, 5: 20.52 };

function serveRecord(steer: Parameters<typeof record>[1], ...pools: readonly ReturnType<typeof pool>[]): Served {
  return serve(exampleZone('', steering(pools, [record('www', steer)])));
}

describe('shares of answers', () => {
  test('40 : 60 between pools', () => {
    const served = serveRecord(weighted(['x', 40], ['y', 60]), pool('x', ['192.0.2.1']), pool('y', ['192.0.2.2']));
    expect(chiSquare(draw(served, 'www'), { '192.0.2.1': 0.4, '192.0.2.2': 0.6 })).toBeLessThan(CRITICAL[1]!);
  });

  test('weights of endpoints', () => {
    const served = serveRecord('x', pool('x', ['192.0.2.1 1', '192.0.2.2 2', '192.0.2.3 5', '192.0.2.4 0']));
    expect(chiSquare(draw(served, 'www'), { '192.0.2.1': 1 / 8, '192.0.2.2': 2 / 8, '192.0.2.3': 5 / 8 })).toBeLessThan(CRITICAL[2]!);
  });

  test('shares of shares', () => {
    const tree = weighted([weighted(['x', 1], ['y', 3]), 1], [failover('z'), 1]);
    const served = serveRecord(tree, pool('x', ['192.0.2.1']), pool('y', ['192.0.2.2']), pool('z', ['192.0.2.3 7', '192.0.2.4 7']));
    const shares = { '192.0.2.1': 1 / 8, '192.0.2.2': 3 / 8, '192.0.2.3': 1 / 4, '192.0.2.4': 1 / 4 };
    expect(chiSquare(draw(served, 'www'), shares)).toBeLessThan(CRITICAL[3]!);
  });

  test('the smallest weight beside the largest', () => {
    const served = serveRecord(weighted(['x', 1], ['y', 65_535]), pool('x', ['192.0.2.1']), pool('y', ['192.0.2.2']));
    expect(draw(served, 'www').get('192.0.2.2')).toBeGreaterThan(DRAWS - 20);
  });

  test('of several addresses in one answer: by weight without putting back', () => {
    const served = serveRecord('x', pool('x', ['192.0.2.1 1', '192.0.2.2 2', '192.0.2.3 3'], { answers: 2 }));
    const weights: Record<string, number> = { '192.0.2.1': 1, '192.0.2.2': 2, '192.0.2.3': 3 };
    const pairs = Object.entries(weights).flatMap(([a, first]) =>
      Object.entries(weights).flatMap(([b, second]) => (a === b ? [] : [[`${a} ${b}`, (first / 6) * (second / (6 - first))]])),
    );
    expect(chiSquare(draw(served, 'www'), Object.fromEntries(pairs))).toBeLessThan(CRITICAL[5]!);
  });

  test('`all` gives each order alike, whatever the weights', () => {
    const served = serveRecord('x', pool('x', ['192.0.2.1 1', '192.0.2.2 2', '192.0.2.3 300'], { select: 'all' }));
    const orders = ['1 2 3', '1 3 2', '2 1 3', '2 3 1', '3 1 2', '3 2 1'];
    const shares = Object.fromEntries(orders.map(order => [order.replace(/\d/g, '192.0.2.$&'), 1 / 6]));
    expect(chiSquare(draw(served, 'www'), shares)).toBeLessThan(CRITICAL[5]!);
  });

  test('of host names', () => {
    const served = serveRecord('x', pool('x', ['a.example.org 1', 'b.example.org 3'], { answers: 5 }));
    expect(chiSquare(draw(served, 'www'), { 'a.example.org.': 1 / 4, 'b.example.org.': 3 / 4 })).toBeLessThan(CRITICAL[1]!);
  });

  test('the ends of the random numbers are answers too', () => {
    for (const number of [0, 0xffff_ffff]) {
      const zone = exampleZone(
        '',
        steering([pool('x', ['192.0.2.1']), pool('y', ['192.0.2.2'])], [record('www', weighted(['x', 1], ['y', 2]))]),
      );
      const answer = serve(zone, { random: () => number }).ask('www.example.com.', 'A');
      expect(answer.answers).toEqual([`www.example.com. 60 A 192.0.2.${number === 0 ? 1 : 2}`]);
    }
  });
});
