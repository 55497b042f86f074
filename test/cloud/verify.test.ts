import { afterEach, beforeEach, expect, test } from 'vitest';
import { askWitness } from '../../src/cloud/ask-witness.ts';
import type { Message } from '../../src/cloud/dns/message.ts';
import { type Expectation, expectationsOf, missing, questionOf } from '../../src/cloud/shown.ts';
import { type VerifyParts, verify, type Witness } from '../../src/cloud/verify.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { nameToWire } from '../../src/lib/dns-name.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { RR_TYPE } from '../../src/lib/rr-type.ts';
import type { WantedRecord } from '../../src/model/cloud.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { freePort } from '../support/free-port.ts';
import { type NameServer, startNameServer } from '../support/name-server.ts';

const signal = new AbortController().signal;
const wanted = (data: string, more: Partial<WantedRecord> = {}): WantedRecord => ({
  owner: 'www.example.com.',
  type: 'A',
  data,
  view: 'default',
  ttl: 30,
  weight: undefined,
  enabled: true,
  ...more,
});
const NEW = expectationsOf([wanted('192.0.2.2')]);

let quick: NameServer;
let slow: NameServer;
beforeEach(async () => {
  [quick, slow] = await Promise.all([startNameServer(), startNameServer()]);
  quick.names.set('www.example.com', { addresses: ['192.0.2.2'], ttl: 30 });
  slow.names.set('www.example.com', { addresses: ['192.0.2.1'], ttl: 30 });
});
afterEach(() => Promise.all([quick, slow].map(server => server[Symbol.asyncDispose]())));

const witness = (port: number, role: Witness['role'] = 'authoritative'): Witness => ({ server: { host: 'ns.example.net', port }, role });

function partsWith(more: Partial<VerifyParts> = {}): VerifyParts {
  const ask = askWitness({ clock: systemClock, random: seededRandom(1), timeoutMs: 2000, resolve: async () => '127.0.0.1' });
  return { ask, clock: systemClock, timeoutMs: 10_000, everyMs: 5, ...more };
}

test('each server is asked until it shows the change', async () => {
  const seen = verify([witness(quick.at.port), witness(slow.at.port, 'resolver')], NEW, partsWith(), signal);
  await slow.nextQuestion();
  slow.names.set('www.example.com', { addresses: ['192.0.2.2'], ttl: 30 });
  expect((await seen).map(({ shown, missing: left }) => [shown, left])).toEqual([
    [true, undefined],
    [true, undefined],
  ]);
});

test('one that lags, one that fails and one that is silent are told apart when the time is over', async () => {
  quick.fault = 5;
  const nobody = await freePort();
  const parts = partsWith({
    timeoutMs: 0,
    ask: askWitness({ clock: systemClock, random: seededRandom(1), timeoutMs: 200, resolve: async () => '127.0.0.1' }),
  });
  const seen = await verify([witness(slow.at.port), witness(quick.at.port), witness(nobody)], NEW, parts, signal);
  expect(seen.map(({ shown, missing: left }) => [shown, left])).toEqual([
    [false, 'www.example.com. A is 192.0.2.1, expected 192.0.2.2'],
    [false, 'REFUSED for www.example.com. A'],
    [false, expect.stringContaining(`127.0.0.1:${nobody}`)],
  ]);
});

test('a host without an address is told of', async () => {
  const ask = askWitness({ clock: systemClock, random: seededRandom(1), timeoutMs: 200, resolve: () => Promise.reject(new Error('none')) });
  const [seen] = await verify([witness(53)], NEW, partsWith({ timeoutMs: 0, ask }), signal);
  expect(seen?.missing).toBe('ns.example.net:53 has no address');
});

test('how long each took is measured, and it ends with its signal', async () => {
  const clock = fakeClock();
  let answers = 0;
  const answer = (data: number): Message => messageOf(RR_TYPE.A, Uint8Array.of(192, 0, 2, data));
  const ask: VerifyParts['ask'] = async () => answer(++answers > 3 ? 2 : 1);
  const seen = verify([witness(53)], NEW, { ask, clock, timeoutMs: 10_000, everyMs: 500 }, signal);
  await clock.advanceSettled(5000);
  expect(await seen).toMatchObject([{ shown: true, tookMs: 1500 }]);
  const ending = new AbortController();
  const endless = verify([witness(53)], NEW, { ask: async () => answer(1), clock, timeoutMs: 10_000, everyMs: 500 }, ending.signal);
  ending.abort(new Error('the program ends'));
  await expect(endless).rejects.toThrow('the program ends');
});

function messageOf(type: number, ...rdata: readonly Uint8Array[]): Message {
  const name = type === RR_TYPE.SOA ? 'example.com.' : 'www.example.com.';
  const answers = rdata.map(octets => ({ name, type, class: 1, ttl: 30, rdata: octets }));
  const flags = { id: 1, opcode: 0, isResponse: true, isAuthoritative: true, isTruncated: false, rcode: 0, question: undefined };
  return { ...flags, answers, authority: [], additional: [] };
}

test.each([
  [9, 9, true],
  [10, 9, true],
  [8, 9, false],
  [1, 0xffff_fff0, true],
  [0xffff_fff0, 1, false],
])('serial %i shows what came with %i: %j (RFC 1982)', (told, serial, isShown) => {
  const numbers = new DataView(new ArrayBuffer(20));
  numbers.setUint32(0, told);
  const soa = Buffer.concat([nameToWire('ns1.'), nameToWire('h.'), new Uint8Array(numbers.buffer)]);
  const expected: Expectation = { kind: 'serial', zone: 'example.com.', serial };
  expect(missing(expected, messageOf(RR_TYPE.SOA, soa)) === undefined).toBe(isShown);
});

test('weighted and placed answers are parts of what is wanted, all others the whole; what is switched off is in none', () => {
  const weighted = expectationsOf([
    wanted('192.0.2.1', { weight: 10 }),
    wanted('192.0.2.2', { weight: 90 }),
    wanted('192.0.2.3', { enabled: false }),
  ]);
  expect(weighted).toEqual([{ kind: 'set', owner: 'www.example.com.', type: 'A', data: ['192.0.2.1', '192.0.2.2'], isWhole: false }]);
  const address = (last: number) => Uint8Array.of(192, 0, 2, last);
  expect(missing(weighted[0]!, messageOf(RR_TYPE.A, address(1)))).toBe(undefined);
  expect(missing(weighted[0]!, messageOf(RR_TYPE.A, address(3)))).toContain('192.0.2.3');
  const [whole] = expectationsOf([wanted('192.0.2.1'), wanted('192.0.2.2')]);
  expect(missing(whole!, messageOf(RR_TYPE.A, address(1)))).toContain('expected 192.0.2.1, 192.0.2.2');
  expect(missing(whole!, messageOf(RR_TYPE.A, address(2), address(1)))).toBe(undefined);
});

test('a wildcard is asked for by a name below it', () => {
  const [expected] = expectationsOf([wanted('192.0.2.1', { owner: '*.shop.example.com.' })]);
  expect(questionOf(expected!)).toEqual({ name: '_meridian-asks.shop.example.com.', type: RR_TYPE.A });
});
