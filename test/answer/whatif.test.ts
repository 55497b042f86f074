import { describe, expect, test } from 'vitest';
import { createLookup } from '../../src/answer/lookup.ts';
import { createTraffic } from '../../src/answer/table.ts';
import { whatIf } from '../../src/answer/whatif.ts';
import { seededRandom } from '../../src/lib/random.ts';
import type { SteeredRecord, SteeringNode } from '../../src/model/steering.ts';
import { all, failover, geo, leaf, nearest, record, statesOf, steering, sticky, subnet, weighted } from '../steering/declare.ts';
import { exampleZone, serve } from './serve.ts';
import { CLIENTS, DOWN, LOCATIONS, lines, POOLS, suppose, X_DOWN } from './suppose.ts';

describe('shares, before and after', () => {
  test.each<[what: string, tree: SteeringNode, expected: string[]]>([
    ['failover', failover('x', 'y'), ['x/a 50 -> 0', 'x/b 50 -> 0', 'y/a 0 -> 75', 'y/b 0 -> 25']],
    ['40 to 60', weighted(['x', 40], ['z', 60]), ['x/a 20 -> 0', 'x/b 20 -> 0', 'z/a 60 -> 100']],
    [
      'geo, by addresses',
      geo({ 'country:CN': failover('x', 'y'), 'country:DE': 'z', default: 'x' }),
      ['x/a 42.86 -> 0', 'x/b 42.86 -> 0', 'y/a 0 -> 42.86', 'y/b 0 -> 14.29', 'z/a 14.29 -> 14.29', 'none 0 -> 28.57'],
    ],
    ['sticky', sticky(['x', 1], ['z', 3]), ['x/a 12.5 -> 0', 'x/b 12.5 -> 0', 'z/a 75 -> 100']],
    ['a sticky pool', failover('x', 'keep'), ['keep/a 0 -> 25', 'keep/b 0 -> 75', 'x/a 50 -> 0', 'x/b 50 -> 0']],
    ['all', all(9, 'x', 'z'), ['x/a 33.33 -> 0', 'x/b 33.33 -> 0', 'z/a 33.33 -> 100']],
    ['several addresses in order count alike', failover('x', 'two'), ['two/a 0 -> 50', 'two/b 0 -> 50', 'x/a 50 -> 0', 'x/b 50 -> 0']],
    // Those of no place have a third of an answer: 42.84 is 3/7 of 1000 parts in 1000 + 1/3.
    ['nearest', nearest(0, 'x', 'y', 'z'), ['x/a 28.58 -> 0', 'x/b 28.58 -> 0', 'y/a 0 -> 42.87', 'y/b 0 -> 14.29', 'z/a 42.84 -> 42.84']],
    ['a subnet', subnet({ '20.0.0.0/9': 'x', default: 'z' }), ['x/a 14.29 -> 0', 'x/b 14.29 -> 0', 'z/a 71.43 -> 100']],
    [
      'nested',
      weighted([failover('x', 'z'), 1], [geo({ 'country:CN': 'x', default: 'z' }), 1]),
      ['x/a 39.29 -> 0', 'x/b 39.29 -> 0', 'z/a 21.43 -> 100'],
    ],
  ])('%s', (what, tree, expected) => {
    const { records } = suppose(X_DOWN, tree, what.startsWith('geo') ? { more: { whenAllDown: { kind: 'nodata' } } } : {});
    const [first] = records;
    expect(lines(first!)).toEqual(expected.toSorted());
  });

  test('those that gain most come first, and pools sum up their endpoints', () => {
    const { records } = suppose(X_DOWN, weighted(['x', 2], ['y', 1], ['z', 1]));
    expect(records[0]!.endpoints.map(({ pool, endpoint }) => `${pool}/${endpoint}`)).toEqual(['z/a', 'y/a', 'y/b', 'x/a', 'x/b']);
    expect(records[0]!.pools).toEqual([
      { zone: 'example.com.', pool: 'y', before: 0.25, after: 0.5 },
      { zone: 'example.com.', pool: 'z', before: 0.25, after: 0.5 },
      { zone: 'example.com.', pool: 'x', before: 0.5, after: 0 },
    ]);
    expect(records[0]!.endpoints[0]).toMatchObject({ zone: 'example.com.', addresses: ['192.0.2.5'], before: 0.25, after: 0.5 });
  });

  test('what stands already stays: only the rest would move', () => {
    const { records } = suppose({ 'x/a': DOWN }, weighted(['x', 1], ['z', 1]), { before: { 'x/b': DOWN } });
    expect(lines(records[0]!)).toEqual(['x/a 50 -> 0', 'z/a 50 -> 100']);
  });
});

describe('what clients weigh', () => {
  const TREE = geo({ 'country:CN': 'x', 'country:DE': 'y', default: 'z' });

  test('by country, each country as it is told, and the others by their addresses', () => {
    const { records } = suppose(X_DOWN, TREE, {
      countries: new Map([
        ['CN', 60],
        ['DE', 30],
        ['*', 10],
      ]),
      more: { whenAllDown: { kind: 'nodata' } },
    });
    expect(records[0]!.basis).toBe('countries');
    // A branch that is down is left for the default.
    expect(lines(records[0]!)).toEqual(['x/a 30 -> 0', 'x/b 30 -> 0', 'y/a 22.5 -> 22.5', 'y/b 7.5 -> 7.5', 'z/a 10 -> 70']);
  });

  test('a country that is not named weighs nothing without *, and one without addresses is told of', () => {
    const forecast = suppose(X_DOWN, TREE, {
      countries: new Map([
        ['DE', 1],
        ['BV', 5],
      ]),
    });
    expect(forecast.withoutAddresses).toEqual(['BV']);
    expect(lines(forecast.records[0]!)).toEqual(['y/a 75 -> 75', 'y/b 25 -> 25']);
  });

  test('by the answers counted of the record set itself and by addresses; sets weigh by their answers and one more in the total', () => {
    const records = [record('www', TREE), record('api', weighted(['x', 1], ['z', 1])), record('idle', TREE)];
    const declared = steering(POOLS, records);
    const { compiled, states } = serve(exampleZone('', declared), { locations: LOCATIONS });
    const counted = createTraffic(compiled.table);
    const counting = serve(exampleZone('', declared), { locations: LOCATIONS });
    const lookup = createLookup(compiled.table, seededRandom(1), { traffic: counted });
    Object.assign(counting, { lookup });
    for (const [label, client, times] of [
      ['www', CLIENTS.CN, 3],
      ['www', CLIENTS.US, 1],
      ['api', CLIENTS.DE, 4],
    ] as const)
      for (let i = 0; i < times; i++) counting.ask(`${label}.example.com.`, 'A', { client });
    const after = statesOf('example.com.', declared, X_DOWN);
    const forecast = whatIf({ compiled, generation: 7, before: states, after, counted, all: true });
    const [www, api, idle] = forecast.records;
    expect(forecast).toMatchObject({ generation: 7, answers: 8, recordSets: 3, total: { basis: 'traffic' } });
    expect([www, api, idle].map(each => [each!.basis, each!.answers])).toEqual([
      ['traffic_and_addresses', 4],
      ['traffic_and_addresses', 4],
      ['addresses', 0],
    ]);
    // Of 4 + 1000: China 3 + 1000 × 4/7, Germany 1000 × 1/7, the United States 1 + 1000 × 2/7.
    expect(lines(www!)).toEqual(['x/a 28.61 -> 0', 'x/b 28.61 -> 0', 'y/a 10.67 -> 10.67', 'y/b 3.56 -> 3.56', 'z/a 28.56 -> 85.77']);
    expect(lines(api!)).toEqual(['x/a 25 -> 0', 'x/b 25 -> 0', 'z/a 50 -> 100']);
    // Of 5 + 5 + 1.
    expect(lines(forecast.total)).toEqual([
      'x/a 26.96 -> 0',
      'x/b 26.96 -> 0',
      'y/a 5.82 -> 5.82',
      'y/b 1.94 -> 1.94',
      'z/a 38.31 -> 92.23',
    ]);
  });

  const GERMANY_APART = geo({ 'country:DE': 'z', default: 'x' });
  const Z_DOWN = { 'z/a': DOWN };

  test.each<[counts: number[], germany: number]>([
    [[0, 0], 1 / 7],
    [[1, 0], 1000 / 7 / 1001],
    [[1000, 0], 1 / 14],
    [[999_000, 0], 1 / 7000],
    [[500, 500], 1 / 14 + 1 / 4],
  ])('%j answers counted of others and of Germany, which has a seventh of the addresses', (counts, germany) => {
    const { records } = suppose(Z_DOWN, GERMANY_APART, { counts, all: false });
    expect(records).toHaveLength(1);
    const z = records[0]!.pools.find(({ pool }) => pool === 'z')!;
    expect(z.before).toBeCloseTo(germany, 9);
    expect(z.after).toBe(0);
  });

  test('clients without an IPv4 address in the database have a part of one answer', () => {
    const tree = subnet({ '2001:db8::/32': 'z', default: 'x' });
    // Half an answer, where all else is 1000.
    const [nothing] = suppose(Z_DOWN, tree, { all: false }).records;
    expect(nothing!.pools.find(({ pool }) => pool === 'z')!.before).toBeCloseTo(0.5 / 1000.5, 9);
    expect(suppose(Z_DOWN, tree, { all: false, counts: [1, 0] }).records).toHaveLength(1);
  });

  test('a record set that nothing was counted of shows in the total while little was counted of others', () => {
    const { total } = suppose(Z_DOWN, { www: leaf('x'), api: failover('z', 'y') }, { counts: [2] });
    expect(total.basis).toBe('traffic');
    expect(lines(total)).toEqual(['x/a 37.5 -> 37.5', 'x/b 37.5 -> 37.5', 'y/a 0 -> 18.75', 'y/b 0 -> 6.25', 'z/a 25 -> 0']);
  });

  test('where nothing was counted all record sets are alike in the total', () => {
    const { total, records } = suppose(
      X_DOWN,
      { www: failover('x', 'z'), api: weighted(['x', 1], ['z', 3]), far: failover('y', 'z') },
      { all: false },
    );
    expect(records.map(({ owner }) => owner)).toEqual(['www.example.com.', 'api.example.com.']);
    expect(total.basis).toBe('even');
    expect(lines(total)).toEqual(['x/a 20.83 -> 0', 'x/b 20.83 -> 0', 'y/a 25 -> 25', 'y/b 8.33 -> 8.33', 'z/a 25 -> 66.67']);
  });
});

describe('last resorts', () => {
  const ALL_DOWN = { ...X_DOWN, 'z/a': DOWN };

  test.each<[SteeredRecord['whenAllDown'], string, string[]]>([
    [{ kind: 'serve_all' }, 'everything is taken out by operators: answering as if everything were up', ['x/a 50 -> 50', 'x/b 50 -> 50']],
    [{ kind: 'nodata' }, 'nothing is up: when_all_down is nodata', ['none 0 -> 100', 'x/a 50 -> 0', 'x/b 50 -> 0']],
    [{ kind: 'servfail' }, 'nothing is up: when_all_down is servfail', ['none 0 -> 100', 'x/a 50 -> 0', 'x/b 50 -> 0']],
    [
      { kind: 'pool', pool: 'y' },
      'nothing is up: when_all_down names pool y',
      ['x/a 50 -> 0', 'x/b 50 -> 0', 'y/a 0 -> 75', 'y/b 0 -> 25'],
    ],
  ])('%j', (whenAllDown, because, expected) => {
    const { records } = suppose(ALL_DOWN, failover('x', 'z'), { all: false, more: { whenAllDown } });
    expect(records[0]).toMatchObject({ changes: true, comesToResort: true, resorts: [{ because, before: 0, after: 1 }] });
    expect(lines(records[0]!)).toEqual(expected);
  });

  test('for a part of the clients, and those that weigh nothing so far as well', () => {
    const tree = geo({ 'country:CN': 'x', 'country:DE': 'z' });
    const { records } = suppose(X_DOWN, tree, { countries: new Map([['DE', 1]]), more: { whenAllDown: { kind: 'servfail' } } });
    expect(records[0]).toMatchObject({ changes: true, comesToResort: true, unanswered: { before: 0, after: 0 } });
    expect(records[0]!.resorts).toEqual([{ because: 'nothing is up: when_all_down is servfail', before: 0, after: 0 }]);
  });

  test('one that it is at already is none that it comes to; drained endpoints that serve are one', () => {
    const already = suppose({ 'z/a': DOWN }, leaf('x'), { before: X_DOWN });
    expect(already.records[0]).toMatchObject({ changes: false, comesToResort: false, resorts: [{ before: 1, after: 1 }] });
    const drained = suppose({ 'x/a': DOWN, 'x/b': { override: 'drain' } }, leaf('x'));
    expect(drained.records[0]!.resorts).toMatchObject([{ because: 'nothing is up: drained endpoints that still work serve', after: 1 }]);
  });
});

test('a record set that has nothing of its family for some is not answered for that part', () => {
  const { records } = suppose(X_DOWN, weighted(['x', 1], ['six', 1]));
  expect(records.map(({ type }) => type)).toEqual([1, 28]);
  expect(records.map(lines)).toEqual([
    ['none 50 -> 100', 'x/a 25 -> 0', 'x/b 25 -> 0'],
    ['none 50 -> 0', 'six/a 50 -> 100'],
  ]);
});
