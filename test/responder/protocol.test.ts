import { expect, test } from 'vitest';
import { type ProtocolOptions, protocolOf } from '../../src/responder/protocol.ts';
import { type Responder, startResponder } from '../../src/responder/responder.ts';
import { optOf, TEST_IDENTITY } from './ask-engine.ts';
import { addressOf, askOnce } from './ask-responder.ts';
import { fixedTable } from './fixed-lookup.ts';
import { queryBytes } from './query-bytes.ts';

const COOKIE = 10;
const CLIENT = [1, 2, 3, 4, 5, 6, 7, 8];

const start = (protocol?: ProtocolOptions): Promise<Responder> =>
  startResponder({
    listen: [{ address: '127.0.0.1', port: 0, optional: false }],
    workers: 2,
    table: fixedTable(1),
    identity: TEST_IDENTITY,
    ...(protocol ? { protocol } : {}),
    onWarning: line => expect.fail(line),
    onFault: error => expect.fail(error.message),
    entry: new URL('./fixed-worker.ts', import.meta.url),
  });

const cookieFrom = async (responder: Responder, transport: 'udp' | 'tcp', cookie: readonly number[]) => {
  const answer = await askOnce(addressOf(responder, transport), queryBytes('www.test.', { edns: { options: [[COOKIE, cookie]] } }));
  return optOf(answer)!.options.get(COOKIE)!;
};

test('a cookie of one worker is good for all of them, over UDP and TCP', async () => {
  await using responder = await start();
  const cookie = await cookieFrom(responder, 'tcp', CLIENT);
  for (let i = 0; i < 10; i++) expect(await cookieFrom(responder, 'udp', cookie)).toEqual(cookie);
});

test('servers with the same secrets know the cookies of each other, others do not', async () => {
  const cookieSecrets = [new Uint8Array(16).fill(1)];
  await using one = await start({ cookieSecrets });
  await using two = await start({ cookieSecrets: [new Uint8Array(16).fill(2), ...cookieSecrets] });
  await using other = await start();
  const cookie = await cookieFrom(one, 'udp', CLIENT);
  const asksAboutIt = Uint8Array.from([...queryBytes('.', { counts: [0, 0, 0, 1] }).subarray(0, 12), ...optWith(cookie)]);
  expect(optOf(await askOnce(addressOf(two, 'udp'), asksAboutIt))?.extendedRcode).toBe(0);
  expect(optOf(await askOnce(addressOf(other, 'udp'), asksAboutIt))?.extendedRcode).toBe(1);
});

test('over real sockets too, what is above the limit is answered with TC, and counted', async () => {
  await using responder = await start({ rateLimit: { perSecond: 1, slip: 1, exempt: [] } });
  const udp = addressOf(responder, 'udp');
  const truncated = async () => ((await askOnce(udp, queryBytes('www.test.')))[2]! & 2) !== 0;
  const seen = [];
  for (let i = 0; i < 20; i++) seen.push(await truncated());
  expect(seen).toContain(false);
  expect(seen).toContain(true);
  const { rateLimited, truncated: all } = responder.counters();
  expect(rateLimited).toEqual({ dropped: 0, slipped: all });
  expect(((await askOnce(addressOf(responder, 'tcp'), queryBytes('www.test.')))[2]! & 2) !== 0).toBe(false);
});

test('answers of 4096 octets go over UDP where they are allowed', async () => {
  await using responder = await start({ udpSize: 4096 });
  const answer = await askOnce(addressOf(responder, 'udp'), queryBytes('big30.test.', { type: 16, edns: { payloadSize: 4096 } }));
  expect(answer.length).toBeGreaterThan(3000);
});

test('secrets of a wrong length are refused at the start', async () => {
  await expect(start({ cookieSecrets: [new Uint8Array(8)] })).rejects.toThrow('cookie secrets have 16 octets');
  expect(() => protocolOf({ cookieSecrets: [] })).toThrow('there is at least one');
});

function optWith(cookie: readonly number[]): Uint8Array {
  return queryBytes('.', { edns: { options: [[COOKIE, cookie]] } }).subarray(17);
}
