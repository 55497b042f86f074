import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Intent } from '../../src/model/intent.ts';
import { alignedSeconds, KNOWN_MS } from '../../src/ttl/align.ts';
import { all, failover, pool, record, type StateOf, steering, weighted } from '../steering/declare.ts';
import { exampleZone, type Served, serve } from './serve.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 21, 5, 7, 321);
const EVERY_S = 10;
const looks = { everyMs: 1000 * EVERY_S, phaseMs: 1234.5, confirmedMs: 600, doubtedMs: 400 };
const looked = (turnsInMs: number, more: Partial<typeof looks> = {}): StateOf => ({
  outlook: { turnsInMs, looks: { ...looks, ...more }, unsettled: false },
});

const POOLS = [pool('x', ['192.0.2.1']), pool('y', ['192.0.2.2']), pool('empty', ['2001:db8::1'])];
const TREES = { www: failover('x', 'y'), both: all(2, 'x', 'y'), even: weighted(['x', 1], ['y', 1]) };
const RECORDS = Object.entries(TREES).map(([label, tree]) => record(label, tree));

function served(states: Readonly<Record<string, StateOf>>, records = RECORDS): Served {
  return serve(exampleZone('alias CNAME www\n', steering(POOLS, records)), { states });
}

function ttlAt(server: Served, nowMs: number, label = 'www', type = 'A'): number[] {
  server.lookup.setTime(nowMs);
  const { answers } = server.ask(`${label}.example.com.`, type);
  return answers.map(line => Number(line.split(' ')[1]));
}

/** How long after what the last look found is in the answers a moment is. */
function sinceKnown(atMs: number, { everyMs, phaseMs, confirmedMs, doubtedMs } = looks): number {
  const since = (atMs - phaseMs - Math.max(confirmedMs, doubtedMs) - KNOWN_MS) % everyMs;
  return since < 0 ? since + everyMs : since;
}

interface Rhythm {
  readonly own: typeof looks;
  readonly most: number;
  readonly place: number;
}

/** Whether a TTL is the most that lets an answer end in the second of this place after a look, or the most of all where none of at least 5 does. */
function fits({ nowMs, ttl }: { readonly nowMs: number; readonly ttl: number }, { own, most, place }: Rhythm): boolean {
  const sinceSecond = (seconds: number, moreMs = 0) => sinceKnown(nowMs + 1000 * (seconds - place) + moreMs, own);
  const candidates = Array.from({ length: most - 4 }, (_, i) => most - i);
  const strict = candidates.find(seconds => sinceSecond(seconds) > 1 && sinceSecond(seconds) < 999);
  // A millisecond, as moments since the epoch leave no more.
  return ttl >= (strict ?? 5) && ((ttl === most && strict === undefined) || sinceSecond(ttl, 1) <= 1002);
}

describe('the TTL of an answer', () => {
  test("ends within the network's own second after a look wherever that lies within its range, and is the most then", () => {
    const moments = fc.integer({ min: 0, max: 4_000_000_000_000 });
    const rhythm = fc.record({
      interval: fc.integer({ min: 100, max: 90_000 }),
      vantages: fc.integer({ min: 1, max: 21 }),
      phase: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      confirmedMs: fc.nat(5000),
      doubtedMs: fc.nat(5000),
      turnsInMs: fc.integer({ min: 1000, max: 90_000 }),
    });
    fc.assert(
      fc.property(rhythm, fc.array(moments, { minLength: 1, maxLength: 20 }), (drawn, times) => {
        const everyMs = drawn.interval / drawn.vantages;
        const own = { everyMs, phaseMs: drawn.phase * everyMs, confirmedMs: drawn.confirmedMs, doubtedMs: drawn.doubtedMs };
        const server = served({ 'x/a': looked(drawn.turnsInMs, own) });
        const most = Math.min(60, Math.max(5, Math.floor(drawn.turnsInMs / 1000)));
        const given = times.map(nowMs => ({ nowMs, ttl: ttlAt(server, nowMs)[0]! }));
        for (const { ttl } of given) expect(ttl).toBeLessThanOrEqual(most);
        const places = Array.from({ length: alignedSeconds(everyMs) }, (_, place) => place);
        expect(places.some(place => given.every(each => fits(each, { own, most, place })))).toBe(true);
      }),
    );
  });

  test('spreads networks over the seconds after a look, each always in the same one', () => {
    const everyMs = 30_000;
    const server = served({ 'x/a': looked(45_000, { everyMs }) });
    const secondOf = (client: string, nowMs: number) => {
      server.lookup.setTime(nowMs);
      const ttl = Number(server.ask('www.example.com.', 'A', { client }).answers[0]!.split(' ')[1]);
      return Math.floor(sinceKnown(nowMs + 1000 * ttl, { ...looks, everyMs }) / 1000);
    };
    const clients = Array.from({ length: 300 }, (_, i) => `198.51.${i >> 8}.${i & 255}`);
    const seconds = clients.map(client => secondOf(client, NOW_MS));
    clients.forEach((client, i) => void expect(secondOf(client, NOW_MS + 7000 * i)).toBe(seconds[i]));
    const counts = Map.groupBy(seconds, second => second);
    expect([...counts.keys()].toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
    for (const { length } of counts.values()) expect(length).toBeLessThan(75);
  });

  test('is the same of each worker at the same moment', () => {
    const [one, other] = [served({ 'x/a': looked(20_000) }), served({ 'x/a': looked(20_000) })];
    for (let ms = 0; ms < 20_000; ms += 137) expect(ttlAt(one, NOW_MS + ms)).toEqual(ttlAt(other, NOW_MS + ms));
  });

  test('counts down from look to look, second by second', () => {
    const server = served({ 'x/a': looked(30_000) });
    const ttls = Array.from({ length: 2 * EVERY_S }, (_, i) => ttlAt(server, NOW_MS + 1000 * i)[0]!);
    expect(new Set(ttls)).toEqual(new Set([21, 22, 23, 24, 25, 26, 27, 28, 29, 30]));
    for (let i = 1; i < ttls.length; i++) expect(ttls[i]).toBe(ttls[i - 1] === 21 ? 30 : ttls[i - 1]! - 1);
  });

  test('goes by the looks at what is drawn, and all records of a set have the same', () => {
    const server = served({ 'x/a': looked(30_000), 'y/a': looked(30_000, { phaseMs: 6234.5 }) });
    const drawn = Array.from({ length: 60 }, () => {
      server.lookup.setTime(NOW_MS);
      return server.ask('even.example.com.', 'A').answers[0]!;
    });
    expect(new Set(drawn).size).toBe(2);
    for (let ms = 0; ms < 20_000; ms += 777) expect(new Set(ttlAt(server, NOW_MS + ms, 'both')).size).toBe(1);
  });

  test('is not aligned where that is off, or where it is fixed, or nobody looks', () => {
    const ttl = (range: { minSeconds: number; maxSeconds: number; align?: 'off' }) => [record('www', TREES.www, { ttl: range })];
    const off = served({ 'x/a': looked(30_000) }, ttl({ minSeconds: 5, maxSeconds: 60, align: 'off' }));
    const fixed = served({ 'x/a': looked(30_000) }, ttl({ minSeconds: 40, maxSeconds: 40 }));
    const blind = served({ 'x/a': { outlook: { turnsInMs: 30_000 } } });
    for (let ms = 0; ms < 20_000; ms += 777) {
      const all = [off, fixed, blind].map(server => ttlAt(server, NOW_MS + ms)[0]);
      expect(all).toEqual([30, 40, 30]);
    }
  });

  test('counts down to the end of what an operator asked for, below the least, to a second', () => {
    const intents: readonly Intent[] = [
      {
        kind: 'weight',
        weight: 10,
        target: { kind: 'endpoint', zone: 'example.com.', pool: 'x', endpoint: 'a' },
        author: 'admin',
        reason: '',
        createdAtMs: 0,
        expiresAtMs: NOW_MS + 90_000,
      },
    ];
    const server = served({ 'x/a': { ...looked(30_000), intents } });
    for (let ms = 0; ms < 89_000; ms += 331) expect(1000 * ttlAt(server, NOW_MS + ms)[0]!).toBeLessThanOrEqual(90_000 - ms);
    expect(ttlAt(server, NOW_MS + 88_400)).toEqual([1]);
    expect(ttlAt(server, NOW_MS + 99_000)).toEqual([1]);
    server.lookup.setTime(NOW_MS + 60_000);
  });
});

test('an explanation tells the most and the least', () => {
  const explained = served({ 'x/a': looked(30_000) }).explain('www.example.com.', 'A');
  expect(explained).toMatchObject({ ttlSeconds: 30, ttlLeastSeconds: 21 });
  expect(explained.ttlReason).toBe('the verdict on example.com./x/a could turn in 30s at the earliest; it is to run out just after a look');
});
