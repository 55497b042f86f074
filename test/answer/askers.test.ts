import { expect, test } from 'vitest';
import { AskerCounter, createAskers, HEAD, ONE_IN, ROW, ROWS } from '../../src/answer/askers.ts';
import { reportAskers } from '../../src/answer/askers-report.ts';
import type { Client } from '../../src/answer/source.ts';
import { parseIp } from '../../src/lib/ip-address.ts';
import { seededRandom } from '../../src/lib/random.ts';

/** A query from `sender`, with a client subnet if one is told. */
function client(sender: string, subnet?: string): Client {
  const own = octetsOf(sender);
  const told = subnet === undefined ? undefined : octetsOf(subnet);
  const { family, address } = told ?? own;
  return { family, address, prefixLength: told ? 24 : 32, isSubnet: told !== undefined, stream: false, sender: own };
}

function octetsOf(text: string) {
  const octets = parseIp(text)!;
  const address = new Uint8Array(16);
  address.set(octets);
  return { family: octets.length === 4 ? 4 : 6, address } as const;
}

/** A resolver that is looked at, whatever the hash is. */
function looked(counted: { words: ReturnType<typeof createAskers> }, family: 4 | 6 = 4): string {
  const probe = new AskerCounter(counted.words, 1);
  for (let i = 0; ; i++) {
    const sender = family === 4 ? `10.${i >> 8}.${i & 255}.7` : `2001:db8:${i.toString(16)}:aa55::7`;
    probe.note(9999, client(sender), 1);
    if (reportAskers(counted.words, 1).prefixes > 0) return sender;
  }
}

function counting(family: 4 | 6 = 4) {
  const found = looked({ words: createAskers(5) }, family);
  const words = createAskers(5);
  const counters = [new AskerCounter(words, 1), new AskerCounter(words, 1)];
  let turn = 0;
  /** Each question comes to another worker, as over a socket that is shared. */
  const ask = (second: number, ttl: number, of: { set?: number; sender?: string; subnet?: string } = {}) => {
    const counter = counters[turn++ % 2]!;
    counter.setSecond(second);
    counter.note(of.set ?? 0, client(of.sender ?? found, of.subnet), ttl);
  };
  const report = () => reportAskers(words, 10);
  return { found, words, ask, report };
}

test('a resolver that asks when its answer has run out is neither late nor early', () => {
  const { found, ask, report } = counting();
  for (let i = 0; i < 20; i++) ask(1000 + 5 * i, 5);
  expect(report()).toEqual({ oneIn: ONE_IN, prefixes: 1, unseen: 0, later: [], early: [] });
  for (let i = 0; i < 20; i++) ask(2000 + 5 * i, 5, { set: 1 });
  ask(2097, 5, { set: 1 });
  expect(report().early).toEqual([
    {
      prefix: `${found.split('.').slice(0, 3).join('.')}.0/24`,
      questions: 2,
      answers: 41,
      early: 1,
      afterwards: 38,
      meanLateSeconds: 0,
      leastLateSeconds: 0,
      overstays: false,
    },
  ]);
});

test('one that keeps answers for a minute whatever their TTL is found out', () => {
  const { ask, report } = counting();
  for (let i = 0; i < 12; i++) ask(1000 + 60 * i + (i % 3), 5);
  expect(report().later).toMatchObject([{ afterwards: 11, leastLateSeconds: 53, overstays: true }]);
});

test('one whose clients ask by chance is late, and no more is said of it', () => {
  const random = seededRandom(3);
  const { ask, report } = counting();
  let second = 1000;
  for (let i = 0; i < 200; i++) {
    ask(second, 5);
    second += 5 + Math.floor(-60 * Math.log(1 - random() / 2 ** 32));
  }
  const [late] = report().later;
  expect(late!.meanLateSeconds).toBeGreaterThan(40);
  expect(late!.overstays).toBe(false);
});

test('a question within the last second, or the last tenth of the TTL, is not early: caches fetch ahead', () => {
  const { ask, report } = counting();
  ask(1000, 5);
  ask(1004, 5);
  ask(1008, 300);
  ask(1278, 300);
  expect(report().early).toEqual([]);
  ask(1300, 300);
  expect(report().early).toMatchObject([{ early: 1, answers: 5 }]);
});

test('client subnets, record sets and resolvers of another network are questions of their own', () => {
  const { ask, report } = counting();
  ask(1000, 60);
  ask(1001, 60, { set: 1 });
  ask(1002, 60, { subnet: '198.51.100.0' });
  ask(1003, 60, { subnet: '203.0.113.0' });
  ask(1004, 60, { subnet: '2001:db8:1::' });
  expect(report()).toMatchObject({ prefixes: 1, early: [] });
  ask(1005, 60, { subnet: '203.0.113.0' });
  expect(report().early).toMatchObject([{ questions: 5, answers: 6, early: 1 }]);
});

test('an IPv6 resolver is told of by its /56', () => {
  const { found, ask, report } = counting(6);
  ask(1000, 60);
  ask(1001, 60, { sender: found.replace('aa55', 'aaff') });
  expect(report().early).toMatchObject([{ prefix: `${found.split(':aa55')[0]}:aa00::/56`, answers: 2, early: 1 }]);
});

test('of many prefixes about one in sixteen is looked at, and others after another start', () => {
  const seen = [7, 8].map(seed => {
    const words = createAskers(seed);
    const counter = new AskerCounter(words, 1);
    for (let i = 0; i < 16_000; i++) {
      for (let again = 0; again < 2; again++) counter.note(0, client(`10.${i >> 8}.${i & 255}.1`), 60);
    }
    return reportAskers(words, 100_000);
  });
  // A row may have been taken by another prefix already.
  for (const { prefixes, unseen } of seen) expect(Math.abs(prefixes + unseen / 2 - 1000)).toBeLessThan(150);
  const [first, second] = seen.map(({ early }) => new Set(early.map(({ prefix }) => prefix)));
  expect([...first!].filter(prefix => second!.has(prefix)).length).toBeLessThan(150);
});

test('who is gone for long makes room; who is not, does not', () => {
  const words = createAskers(1);
  const counter = new AskerCounter(words, 1);
  counter.setSecond(1000);
  for (let set = 0; set < 8; set++) for (let i = 0; i < 32_768; i++) counter.note(set, client(`172.${i >> 8}.${i & 255}.1`), 60);
  const taken = words.slice(HEAD.WIDTH).filter((word, i) => i % ROW.WIDTH === ROW.TAG && word !== 0).length;
  expect(taken).toBeGreaterThan(ROWS * 0.8);
  const sender = looked({ words: createAskers(1) });
  /** How many questions of one resolver found a row at this second. */
  const crowd = (second: number) => {
    const before = words[HEAD.UNSEEN]!;
    counter.setSecond(second);
    for (let set = 0; set < 1000; set++) counter.note(100 + set, client(sender), 60);
    return 1000 - (words[HEAD.UNSEEN]! - before);
  };
  expect(crowd(1959)).toBeLessThan(200);
  expect(crowd(1960)).toBeGreaterThan(900);
});

test('after a reload record sets have other numbers: nothing is taken for a repeated question', () => {
  const { found, words, ask, report } = counting();
  ask(1000, 60);
  const reloaded = new AskerCounter(words, 2);
  reloaded.setSecond(1001);
  reloaded.note(0, client(found), 60);
  expect(report().early).toEqual([]);
});
