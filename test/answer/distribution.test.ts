import { describe, expect, test } from 'vitest';
import type { SteeringNode } from '../../src/model/steering.ts';
import { all, failover, pool, record, steering, sticky, weighted } from '../steering/declare.ts';
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

/** How many networks got each answer: each is asked for once. */
function drawOver(steer: SteeringNode, pools: readonly ReturnType<typeof pool>[], networks: readonly string[]): Map<string, number> {
  const served = serve(exampleZone('', steering(pools, [record('www', steer)])));
  const seen = new Map<string, number>();
  for (const client of networks) {
    const answer = served.ask('www.example.com.', 'A', { client });
    const key = answer.answers.map(line => line.split(' ').at(-1)).join(' ');
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
const CRITICAL: Readonly<Record<number, number>> = { 1: 10.83, 2: 13.82, 3: 16.27, 5: 20.52, 11: 31.26 };

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

const ONE_EACH = ['x', 'y', 'z'].map((name, i) => pool(name, [`192.0.2.${i + 1}`]));
const X = '192.0.2.1';
const Y = '192.0.2.2';
const Z = '192.0.2.3';
/** One behind the other, as a provider has them. */
const NETWORKS = Array.from({ length: 20_000 }, (_, i) => `${60 + (i >> 16)}.${i >> 8}.${i & 255}.0/24`);
const NETWORKS6 = Array.from({ length: 10_000 }, (_, i) => `2400:${(i >> 8).toString(16)}:0:${((i & 255) << 8).toString(16)}::/56`);

describe('shares of networks that keep what they got', () => {
  test('40 : 60 between branches, over 20,000 networks of IPv4', () => {
    const seen = drawOver(sticky(['x', 40], ['y', 60]), ONE_EACH, NETWORKS);
    expect(chiSquare(seen, { [X]: 0.4, [Y]: 0.6 })).toBeLessThan(CRITICAL[1]!);
  });

  test('1 : 2 : 5 over networks of IPv6', () => {
    const seen = drawOver(sticky(['x', 1], ['y', 2], ['z', 5]), ONE_EACH, NETWORKS6);
    expect(chiSquare(seen, { [X]: 1 / 8, [Y]: 2 / 8, [Z]: 5 / 8 })).toBeLessThan(CRITICAL[2]!);
  });

  test('a ratio below', () => {
    const seen = drawOver(sticky([weighted(['x', 1], ['y', 3]), 1], ['z', 1]), ONE_EACH, NETWORKS);
    expect(chiSquare(seen, { [X]: 1 / 8, [Y]: 3 / 8, [Z]: 1 / 2 })).toBeLessThan(CRITICAL[2]!);
  });

  test('below a ratio', () => {
    const seen = drawOver(weighted([sticky(['x', 1], ['y', 3]), 1], ['z', 1]), ONE_EACH, NETWORKS);
    expect(chiSquare(seen, { [X]: 1 / 8, [Y]: 3 / 8, [Z]: 1 / 2 })).toBeLessThan(CRITICAL[2]!);
  });

  test('below such a choice, of the same pools or of others: the second knows nothing of the first', () => {
    const same = drawOver(sticky(['x', 1], [sticky(['x', 1], ['y', 1]), 1]), ONE_EACH, NETWORKS);
    expect(chiSquare(same, { [X]: 3 / 4, [Y]: 1 / 4 })).toBeLessThan(CRITICAL[1]!);
    const halves = drawOver(sticky([sticky(['x', 1], ['y', 1]), 1], [sticky(['y', 1], ['z', 1]), 1]), ONE_EACH, NETWORKS);
    expect(chiSquare(halves, { [X]: 1 / 4, [Y]: 1 / 2, [Z]: 1 / 4 })).toBeLessThan(CRITICAL[2]!);
  });

  test('a pool that is sticky below', () => {
    const web = pool('web', ['192.0.2.11 1', '192.0.2.12 2', '192.0.2.13 1'], { select: 'sticky' });
    const shares = { [X]: 1 / 2, '192.0.2.11': 1 / 8, '192.0.2.12': 1 / 4, '192.0.2.13': 1 / 8 };
    expect(chiSquare(drawOver(sticky(['x', 1], ['web', 1]), [...ONE_EACH, web], NETWORKS), shares)).toBeLessThan(CRITICAL[3]!);
  });
});

describe('shares of the policy `all`', () => {
  const pools = [pool('p', ['192.0.2.1 1', '192.0.2.2 90']), pool('q', ['192.0.2.3']), pool('r', ['192.0.2.3', '192.0.2.4'])];
  const numbers = (answer: string) => answer.split(' ').map(address => Number(address.at(-1)));

  test('each address is in each place alike, whatever its weight, and once', () => {
    const served = serveRecord(all(9, 'p', 'q', 'r'), ...pools);
    const places = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
    for (const [answer, count] of draw(served, 'www')) {
      expect(numbers(answer).toSorted()).toEqual([1, 2, 3, 4]);
      for (const [place, number] of numbers(answer).entries()) {
        places[place]!.set(`${number}`, (places[place]!.get(`${number}`) ?? 0) + count);
      }
    }
    for (const place of places) expect(chiSquare(place, { 1: 1 / 4, 2: 1 / 4, 3: 1 / 4, 4: 1 / 4 })).toBeLessThan(CRITICAL[3]!);
  });

  test('with two answers each pair comes alike, in either order', () => {
    const seen = draw(serveRecord(all(2, 'p', 'q', 'r'), ...pools), 'www');
    const pairs = [1, 2, 3, 4].flatMap(a => [1, 2, 3, 4].flatMap(b => (a === b ? [] : [[`192.0.2.${a} 192.0.2.${b}`, 1 / 12]])));
    expect(chiSquare(seen, Object.fromEntries(pairs))).toBeLessThan(CRITICAL[11]!);
  });

  test('with one answer each address comes alike', () => {
    const seen = draw(serveRecord(all(1, 'p', 'q', 'r'), ...pools), 'www');
    const each = [1, 2, 3, 4].map(number => [`192.0.2.${number}`, 1 / 4]);
    expect(chiSquare(seen, Object.fromEntries(each))).toBeLessThan(CRITICAL[3]!);
  });

  test('a pool selects `all` with as many answers as it says', () => {
    const seen = draw(serveRecord('x', pool('x', ['192.0.2.1 1', '192.0.2.2 2', '192.0.2.3 300'], { select: 'all', answers: 2 })), 'www');
    const pairs = [1, 2, 3].flatMap(a => [1, 2, 3].flatMap(b => (a === b ? [] : [[`192.0.2.${a} 192.0.2.${b}`, 1 / 6]])));
    expect(chiSquare(seen, Object.fromEntries(pairs))).toBeLessThan(CRITICAL[5]!);
  });
});
