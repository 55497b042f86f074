import { describe, expect, test } from 'vitest';
import { createLookup } from '../../src/answer/lookup.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { sumCounters } from '../../src/responder/counters.ts';
import { createPeer, readPeer } from '../../src/responder/peer-address.ts';
import { protocolOf, type RateLimitOptions } from '../../src/responder/protocol.ts';
import { ANSWER_KIND, LIMIT, LOOPBACK, RateLimiter } from '../../src/responder/rate-limit.ts';
import { exampleZone, serve, zone } from '../answer/serve.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { type Asking, engineRig, optOf, TEST_IDENTITY } from './ask-engine.ts';
import { queryBytes } from './query-bytes.ts';

const COOKIE = 10;
const BADCOOKIE = 23;
const CLIENT = [1, 2, 3, 4, 5, 6, 7, 8];
const WWW = queryBytes('www.example.com.');

function limited(rateLimit: RateLimitOptions) {
  const clock = fakeClock();
  const zones = [
    exampleZone('www A 192.0.2.1\nsub NS ns.example.net.\n*.none CNAME nothing\n'),
    zone('example.org.', '$TTL 60\n@ SOA a b 1 2 3 4 5\n@ NS ns.example.net.\n'),
  ];
  const source = createLookup(serve(zones).compiled.table, seededRandom(1));
  const rig = engineRig(TEST_IDENTITY, { source, protocol: protocolOf({ rateLimit }), clock });
  /** How many of `count` queries are answered with data, let slip, and dropped. */
  const flood = (count: number, query = WWW, how?: Asking) => {
    const seen = { answered: 0, slipped: 0, dropped: 0 };
    for (let i = 0; i < count; i++) {
      rig.engine.tick();
      const answer = rig.bytes(query, how);
      if (!answer) seen.dropped++;
      else if ((answer[2]! & 2) !== 0 || optOf(answer)?.extendedRcode === BADCOOKIE >> 4) seen.slipped++;
      else seen.answered++;
    }
    return seen;
  };
  return { ...rig, clock, flood };
}

describe('response rate limiting', () => {
  test('what is above the limit is dropped, but for one in so many, which has TC and nothing else', () => {
    const { flood, bytes } = limited({ perSecond: 5, slip: 2 });
    expect(flood(25)).toEqual({ answered: 5, slipped: 10, dropped: 10 });
    bytes(WWW);
    const slip = bytes(WWW)!;
    expect([...slip.subarray(2, 12)]).toEqual([0x86, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    expect(slip).toHaveLength(WWW.length);
  });

  test.each([
    [0, 0, 20],
    [1, 20, 0],
    [4, 5, 15],
  ])('slip %i', (slip, slipped, dropped) => {
    expect(limited({ perSecond: 5, slip }).flood(25)).toEqual({ answered: 5, slipped, dropped });
  });

  test('the bucket leaks: after a second of rest everything is as before, and a steady flood gets its rate', () => {
    const { flood, clock } = limited({ perSecond: 10, slip: 0 });
    expect(flood(50).answered).toBe(10);
    let answered = 0;
    for (let i = 0; i < 100; i++) {
      clock.advance(20);
      answered += flood(3).answered;
    }
    expect(answered).toBe(20);
    clock.advance(1000);
    expect(flood(10).answered).toBe(10);
  });

  test.each([
    ['192.0.2.1', '192.0.2.254', '192.0.3.1'],
    ['2001:db8:0:ff00::1', '2001:db8:0:ffff::9', '2001:db8:0:fe00::1'],
  ])('%s shares its limit with %s, not with %s', (one, same, other) => {
    const { flood } = limited({ perSecond: 5, slip: 0 });
    expect(flood(5, WWW, { from: one }).answered).toBe(5);
    expect(flood(5, WWW, { from: same }).answered).toBe(0);
    expect(flood(5, WWW, { from: other }).answered).toBe(5);
  });

  test('answers, denials, referrals and errors are limited apart, denials zone by zone', () => {
    const { flood } = limited({ perSecond: 5, slip: 0 });
    const kinds = ['www.example.com.', 'no.example.com.', 'no.example.org.', 'a.sub.example.com.', 'else.where.'];
    for (const name of kinds) expect(flood(10, queryBytes(name)).answered, name).toBe(5);
    expect(flood(5, queryBytes('another.EXAMPLE.com.')).answered).toBe(0);
    expect(flood(5, queryBytes('www.example.com.', { type: 28 })).answered).toBe(0);
    expect(flood(5, queryBytes('www.example.com.', { flags: 0x7800 })).answered).toBe(0);
    expect(flood(5, queryBytes('www.example.com.').subarray(0, 20)).answered).toBe(0);
  });

  test('denials behind an alias are those of the zone that denies, whatever was asked', () => {
    const { flood } = limited({ perSecond: 5, slip: 0 });
    let answered = 0;
    for (let i = 0; i < 20; i++) answered += flood(1, queryBytes(`random-${i}.none.example.com.`)).answered;
    expect(answered).toBe(5);
    expect(flood(5, queryBytes('no.example.com.')).answered).toBe(0);
    expect(flood(5, queryBytes('no.example.org.')).answered).toBe(5);
  });

  test('over TCP there is no limit', () => {
    expect(limited({ perSecond: 1 }).flood(50, WWW, { stream: true }).answered).toBe(50);
  });

  test('RFC 7873 section 5.2.5: nor with a good server cookie', () => {
    const { bytes, flood } = limited({ perSecond: 1 });
    const cookie = optOf(bytes(queryBytes('www.example.com.', { edns: { options: [[COOKIE, CLIENT]] } })))!.options.get(COOKIE)!;
    flood(10);
    expect(flood(50, queryBytes('www.example.com.', { edns: { options: [[COOKIE, cookie]] } })).answered).toBe(50);
  });

  test('RFC 7873 section 5.2.3: who knows cookies but has none of ours gets BADCOOKIE with one, and only under pressure', () => {
    const { ask, bytes, flood } = limited({ perSecond: 1, slip: 1 });
    const query = queryBytes('www.example.com.', { edns: { options: [[COOKIE, CLIENT]] } });
    expect(flood(1, query).answered).toBe(1);
    expect(ask(query).header).toMatchObject({ rcode: BADCOOKIE, tc: 0, ancount: 0, arcount: 1 });
    const cookie = optOf(bytes(query))!.options.get(COOKIE)!;
    expect(flood(5, queryBytes('www.example.com.', { edns: { options: [[COOKIE, cookie]] } })).answered).toBe(5);
  });

  test('the machine itself is not limited by default; others can be let off', () => {
    const { flood } = limited({ perSecond: 1, slip: 0, exempt: [...LOOPBACK, { address: Uint8Array.of(198, 51, 96, 0), length: 19 }] });
    for (const from of ['127.0.0.1', '127.255.0.9', '::1', '198.51.100.7', '198.51.127.255'])
      expect(flood(9, WWW, { from }).answered).toBe(9);
    for (const from of ['198.51.128.1', '128.0.0.1', '1::1']) expect(flood(9, WWW, { from }).answered).toBe(1);
  });

  test('what was limited is counted, and every query is one that was answered or dropped', () => {
    const { flood, counters } = limited({ perSecond: 5, slip: 2 });
    flood(25);
    const { rateLimited, queries, answers, dropped, truncated } = sumCounters([counters]);
    expect(rateLimited).toEqual({ dropped: 10, slipped: 10 });
    expect([queries[0]!.value, answers[0]!.value, dropped, truncated]).toEqual([25, 15, 10, 10]);
  });

  test('a flood from ever new prefixes does not make those forget that are over their limit for long', () => {
    const limiter = new RateLimiter({ perSecond: 5, slip: 0, exempt: [], seed: 1 });
    const peer = createPeer();
    limiter.setTime(1000);
    const random = seededRandom(1);
    let passed = 0;
    for (let i = 0; i < 200_000; i++) {
      readPeer(`${10 + (random() % 100)}.${random() % 256}.${random() % 256}.1`, peer);
      limiter.check(peer, ANSWER_KIND.ANSWER, 0);
      readPeer('192.0.2.1', peer);
      if (limiter.check(peer, ANSWER_KIND.ANSWER, 0) === LIMIT.PASS) passed++;
    }
    expect(passed).toBe(5);
  });

  test('a limit that is none is refused', () => {
    expect(() => protocolOf({ rateLimit: { perSecond: 0 } })).toThrow('a limit of 0 answers a second, expected 1 or more');
  });
});
