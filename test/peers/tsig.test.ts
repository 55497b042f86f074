import { afterAll, beforeAll, expect, test } from 'vitest';
import { nameToWire } from '../../src/lib/dns-name.ts';
import type { SocketAddress } from '../../src/lib/socket-address.ts';
import { askOnce } from '../responder/ask-responder.ts';
import { queryBytes, uint16 } from '../responder/query-bytes.ts';
import { startKnot } from '../support/knot.ts';
import { startMeridian } from '../support/meridian.ts';
import { startNsd } from '../support/nsd.ts';
import { MASTER_FILE, zonesDirectory } from '../support/zones-directory.ts';

const stack = new AsyncDisposableStack();
const servers: Record<string, SocketAddress> = {};
beforeAll(async () => {
  const directory = stack.use(await zonesDirectory());
  const zones = { 'example.com': MASTER_FILE };
  servers.NSD = stack.use(await startNsd(directory.folder, { zones })).at;
  servers.Knot = stack.use(await startKnot(directory.folder, zones)).at;
  servers.Meridian = stack.use(await startMeridian(directory)).dns;
});
afterAll(() => stack.disposeAsync());

const NOTAUTH = 9;
const KEY = [...nameToWire('unknown.key.')];
const ALGORITHM = [...nameToWire('hmac-sha256.')];
/** Owner, fixed part, algorithm, time and fudge, MAC size, original ID, error, other length. */
const RECORD = KEY.length + 10 + ALGORITHM.length + 8 + 2 + 6;

/** A query signed now with a key that nobody has. */
function signedQuery(mac: readonly number[]): Uint8Array {
  const seconds = Math.floor(Date.now() / 1000);
  const time = [0, 0, ...uint16(seconds >>> 16), ...uint16(seconds & 0xffff), ...uint16(300)];
  const data = [...ALGORITHM, ...time, ...uint16(mac.length), ...mac, ...uint16(0x1234), 0, 0, 0, 0];
  const records = [...KEY, ...uint16(250), ...uint16(255), 0, 0, 0, 0, ...uint16(data.length), ...data];
  return queryBytes('static.example.com.', { counts: [1, 0, 0, 1], records });
}

test('RFC 8945 sections 5.2.1 and 5.3.2: a key that nobody knows gets NOTAUTH and the same octets of a TSIG record from all of them', async () => {
  const query = signedQuery(new Array<number>(32).fill(7));
  const [nsd, knot, ours] = await Promise.all(Object.values(servers).map(at => askOnce({ ...at, transport: 'udp' }, query)));
  for (const answer of [nsd!, knot!, ours!]) expect([answer[3]! & 15, answer[11]]).toEqual([NOTAUTH, 1]);
  const record = (answer: Uint8Array) =>
    Buffer.from(answer)
      .toString('hex')
      .slice(-2 * RECORD);
  expect(record(ours!)).toBe(record(nsd!));
  expect(record(ours!)).toBe(record(knot!));
});
