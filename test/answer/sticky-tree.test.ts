import { describe, expect, test } from 'vitest';
import type { SteeringNode } from '../../src/model/steering.ts';
import { failover, geo, pool, record, type StateOf, steering, sticky, weighted } from '../steering/declare.ts';
import { exampleZone, type Served, serve } from './serve.ts';

const POOLS = [
  ...['x', 'y', 'z', 'w'].map((name, i) => pool(name, [`192.0.2.${i + 1}`])),
  pool('web', ['192.0.2.11 1', '192.0.2.12 2', '192.0.2.13 3'], { select: 'sticky' }),
  pool('hosts', ['a.example.org 50', 'b.example.org 50'], { select: 'sticky', flatten: true }),
];
const DOWN = { verdict: 'down' } as const;
const COUNT = 4000;
const NETWORKS = Array.from({ length: COUNT }, (_, i) => `${60 + (i % 5)}.${(i * 7) % 256}.${i >> 4}.0/24`);

type States = Readonly<Record<string, StateOf>>;

/** What each network gets, in order. */
type Assignment = readonly string[];

function assignmentOf(served: Served): Assignment {
  return NETWORKS.map(client =>
    served
      .ask('www.example.com.', 'A', { client })
      .answers.map(line => line.split(' ').at(-1))
      .join(' '),
  );
}

function serveTree(steer: SteeringNode, states: States = {}): Served {
  return serve(exampleZone('', steering(POOLS, [record('www', steer)])), { states });
}

function assign(steer: SteeringNode, states: States = {}): Assignment {
  return assignmentOf(serveTree(steer, states));
}

/** Who moved: `FROM > TO`, with how many. */
function moves(before: Assignment, after: Assignment): Record<string, number> {
  const seen: Record<string, number> = {};
  for (const [i, had] of before.entries()) {
    if (after[i] !== had) seen[`${had} > ${after[i]}`] = (seen[`${had} > ${after[i]}`] ?? 0) + 1;
  }
  return seen;
}

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((total, count) => total + count, 0);
const countOf = (assignment: Assignment, address: string) => assignment.filter(each => each === address).length;

/** Five standard deviations of a count that is to be `share` of all: one chance in a million. */
const about = (count: number, share: number) => Math.abs(count - share * COUNT) < 5 * Math.sqrt(share * (1 - share) * COUNT);

describe('when something goes, only its clients move, and they come back to where they were', () => {
  test.each<[string, SteeringNode, States, readonly string[]]>([
    ['a branch', sticky(['x', 1], ['y', 2], ['z', 3]), { 'y/a': DOWN }, ['192.0.2.2']],
    ['a branch of two', sticky(['x', 1], ['y', 2]), { 'y/a': DOWN }, ['192.0.2.2']],
    [
      'two branches of four',
      sticky(['x', 1], ['y', 2], ['z', 3], ['w', 1]),
      { 'y/a': DOWN, 'z/a': { override: 'drain' } },
      ['192.0.2.2', '192.0.2.3'],
    ],
    ['an endpoint of a sticky pool', sticky(['x', 1], ['web', 2]), { 'web/c': DOWN }, ['192.0.2.13']],
    [
      'a sticky pool',
      sticky(['x', 1], ['web', 2]),
      { 'web/a': DOWN, 'web/b': DOWN, 'web/c': DOWN },
      ['192.0.2.11', '192.0.2.12', '192.0.2.13'],
    ],
    ['a branch of an inner choice', sticky([sticky(['x', 1], ['y', 1], ['z', 1]), 3], ['w', 1]), { 'x/a': DOWN }, ['192.0.2.1']],
    ['the branch beside an inner choice', sticky([sticky(['x', 1], ['y', 1], ['z', 1]), 3], ['w', 1]), { 'w/a': DOWN }, ['192.0.2.4']],
    [
      'a branch of a choice in a place',
      geo({ 'country:CN': 'w', default: sticky(['x', 1], ['y', 2], ['z', 3]) }),
      { 'x/a': DOWN },
      ['192.0.2.1'],
    ],
    ['a branch that fails over', sticky([failover('x', 'w'), 1], ['y', 1]), { 'x/a': DOWN }, ['192.0.2.1']],
  ])('%s', (_, tree, states, gone) => {
    const served = serveTree(tree);
    const before = assignmentOf(served);
    served.change(states, 2);
    const during = assignmentOf(served);
    expect(moves(before, during)).not.toEqual({});
    for (const [i, had] of before.entries()) {
      if (gone.includes(had)) expect(gone).not.toContain(during[i]);
      else expect(during[i]).toBe(had);
    }
    expect(during).toEqual(assign(tree, states));
    served.change({}, 3);
    expect(assignmentOf(served)).toEqual(before);
  });

  test('its clients are spread over those that stay, by their weights', () => {
    const [before, during] = [{}, { 'z/a': DOWN }].map(states => assign(sticky(['x', 1], ['y', 3], ['z', 4]), states)) as [
      Assignment,
      Assignment,
    ];
    const moved = moves(before, during);
    const toX = moved['192.0.2.3 > 192.0.2.1']!;
    expect(sum(moved)).toBe(countOf(before, '192.0.2.3'));
    expect(Math.abs(toX - sum(moved) / 4)).toBeLessThan(5 * Math.sqrt((sum(moved) * 3) / 16));
  });

  test('a failover branch hands its clients on as one', () => {
    const before = assign(sticky([failover('x', 'w'), 1], ['y', 1]));
    const during = assign(sticky([failover('x', 'w'), 1], ['y', 1]), { 'x/a': DOWN });
    expect(moves(before, during)).toEqual({ '192.0.2.1 > 192.0.2.4': countOf(before, '192.0.2.1') });
  });
});

describe('a change of weights moves as many as it must, and none between branches that did not change', () => {
  const before = assign(sticky(['x', 2], ['y', 3], ['z', 5]));

  test('more weight: all that move come to the branch', () => {
    const after = assign(sticky(['x', 5], ['y', 3], ['z', 5]));
    const moved = moves(before, after);
    expect(Object.keys(moved).sort()).toEqual(['192.0.2.2 > 192.0.2.1', '192.0.2.3 > 192.0.2.1']);
    expect(about(sum(moved), 5 / 13 - 2 / 10)).toBe(true);
  });

  test('less weight: all that move leave the branch', () => {
    const after = assign(sticky(['x', 2], ['y', 3], ['z', 1]));
    const moved = moves(before, after);
    expect(Object.keys(moved).sort()).toEqual(['192.0.2.3 > 192.0.2.1', '192.0.2.3 > 192.0.2.2']);
    expect(about(sum(moved), 5 / 10 - 1 / 6)).toBe(true);
  });

  test('a branch more takes its share of all, and leaves the rest where they are', () => {
    const after = assign(sticky(['w', 10], ['x', 2], ['y', 3], ['z', 5]));
    const moved = moves(before, after);
    expect(Object.keys(moved).every(move => move.endsWith(' > 192.0.2.4'))).toBe(true);
    expect(about(sum(moved), 1 / 2)).toBe(true);
  });

  test('the same ratio in larger numbers, another order, and other weights below move nobody', () => {
    expect(assign(sticky(['x', 20], ['y', 30], ['z', 50]))).toEqual(before);
    expect(assign(sticky(['z', 5], ['y', 3], ['x', 2]))).toEqual(before);
    const nested = (a: number, b: number) => sticky([weighted(['x', a], ['w', b]), 2], ['y', 3], ['z', 5]);
    const side = (assignment: Assignment) => assignment.map(each => (['192.0.2.1', '192.0.2.4'].includes(each) ? 'ratio' : each));
    expect(side(assign(nested(1, 9)))).toEqual(side(assign(nested(9, 1))));
  });
});

describe('a sticky pool of host names that are flattened', () => {
  const found = (a: readonly string[], b: readonly string[]): States => ({ 'hosts/a': { addresses: a }, 'hosts/b': { addresses: b } });
  const tree: SteeringNode = { policy: 'pool', pool: 'hosts' };
  const before = assign(tree, found(['192.0.2.21', '192.0.2.22'], ['192.0.2.31']));

  test('shares by host, and then by address', () => {
    expect(about(countOf(before, '192.0.2.31'), 1 / 2)).toBe(true);
    expect(about(countOf(before, '192.0.2.21'), 1 / 4)).toBe(true);
  });

  test('whose addresses come in another order moves nobody', () => {
    expect(assign(tree, found(['192.0.2.22', '192.0.2.21'], ['192.0.2.31']))).toEqual(before);
  });

  test('of which one has another address: only the clients of the old one move', () => {
    const after = assign(tree, found(['192.0.2.21', '192.0.2.29'], ['192.0.2.31']));
    for (const [i, had] of before.entries()) {
      if (had !== '192.0.2.22' && after[i] !== '192.0.2.29') expect(after[i]).toBe(had);
    }
    expect(countOf(after, '192.0.2.22')).toBe(0);
  });
});
