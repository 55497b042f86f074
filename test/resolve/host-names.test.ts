import { expect, onTestFinished, test } from 'vitest';
import { sortedAddresses } from '../../src/resolve/addresses.ts';
import { HostNames, type HostNamesOptions, type HostNews } from '../../src/resolve/host-names.ts';
import type { FamilyAnswer } from '../../src/resolve/lookup.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { poolsOfHosts } from './pools-of-hosts.ts';

const HOST = 'cdn.example.net.';
const CDN = poolsOfHosts(['cdn.example.net']);
const found = (ttlSeconds: number, ...addresses: readonly string[]): FamilyAnswer => ({ kind: 'found', addresses, ttlSeconds });
const NEVER = new AbortController().signal;
const TIMEOUT: FamilyAnswer = { kind: 'failed', reason: 'timeout' };
const NO_NAME: FamilyAnswer = { kind: 'none', reason: 'no such name' };
const NO_ADDRESSES: FamilyAnswer = { kind: 'none', reason: 'no addresses' };

/** Hosts over a clock that stands still and a resolver that says what the test says; `asked` has when and for what. */
function looked(more: Partial<HostNamesOptions> = {}) {
  const clock = fakeClock(0);
  const asked: string[] = [];
  const news: HostNews[] = [];
  const says = new Map<string, FamilyAnswer | Promise<FamilyAnswer>>();
  const names = new HostNames({
    lookup: async (host, family) => {
      if (family === 'ipv4') asked.push(`${clock.now() / 1000} ${host}`);
      return (await says.get(`${host} ${family}`)) ?? NO_ADDRESSES;
    },
    restored: new Map(),
    allowLoopback: false,
    clock,
    random: () => 0,
    onNews: each => news.push(each),
    ...more,
  });
  onTestFinished(() => names[Symbol.dispose]());
  const say = (ipv4: FamilyAnswer | Promise<FamilyAnswer>, ipv6: FamilyAnswer = NO_ADDRESSES, host = HOST) => {
    says.set(`${host} ipv4`, ipv4);
    says.set(`${host} ipv6`, ipv6);
  };
  const known = (host = HOST) => names.addressesOf(host).map(({ text }) => text);
  return { names, clock, asked, news, say, known };
}

const stored = (...addresses: readonly string[]) => new Map([[HOST, { addresses: sortedAddresses(addresses), foundAtMs: -1000 }]]);

test('a host is looked up at once, and again whenever its TTL is over', async () => {
  const { names, clock, asked, say, known } = looked();
  say(found(30, '192.0.2.1'));
  names.assign(CDN);
  await clock.advanceSettled(29_999);
  expect([asked, known()]).toEqual([[`0 ${HOST}`], ['192.0.2.1']]);
  say(found(7, '192.0.2.2'));
  await clock.advanceSettled(8000);
  expect([asked.slice(1), known()]).toEqual([[`30 ${HOST}`, `37 ${HOST}`], ['192.0.2.2']]);
});

test('a host in several pools is looked up once, and a change is told for all of its endpoints', async () => {
  const { names, clock, asked, news, say } = looked();
  say(found(30, '192.0.2.1'), found(20, '2001:db8::1'));
  names.assign(poolsOfHosts(['cdn.example.net', 'other.example.net'], ['CDN.example.NET.']));
  await clock.advanceSettled(0);
  expect(asked).toEqual([`0 ${HOST}`, '0 other.example.net.']);
  expect(news.filter(({ kind }) => kind === 'changed')).toEqual([
    {
      kind: 'changed',
      host: HOST,
      endpoints: ['example.com./p0/a', 'example.com./p1/a'],
      resolution: { addresses: sortedAddresses(['192.0.2.1', '2001:db8::1']), foundAtMs: 0, failing: undefined },
    },
  ]);
});

test('addresses in another order are no change', async () => {
  const { names, clock, news, say } = looked();
  say(found(30, '192.0.2.1', '192.0.2.2'));
  names.assign(CDN);
  await clock.advanceSettled(0);
  const before = names.addressesOf(HOST);
  say(found(30, '192.0.2.2', '192.0.2.1'));
  await clock.advanceSettled(30_000);
  await clock.advanceSettled(0);
  expect([news.length, names.known.get(HOST)?.foundAtMs]).toEqual([1, 30_000]);
  expect(names.addressesOf(HOST)).toBe(before);
});

test('nothing is asked again before the answer is in, however long that takes', async () => {
  const { names, clock, asked, say } = looked();
  const answer = Promise.withResolvers<FamilyAnswer>();
  say(answer.promise);
  names.assign(CDN);
  await clock.advanceSettled(100_000);
  expect(asked).toHaveLength(1);
  answer.resolve(found(10, '192.0.2.1'));
  await clock.advanceSettled(10_000);
  await clock.advanceSettled(0);
  expect(asked).toEqual([`0 ${HOST}`, `110 ${HOST}`]);
});

test('what was found last stays while look-ups fail; they are tried again less and less often', async () => {
  const { names, clock, asked, news, say, known } = looked();
  say(found(10, '192.0.2.1'));
  names.assign(CDN);
  await clock.advanceSettled(0);
  say(TIMEOUT, TIMEOUT);
  await clock.advanceSettled(220_000);
  expect(asked.slice(1)).toEqual([10, 15, 25, 45, 85, 145, 205].map(at => `${at} ${HOST}`));
  expect(known()).toEqual(['192.0.2.1']);
  expect(names.known.get(HOST)).toMatchObject({ foundAtMs: 0, failing: { sinceMs: 10_000, reason: 'timeout' } });
  say(found(10, '192.0.2.1'));
  await clock.advanceSettled(50_000);
  await clock.advanceSettled(0);
  expect(names.known.get(HOST)?.failing).toBeUndefined();
  expect(news.slice(1)).toEqual([
    { kind: 'failing', host: HOST, trouble: { kind: 'failed', reason: 'timeout' }, addresses: sortedAddresses(['192.0.2.1']) },
    { kind: 'recovered', host: HOST, failedMs: 255_000 },
  ]);
});

test('a resolver that says there is no such name any more is told of, even when look-ups failed before', async () => {
  const { names, clock, news, say, known } = looked();
  say(found(10, '192.0.2.1'));
  names.assign(CDN);
  await clock.advanceSettled(0);
  say(TIMEOUT, TIMEOUT);
  await clock.advanceSettled(10_000);
  say(NO_NAME, NO_NAME);
  await clock.advanceSettled(60_000);
  expect(known()).toEqual(['192.0.2.1']);
  expect(news.slice(1).map(each => each.kind === 'failing' && each.trouble)).toEqual([
    { kind: 'failed', reason: 'timeout' },
    { kind: 'gone', reason: 'no such name' },
  ]);
  expect(names.known.get(HOST)?.failing).toEqual({ sinceMs: 10_000, reason: 'no such name' });
});

test('addresses that are refused are told of once, until they are others', async () => {
  const { names, clock, news, say, known } = looked();
  say(found(10, '192.0.2.1', '127.0.0.1'));
  names.assign(CDN);
  await clock.advanceSettled(25_000);
  say(found(10, '192.0.2.1', '127.0.0.2'));
  await clock.advanceSettled(10_000);
  await clock.advanceSettled(0);
  expect(known()).toEqual(['192.0.2.1']);
  expect(news.flatMap(each => (each.kind === 'refused' ? [each.refused] : []))).toEqual([
    ['127.0.0.1 (loopback)'],
    ['127.0.0.2 (loopback)'],
  ]);
});

test('what was known before the start is answered from the first moment, whatever the resolver does', async () => {
  const { names, clock, news, say, known } = looked({ restored: stored('192.0.2.1') });
  say(TIMEOUT, TIMEOUT);
  names.assign(CDN);
  expect(known()).toEqual(['192.0.2.1']);
  await names.settled(2000, NEVER);
  await clock.advanceSettled(0);
  expect(clock.now()).toBe(0);
  expect(names.known.get(HOST)).toMatchObject({ foundAtMs: -1000, failing: { sinceMs: 0 } });
  expect(news.map(({ kind }) => kind)).toEqual(['failing']);
});

test('a new host is waited for until its first answer, good or bad, or until the limit', async () => {
  const { names, clock, say } = looked();
  const answer = Promise.withResolvers<FamilyAnswer>();
  say(answer.promise);
  names.assign(CDN);
  let waits = 2;
  void names.settled(2000, NEVER).then(() => waits--);
  await clock.advanceSettled(1999);
  expect(waits).toBe(2);
  await clock.advanceSettled(1);
  await clock.advanceSettled(0);
  expect(waits).toBe(1);
  void names.settled(60_000, NEVER).then(() => waits--);
  answer.resolve(TIMEOUT);
  await clock.advanceSettled(0);
  expect(waits).toBe(0);
});

test('who is told to end waits for nothing', async () => {
  const { names, clock, say } = looked();
  say(new Promise(() => {}));
  names.assign(CDN);
  const ending = new AbortController();
  const wait = names.settled(2000, ending.signal);
  ending.abort();
  await wait;
  await names.settled(2000, ending.signal);
  expect([clock.now(), clock.pending]).toEqual([0, 0]);
});

test('without hosts there is nothing to wait for', async () => {
  const { names, clock } = looked();
  names.assign(poolsOfHosts(['192.0.2.1']));
  await names.settled(2000, NEVER);
  expect(clock.pending).toBe(0);
});

test('a host that is gone from the files is not looked up any more, and forgotten when that is final', async () => {
  const { names, clock, asked, say, known } = looked();
  say(found(10, '192.0.2.1'));
  names.assign(CDN);
  await clock.advanceSettled(0);
  names.assign(poolsOfHosts());
  await clock.advanceSettled(100_000);
  expect([asked.length, clock.pending, known()]).toEqual([1, 0, ['192.0.2.1']]);
  names.assign(CDN);
  await clock.advanceSettled(0);
  expect(asked).toEqual([`0 ${HOST}`, `100 ${HOST}`]);
  expect(names.prune()).toEqual(new Set([HOST]));
  names.assign(poolsOfHosts());
  expect(names.prune()).toEqual(new Set());
  expect([known(), names.known.size]).toEqual([[], 0]);
});

test('a reload leaves the timetable of the hosts that stay as it is; a change is told for their new endpoints', async () => {
  const { names, clock, asked, news, say } = looked();
  say(found(10, '192.0.2.1'));
  names.assign(CDN);
  await clock.advanceSettled(4000);
  names.assign(poolsOfHosts(['192.0.2.9'], ['cdn.example.net']));
  say(found(10, '192.0.2.2'));
  await clock.advanceSettled(6000);
  await clock.advanceSettled(0);
  expect(asked).toEqual([`0 ${HOST}`, `10 ${HOST}`]);
  expect(news.at(-1)).toMatchObject({ kind: 'changed', endpoints: ['example.com./p1/a'] });
});

test('the answer to a question about a host that is gone, or after the end, changes nothing and leaves no timer', async () => {
  const { names, clock, news, say, known } = looked();
  const answer = Promise.withResolvers<FamilyAnswer>();
  say(answer.promise);
  names.assign(CDN);
  const wait = names.settled(2000, NEVER);
  names[Symbol.dispose]();
  await wait;
  answer.resolve(found(10, '192.0.2.1'));
  await clock.advanceSettled(0);
  expect([known(), news, clock.pending]).toEqual([[], [], 0]);
});

test('a look-up that throws is one that failed', async () => {
  const { names, clock } = looked({ lookup: () => Promise.reject(new Error('no socket')) });
  names.assign(CDN);
  await clock.advanceSettled(0);
  expect(names.known.get(HOST)?.failing).toEqual({ sinceMs: 0, reason: 'no socket' });
  expect(clock.pending).toBe(1);
});
