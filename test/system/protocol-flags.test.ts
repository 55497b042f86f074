import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCookie, readCookie, ServerCookies } from '../../src/responder/cookie.ts';
import { createPeer, readPeer } from '../../src/responder/peer-address.ts';
import { decode, type OptRecord, optOf } from '../responder/ask-engine.ts';
import { askOnce } from '../responder/ask-responder.ts';
import { type QueryFields, queryBytes } from '../responder/query-bytes.ts';
import { type Meridian, startMeridian } from '../support/meridian.ts';
import { type ZonesDirectory, zonesDirectory } from '../support/zones-directory.ts';

const NSID = 3;
const COOKIE = 10;
const SECRET = 'e5e973e5a6b2a43f48e7dc849e37bfcf';

let directory: ZonesDirectory;
let meridian: Meridian;
beforeAll(async () => {
  directory = await zonesDirectory();
  const secrets = join(directory.folder, 'cookie-secrets');
  await writeFile(secrets, `${SECRET}\n`);
  const told = ['--server-id', 'ns9', '--hide', 'version.bind,hostname.bind', '--udp-size', '600', '--cookie-secret-file', secrets];
  meridian = await startMeridian({
    ...directory,
    flags: [...told, '--rate-limit', '1', '--rate-limit-slip', '1', '--rate-limit-exempt', '192.0.2.0/24'],
  });
});
afterAll(async () => {
  await meridian?.[Symbol.asyncDispose]();
  await directory?.[Symbol.asyncDispose]();
});

const ask = (name: string, fields: QueryFields = {}, transport: 'udp' | 'tcp' = 'tcp') =>
  askOnce({ ...meridian.dns, transport }, queryBytes(name, fields));

test('what the server tells of itself, and what it does not', async () => {
  const chaos = async (name: string) => decode(await ask(name, { class: 3, type: 16 })).header.rcode;
  expect(await Promise.all(['id.server.', 'version.server.', 'version.bind.', 'hostname.bind.'].map(chaos))).toEqual([0, 0, 5, 5]);
  const opt = optOf(await ask('static.example.com.', { edns: { options: [[NSID, []]] } }));
  expect(Buffer.from(opt!.options.get(NSID)!).toString()).toBe('ns9');
  expect(opt!.payloadSize).toBe(600);
});

test('a server cookie made elsewhere with the same secret is good here', async () => {
  const elsewhere = new ServerCookies({ shared: [Uint8Array.from(Buffer.from(SECRET, 'hex'))] });
  elsewhere.setTime(Date.now());
  const cookie = createCookie();
  const peer = createPeer();
  readPeer('127.0.0.1', peer);
  readCookie(Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]), 0, 8, cookie);
  elsewhere.exchange(cookie, peer);
  const opt = optOf(await ask('static.example.com.', { edns: { options: [[COOKIE, [...cookie.octets]]] } }));
  expect(opt!.options.get(COOKIE)).toEqual([...cookie.octets]);
});

test('a limit holds for this machine too where it is not among the exempt, and tells whoever knows cookies to come back with one', async () => {
  const client = [8, 7, 6, 5, 4, 3, 2, 1];
  let badCookie: OptRecord | undefined;
  for (let i = 0; i < 50 && !badCookie; i++) {
    const opt = optOf(await ask('static.example.com.', { edns: { options: [[COOKIE, client]] } }, 'udp'))!;
    if (opt.extendedRcode === 1) badCookie = opt;
  }
  const cookie = badCookie!.options.get(COOKIE)!;
  for (let i = 0; i < 20; i++) {
    const { header } = decode(await ask('static.example.com.', { edns: { options: [[COOKIE, cookie]] } }, 'udp'));
    expect(header).toMatchObject({ rcode: 0, tc: 0, ancount: 1 });
  }
  const text = await (await fetch(`${meridian.apiUrl}/metrics`)).text();
  expect(text).toMatch(/^meridian_dns_rate_limited_total\{action="slipped"\} [1-9]/m);
});
