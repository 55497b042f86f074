import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { checkHttp } from '../../probes/checks/http.ts';
import { checkTcp } from '../../probes/checks/tcp.ts';
import { formatSocketAddress } from '../../src/lib/socket-address.ts';
import { BREAKS } from '../../src/stand-ins/behaviour.ts';
import { breakSite, mendSite } from '../../src/stand-ins/control.ts';
import { lacksFamily } from '../../src/stand-ins/listen.ts';
import { type StandIn, startStandIn } from '../../src/stand-ins/site.ts';
import { address } from '../support/addresses.ts';
import { checkContext } from '../support/check-context.ts';
import { answering, closedPort, tcpPeer } from '../support/tcp-peer.ts';

const hasIpv6Loopback = Object.values(networkInterfaces()).some(all => all?.some(({ address }) => address === '::1'));

const start = (...addresses: string[]) => startStandIn({ site: 'hangzhou', listeners: addresses.map(address => ({ address, port: 0 })) });

const urls = ({ listeners }: StandIn, path = '/') => listeners.map(at => `http://${formatSocketAddress(at)}${path}`);

async function probe({ listeners }: StandIn, index = 0, deadline?: AbortSignal): Promise<string> {
  const { address: host, port } = listeners[index]!;
  const settings = { type: 'http', port, path: '/healthz', method: 'GET', headers: {}, expectStatus: [[200, 299]], redirects: 0 } as const;
  return (await checkHttp(settings, address(host), checkContext(deadline && { deadline }))).reason;
}

async function page(url: string, method = 'GET'): Promise<{ status: number; body: string }> {
  const response = await fetch(url, { method, headers: { connection: 'close' } });
  return { status: response.status, body: await response.text() };
}

test('says at each address which site it is, and that it is well', async () => {
  await using site = await start('127.0.0.2', '127.0.0.3');
  for (const [i, url] of urls(site).entries()) {
    expect(await page(url)).toEqual({ status: 200, body: `Site hangzhou at ${formatSocketAddress(site.listeners[i]!)}\n` });
    expect(await page(`${url}healthz`)).toEqual({ status: 200, body: 'ok\n' });
  }
  expect(site.warnings).toEqual([]);
});

test('broken with 503 at every address, and mended', async () => {
  await using site = await start('127.0.0.2', '127.0.0.3');
  expect((await breakSite(site, '503')).map(({ ok }) => ok)).toEqual([true, true]);
  expect([await probe(site, 0), await probe(site, 1)]).toEqual(['status 503', 'status 503']);
  expect((await mendSite(site)).map(({ ok }) => ok)).toEqual([true, true]);
  expect([await probe(site, 0), await probe(site, 1)]).toEqual(['status 200', 'status 200']);
});

test('broken with a reset', async () => {
  await using site = await start('127.0.0.2');
  expect(await breakSite(site, 'reset')).toMatchObject([
    { ok: true, message: expect.stringMatching(/^127\.0\.0\.2:\d+ resets every connection$/) },
  ]);
  expect(await probe(site)).toBe('connection reset');
});

test('hanging, it never answers until it is mended', async () => {
  await using site = await start('127.0.0.2');
  await breakSite(site, 'hang');
  const deadline = new AbortController();
  const abandoned = probe(site, 0, deadline.signal);
  const patient = probe(site);
  expect(await page(urls(site, '/state')[0]!)).toMatchObject({ body: expect.stringContaining('"behaviour":"hang"') });
  deadline.abort(new Error('timeout after 1s'));
  expect(await abandoned).toBe('timeout after 1s');
  await mendSite(site);
  expect(await patient).toBe('status 200');
});

test('one address of a site can be broken alone', async () => {
  await using site = await start('127.0.0.2', '127.0.0.3');
  expect(await page(urls(site, '/break')[0]!, 'POST')).toMatchObject({ status: 200 });
  expect([await probe(site, 0), await probe(site, 1)]).toEqual(['status 503', 'status 200']);
  const { body } = await page(urls(site, '/state')[0]!);
  expect(JSON.parse(body)).toEqual({ site: 'hangzhou', ...site.listeners[0], behaviour: '503' });
});

test.each(BREAKS)('broken with %s it can still be told things', async how => {
  await using site = await start('127.0.0.2');
  await breakSite(site, how);
  expect(await breakSite(site, 'reset')).toMatchObject([{ ok: true }]);
  expect(await mendSite(site)).toMatchObject([{ ok: true, message: expect.stringMatching(/ serves$/) }]);
});

test('a way to break that is unknown is refused and changes nothing', async () => {
  await using site = await start('127.0.0.2');
  expect(await page(urls(site, '/break?how=explode')[0]!, 'POST')).toEqual({
    status: 400,
    body: 'how: found "explode", expected one of 503, reset, hang\n',
  });
  expect(await probe(site)).toBe('status 200');
});

test('merely looking at a control page breaks nothing', async () => {
  await using site = await start('127.0.0.2');
  expect(await page(urls(site, '/break')[0]!)).toEqual({ status: 405, body: 'GET is not allowed here, use POST\n' });
  expect(await probe(site)).toBe('status 200');
});

test('disposed while requests hang, it cuts them and is gone', async () => {
  const site = await start('127.0.0.2');
  await breakSite(site, 'hang');
  const hanging = probe(site);
  await page(urls(site, '/state')[0]!);
  await site[Symbol.asyncDispose]();
  expect(await hanging).toMatch(/^connection (closed|reset)$|^connect refused$/);
  const { address: host, port } = site.listeners[0]!;
  expect(await checkTcp({ type: 'tcp', port }, address(host), checkContext())).toEqual({
    ok: false,
    reason: 'connect refused',
  });
  await site[Symbol.asyncDispose]();
});

test('a port in use is named, and nothing is left listening', async () => {
  await using peer = await tcpPeer(() => {}, '127.0.0.2');
  const free = { address: '127.0.0.3', port: await closedPort('127.0.0.3') };
  const taken = { address: '127.0.0.2', port: peer.port };
  await expect(startStandIn({ site: 'hangzhou', listeners: [free, taken] })).rejects.toMatchObject({
    code: 'stand_in_not_started',
    message: `stand-in site hangzhou: cannot listen on 127.0.0.2:${peer.port}: another program listens there`,
  });
  await using again = await startStandIn({ site: 'hangzhou', listeners: [free] });
  expect(again.listeners).toEqual([free]);
});

test('it listens on loopback addresses and on no others', async () => {
  await expect(start('0.0.0.0', '::', '192.0.2.1')).rejects.toThrow(
    /0\.0\.0\.0:0 is not a loopback address.*\[::\]:0 is not a loopback.*192\.0\.2\.1:0 is not/,
  );
});

test('::1 is served, or skipped with a warning where the machine has no IPv6', async () => {
  await using site = await start('127.0.0.2', '::1');
  if (hasIpv6Loopback) expect(await probe(site, 1)).toBe('status 200');
  else expect(site.warnings).toEqual(['[::1]:0 is skipped: this machine has no IPv6']);
});

test('telling a site that is not running, or that is something else, says so', async () => {
  await using other = await tcpPeer(answering('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'));
  await using hangzhou = await start('127.0.0.2');
  const local = (port: number) => ({ address: '127.0.0.1', port });
  const gone = await closedPort();
  expect(await breakSite({ site: 'beijing', listeners: [local(gone), local(other.port), ...hangzhou.listeners] }, '503')).toEqual([
    { at: local(gone), ok: false, message: `127.0.0.1:${gone} is not running: nothing listens there` },
    { at: local(other.port), ok: false, message: `127.0.0.1:${other.port} is no stand-in site: another program answers there` },
    { at: hangzhou.listeners[0], ok: false, message: expect.stringMatching(/ is the stand-in site hangzhou, not beijing$/) },
  ]);
  expect(await probe(hangzhou)).toBe('status 200');
});

test('telling something that never answers ends with the deadline', async () => {
  await using silent = await tcpPeer(() => {});
  const deadline = new AbortController();
  const results = mendSite({ site: 'beijing', listeners: [{ address: '127.0.0.1', port: silent.port }] }, deadline.signal);
  await silent.nextConnection();
  deadline.abort();
  expect(await results).toMatchObject([{ ok: false, message: `127.0.0.1:${silent.port} did not answer in time` }]);
});

test('an IPv6 address counts as missing only for the errors that say so', () => {
  const at = { address: '::1', port: 8880 };
  expect(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'ENETUNREACH', 'EADDRINUSE'].map(code => lacksFamily(at, code))).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect(lacksFamily({ address: '127.0.0.2', port: 8880 }, 'EADDRNOTAVAIL')).toBe(false);
});
