import { describe, expect, test } from 'vitest';
import { createLookup } from '../../src/answer/lookup.ts';
import { createTraffic } from '../../src/answer/table.ts';
import { steeredSets, TrafficLedger, trafficOf } from '../../src/answer/traffic.ts';
import { ZONE_CELLS } from '../../src/answer/zone-cells.ts';
import type { LocationTable } from '../../src/geo/location-table.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { typeName } from '../../src/lib/rr-type.ts';
import type { SteeringNode } from '../../src/model/steering.ts';
import { failover, geo, pool, record, steering, weighted } from '../steering/declare.ts';
import { locationTable } from './locations.ts';
import { clientOf, emptyReply, exampleZone, serve } from './serve.ts';

const POOLS = [pool('x', ['192.0.2.1', '2001:db8::1']), pool('y', ['192.0.2.2'])];
const CHINA = '20.1.2.3';
const GERMANY = '40.1.2.3';
const ELSEWHERE = '50.1.2.3';
const LOCATIONS = locationTable({ '20.0.0.0/8': { country: 'CN' }, '40.0.0.0/8': { country: 'DE' } });

type Trees = Readonly<Record<string, SteeringNode>>;

/** One worker over zone example.com with these trees, and all that it counts. */
function counting(trees: Trees, locations: LocationTable = LOCATIONS) {
  const records = Object.entries(trees).map(([label, tree]) => record(label, tree));
  const served = serve(exampleZone('alias CNAME www\nstatic A 192.0.2.80\n', steering(POOLS, records)), { locations });
  const { compiled } = served;
  const traffic = createTraffic(compiled.table);
  const lookup = createLookup(compiled.table, seededRandom(1), { traffic });
  const ask = (label: string, type: number, client: string, times = 1) => {
    const name = Uint8Array.from([label.length, ...Buffer.from(label), ...Buffer.from('\x07example\x03com\0', 'latin1')]);
    const message = Uint8Array.from([...new Array(12).fill(0), ...name, 0, 0, 0, 0]);
    const question = { message, nameAt: 12, nameLength: name.length, type };
    for (let i = 0; i < times; i++) lookup.resolve(question, clientOf(client), emptyReply(), new Uint8Array(1232), message.length, 1232);
  };
  return { compiled, traffic, ask, served };
}

/** What was counted, by `LABEL TYPE` and class. */
function read(compiled: ReturnType<typeof counting>['compiled'], counted: Float64Array): Readonly<Record<string, readonly number[]>> {
  const labels = [...steeredSets(compiled)].map(
    ({ owner, type, set }) => [`${owner.split('.')[0]} ${typeName(type)}`, [...trafficOf(compiled, counted, set)]] as const,
  );
  return Object.fromEntries(labels);
}

const GEO = geo({ 'country:CN': 'x', 'country:DE': failover('y', 'x'), default: 'y' });

test('each answer is counted for its record set and class, those behind an alias too, and nothing else', () => {
  const { compiled, traffic, ask } = counting({ www: GEO, even: weighted(['x', 1], ['y', 1]) });
  ask('www', 1, CHINA, 3);
  ask('www', 1, GERMANY, 2);
  ask('alias', 1, GERMANY);
  ask('www', 28, ELSEWHERE);
  ask('even', 1, CHINA, 4);
  ask('static', 1, CHINA);
  ask('missing', 1, CHINA);
  ask('www', 16, CHINA);
  const { 'www A': a, 'www AAAA': aaaa, ...rest } = read(compiled, traffic);
  expect(a!.toSorted()).toEqual([0, 3, 3]);
  expect(aaaa!.toSorted()).toEqual([0, 0, 1]);
  expect(rest).toEqual({ 'even A': [4], 'even AAAA': [0] });
});

test('a change of decisions leaves the cells where they are', () => {
  const { compiled, served } = counting({ www: GEO, even: weighted(['x', 1], ['y', 1]) });
  const before = [...compiled.table.cells];
  expect(served.change({ 'x/a': { verdict: 'down' } }, 2)).toBe(true);
  expect([...served.compiled.table.cells]).toEqual(before);
  expect(before).toEqual([0, 3, 6, 7, 8, 8 + ZONE_CELLS]);
});

describe('a new table takes over', () => {
  const ledgerOver = (first: ReturnType<typeof counting>, next: ReturnType<typeof counting>) => {
    const all = new Map([first, next].map(({ compiled, traffic }) => [compiled.table, traffic]));
    return new TrafficLedger(first.compiled, table => all.get(table)!.slice());
  };

  test('what was counted where owner, type and classing are the same, whatever its number is now', () => {
    const first = counting({ even: weighted(['x', 1], ['y', 1]), www: GEO, gone: GEO });
    const next = counting({ added: GEO, www: GEO, even: failover('y') });
    const ledger = ledgerOver(first, next);
    first.ask('www', 1, CHINA, 3);
    first.ask('even', 1, CHINA, 5);
    first.ask('gone', 1, CHINA, 7);
    ledger.take(next.compiled);
    next.ask('www', 1, CHINA, 2);
    const { 'www A': www, 'added A': added, 'even A': even } = read(next.compiled, ledger.counted);
    expect(www!.toSorted()).toEqual([0, 0, 5]);
    expect([added, even]).toEqual([[0, 0, 0], [5]]);
  });

  test('each class into the class that is treated alike, where another database puts them in another order', () => {
    const first = counting({ www: GEO });
    const other = locationTable({ '40.0.0.0/8': { country: 'DE' }, '60.0.0.0/8': { country: 'US' }, '20.0.0.0/8': { country: 'CN' } });
    const next = counting({ www: GEO }, other);
    const ledger = ledgerOver(first, next);
    first.ask('www', 1, CHINA, 3);
    first.ask('www', 1, GERMANY, 5);
    ledger.take(next.compiled);
    const before = read(next.compiled, ledger.counted)['www A']!;
    next.ask('www', 1, CHINA, 10);
    next.ask('www', 1, GERMANY, 100);
    const after = read(next.compiled, ledger.counted)['www A']!;
    expect(before.toSorted()).toEqual([0, 3, 5]);
    expect(after.map((count, i) => [before[i], count - before[i]!]).filter(([, more]) => more! > 0)).toEqual(
      expect.arrayContaining([
        [3, 10],
        [5, 100],
      ]),
    );
  });

  test('nothing of a tree that tells clients apart in another way, nor of a class that is no more', () => {
    const first = counting({ www: GEO, app: GEO });
    const next = counting({ www: geo({ 'country:CN': 'x', default: 'y' }), app: GEO }, locationTable({ '40.0.0.0/8': { country: 'DE' } }));
    const ledger = ledgerOver(first, next);
    for (const label of ['www', 'app']) {
      first.ask(label, 1, CHINA, 3);
      first.ask(label, 1, GERMANY, 5);
    }
    ledger.take(next.compiled);
    const { 'www A': www, 'app A': app } = read(next.compiled, ledger.counted);
    expect([www!.toSorted(), app!.toSorted()]).toEqual([[0], [0, 5]]);
  });
});
