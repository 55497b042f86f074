import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SocketAddress } from '../../src/lib/socket-address.ts';
import { optOf } from '../responder/ask-engine.ts';
import { askOnce } from '../responder/ask-responder.ts';
import { optBytes, queryBytes } from '../responder/query-bytes.ts';
import { dig } from '../support/dig.ts';
import { type Meridian, startMeridian } from '../support/meridian.ts';
import { type Nsd, startNsd } from '../support/nsd.ts';
import { type ZonesDirectory, zonesDirectory } from '../support/zones-directory.ts';

const COOKIE = 10;
const CLIENT = [1, 2, 3, 4, 5, 6, 7, 8];
const SECRET = 'e5e973e5a6b2a43f48e7dc849e37bfcf';

let directory: ZonesDirectory;
let nsd: Nsd;
let meridian: Meridian;
beforeAll(async () => {
  directory = await zonesDirectory();
  const secrets = join(directory.folder, 'cookie-secrets');
  await writeFile(secrets, `${SECRET}\n`);
  nsd = await startNsd(directory.folder, { cookieSecret: SECRET });
  meridian = await startMeridian({ ...directory, flags: ['--cookie-secret-file', secrets] });
});
afterAll(async () => {
  await meridian?.[Symbol.asyncDispose]();
  await nsd?.[Symbol.asyncDispose]();
  await directory?.[Symbol.asyncDispose]();
});

const cookieFrom = async (at: SocketAddress, cookie: readonly number[]) => {
  const query = queryBytes('ns1.example.com.', { edns: { options: [[COOKIE, cookie]] } });
  return optOf(await askOnce({ ...at, transport: 'udp' }, query))!.options.get(COOKIE)!;
};

/** Whether a server finds that a cookie is one of its own (RFC 7873 section 5.4). */
const knows = async (at: SocketAddress, cookie: readonly number[]) => {
  const header = queryBytes('.', { counts: [0, 0, 0, 1] }).subarray(0, 12);
  const query = Uint8Array.from([...header, ...optBytes({ options: [[COOKIE, cookie]] })]);
  return optOf(await askOnce({ ...at, transport: 'udp' }, query))?.extendedRcode === 0;
};

test('RFC 9018: a cookie that NSD made with the same secret is good here', async () => {
  const cookie = await cookieFrom(nsd.at, CLIENT);
  expect(await knows(meridian.dns, cookie)).toBe(true);
  expect(await knows(meridian.dns, [...cookie.slice(0, -1), cookie.at(-1)! ^ 1])).toBe(false);
});

test('and one from here is good there: in the same second both make the same', async () => {
  await expect
    .poll(async () => JSON.stringify(await cookieFrom(meridian.dns, CLIENT)) === JSON.stringify(await cookieFrom(nsd.at, CLIENT)))
    .toBe(true);
});

test('dig finds our cookies good, and shows them again', async () => {
  const { text } = await dig({ tool: 'dig', at: meridian.dns, args: ['+cookie', 'ns1.example.com'] });
  expect(text).toMatch(/COOKIE: [0-9a-f]{48} \(good\)/);
});
