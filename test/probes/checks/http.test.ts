import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect, test } from 'vitest';
import { checkHttp } from '../../../probes/checks/http.ts';
import type { HttpCheck } from '../../../src/model/monitor.ts';
import { address } from '../../support/addresses.ts';
import { checkContext } from '../../support/check-context.ts';
import { answering, tcpPeer } from '../../support/tcp-peer.ts';

const DEFAULTS: HttpCheck = {
  type: 'http',
  port: 0,
  path: '/healthz',
  method: 'GET',
  headers: {},
  expectStatus: [[200, 299]],
  redirects: 0,
};

async function againstPeer(serve: (socket: Socket) => void, settings: Partial<HttpCheck> = {}) {
  await using peer = await tcpPeer(serve);
  const result = await checkHttp({ ...DEFAULTS, ...settings, port: peer.port }, address('127.0.0.1'), checkContext());
  await expect.poll(() => peer.open).toBe(0);
  return { ...result, connections: peer.accepted };
}

async function requestSeen(settings: Partial<HttpCheck>, host = '127.0.0.1'): Promise<IncomingMessage & { port: number }> {
  let seen: IncomingMessage | undefined;
  const serve: RequestListener = (request, response) => {
    seen = request;
    response.end();
  };
  const server = createServer(serve);
  await once(server.listen(0, host), 'listening');
  const { port } = server.address() as AddressInfo;
  await checkHttp({ ...DEFAULTS, ...settings, port }, address(host), checkContext());
  await once(server.close(), 'close');
  return Object.assign(seen!, { port });
}

test.each([
  [200, true],
  [204, true],
  [299, true],
  [300, false],
  [404, false],
  [503, false],
])('status %i by default: ok is %s', async (status, ok) => {
  expect(await againstPeer(answering(`HTTP/1.1 ${status} X\r\n\r\n`))).toEqual({ ok, reason: `status ${status}`, connections: 1 });
});

test('several ranges of expected statuses', async () => {
  const expectStatus = [
    [200, 200],
    [401, 403],
  ] as const;
  expect(await againstPeer(answering('HTTP/1.1 402 X\r\n\r\n'), { expectStatus })).toMatchObject({ ok: true });
  expect(await againstPeer(answering('HTTP/1.1 404 X\r\n\r\n'), { expectStatus })).toMatchObject({ ok: false });
});

test('a redirect is judged by its own status and not followed', async () => {
  const response = 'HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n';
  expect(await againstPeer(answering(response))).toEqual({ ok: false, reason: 'status 302', connections: 1 });
});

test('an endless body is not waited for', async () => {
  const flood = answering(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(1 << 20)}`);
  expect(await againstPeer(flood)).toMatchObject({ ok: true, reason: 'status 200' });
});

test('an interim response is not the answer', async () => {
  expect(await againstPeer(answering('HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 503 X\r\n\r\n'))).toMatchObject({ reason: 'status 503' });
});

test('a switch of protocol is judged by its status', async () => {
  const response = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n';
  expect(await againstPeer(answering(response))).toMatchObject({ ok: false, reason: 'status 101' });
});

test.each([
  ['garbage', 'SSH-2.0-OpenSSH_9.6\r\n', 'malformed response'],
  ['headers without end', `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(10_000)}`, 'malformed response'],
])('%s: %s', async (_what, bytes, reason) => {
  expect(await againstPeer(socket => void socket.write(bytes))).toMatchObject({ ok: false, reason });
});

test('a peer that closes without an answer', async () => {
  expect(await againstPeer(socket => void socket.end())).toMatchObject({ ok: false, reason: 'connection closed' });
});

test('the request: method, path, own headers, and the address as Host', async () => {
  const seen = await requestSeen({ method: 'HEAD', path: '/ready?deep=1', headers: { 'X-Probe': 'yes' } });
  expect(seen).toMatchObject({ method: 'HEAD', url: '/ready?deep=1', httpVersion: '1.1' });
  expect(seen.headers).toMatchObject({
    host: `127.0.0.1:${seen.port}`,
    'x-probe': 'yes',
    connection: 'close',
    'user-agent': 'meridian-probe',
  });
});

test('an IPv6 address is in brackets in Host', async () => {
  const seen = await requestSeen({}, '::1');
  expect(seen.headers.host).toBe(`[::1]:${seen.port}`);
});

test('Host as the monitor sets it, and over its own headers', async () => {
  expect((await requestSeen({ host: 'www.example.com', headers: { Host: 'no', 'User-Agent': 'mine' } })).headers).toMatchObject({
    host: 'www.example.com',
    'user-agent': 'mine',
  });
});

test('rejects a request that cannot be sent, for that says nothing of the endpoint', async () => {
  await using peer = await tcpPeer(() => {});
  const unsendable = { ...DEFAULTS, port: peer.port, path: '/a b' };
  await expect(checkHttp(unsendable, address('127.0.0.1'), checkContext())).rejects.toThrow(/unescaped/);
  await expect.poll(() => peer.open).toBe(0);
});
