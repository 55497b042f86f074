import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { checkHttp } from '../../../probes/checks/http.ts';
import { checkHttps } from '../../../probes/checks/https.ts';
import type { HttpsCheck } from '../../../src/model/monitor.ts';
import { address } from '../../support/addresses.ts';
import { checkContext } from '../../support/check-context.ts';
import { answering, tcpPeer } from '../../support/tcp-peer.ts';
import { servingTls, trustTestAuthority } from '../../support/tls-peer.ts';

trustTestAuthority();

const EXCHANGE = { path: '/healthz', method: 'GET', headers: {}, expectStatus: [[200, 299]], redirects: 0 } as const;
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nready';
const movedTo = (location: string) => `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`;

async function against(serve: (socket: Socket) => void, settings: Partial<HttpsCheck> = {}) {
  await using peer = await tcpPeer(serve);
  const context = checkContext();
  const result = await checkHttps(
    { ...EXCHANGE, type: 'https', port: peer.port, verify: true, ...settings },
    address('127.0.0.1'),
    context,
  );
  await expect.poll(() => peer.open).toBe(0);
  return { ...result, connections: peer.accepted, phases: context.phases };
}

/** Keeps the heads of requests, and answers each with the next of `responses`, the last one for ever. */
function answeringInTurn(heads: string[], responses: readonly string[]): (socket: Socket) => void {
  return socket => {
    socket.once('data', (chunk: Buffer) => {
      heads.push(chunk.toString('latin1'));
      socket.write(responses[heads.length - 1] ?? responses.at(-1)!);
    });
  };
}

test('status and body are judged as over http, and the phases are told', async () => {
  const serve = servingTls(answering(OK));
  expect(await against(serve, { expectBody: { kind: 'text', text: 'ready' } })).toEqual({
    ok: true,
    reason: 'status 200',
    connections: 1,
    phases: ['connectMs', 'tlsMs', 'firstByteMs', 'contentMs'],
  });
  expect(await against(serve, { expectStatus: [[204, 204]] })).toMatchObject({ ok: false, reason: 'status 200' });
  const malformed = servingTls(answering(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(10_000)}`));
  expect(await against(malformed)).toMatchObject({ ok: false, reason: 'malformed response' });
});

test.each([
  [{}, undefined, '127.0.0.1:PORT'],
  [{ host: 'www.example.com' }, 'www.example.com', 'www.example.com'],
  [{ host: 'www.example.com:8443' }, 'www.example.com', 'www.example.com:8443'],
  [{ host: '127.0.0.1' }, undefined, '127.0.0.1'],
  [{ host: '[::1]:8443' }, undefined, '[::1]:8443'],
  [{ host: 'www.example.org', sni: 'localhost' }, 'localhost', 'www.example.org'],
])('%j: which name is asked for, and which Host', async (settings, sni, host) => {
  const heads: string[] = [];
  let asked: string | undefined;
  const serve = servingTls(answeringInTurn(heads, [OK]), {
    SNICallback: (name, answer) => {
      asked = name;
      answer(null);
    },
  });
  expect(await against(serve, settings)).toMatchObject({ ok: true });
  expect(asked).toBe(sni);
  expect(heads[0]!.replace(/:\d{5}\r/, ':PORT\r')).toContain(`\r\nhost: ${host}\r\n`);
});

test.each([
  ['expired', {}, /^certificate expired \d+ days ago$/],
  ['self-signed', {}, /^certificate is self-signed$/],
  ['trusted', { host: 'www.example.org' }, /^certificate is not for www\.example\.org$/],
] as const)('nothing is asked of a peer with the certificate %s and %j', async (certificate, settings, reason) => {
  const heads: string[] = [];
  const serve = servingTls(answeringInTurn(heads, [OK]), { certificate });
  expect(await against(serve, settings)).toMatchObject({
    ok: false,
    reason: expect.stringMatching(reason),
    phases: ['connectMs', 'tlsMs'],
  });
  expect(heads).toEqual([]);
  expect(await against(serve, { ...settings, verify: false })).toMatchObject({ ok: true, reason: 'status 200' });
});

test('plain http where TLS is expected', async () => {
  expect(await against(answeringInTurn([], [OK]))).toMatchObject({ ok: false, reason: 'TLS failed: wrong version number' });
});

test('redirects are followed as far as the monitor says, each over a connection of its own', async () => {
  const heads: string[] = [];
  const serve = servingTls(answeringInTurn(heads, [movedTo('/a'), movedTo('b?c'), OK]));
  const settings = { redirects: 2, method: 'POST', host: 'www.example.com', headers: { 'X-Probe': 'yes' } };
  expect(await against(serve, settings)).toMatchObject({ ok: true, reason: 'status 200', connections: 3 });
  expect(heads.map(head => head.split('\r\n', 1)[0])).toEqual(['POST /healthz HTTP/1.1', 'GET /a HTTP/1.1', 'GET /b?c HTTP/1.1']);
  for (const head of heads) expect(head).toMatch(/X-Probe: yes\r\n.*host: www\.example\.com\r\n/s);
});

test('a redirect for ever', async () => {
  const serve = servingTls(answering(movedTo('/healthz')));
  expect(await against(serve, { redirects: 3 })).toMatchObject({ ok: false, reason: 'more than 3 redirects', connections: 4 });
  expect(await against(serve, { redirects: 1 })).toMatchObject({ reason: 'more than 1 redirect', connections: 2 });
  expect(await against(serve)).toMatchObject({ ok: false, reason: 'status 302', connections: 1 });
});

test('the deadline ends a chain of redirects', async () => {
  const deadline = new AbortController();
  let asked = 0;
  const serve = (socket: Socket) => {
    if (++asked === 3) deadline.abort(new Error('timeout after 2s'));
    answering(movedTo('/'))(socket);
  };
  await using peer = await tcpPeer(serve);
  const settings = { ...EXCHANGE, type: 'http', port: peer.port, redirects: 10 } as const;
  const result = await checkHttp(settings, address('127.0.0.1'), checkContext({ deadline: deadline.signal }));
  expect(result).toEqual({ ok: false, reason: 'timeout after 2s' });
  await expect.poll(() => peer.open).toBe(0);
});

test('a redirect elsewhere is not followed', async () => {
  await using other = await tcpPeer(answering(OK));
  const serve = servingTls(answering(movedTo(`https://localhost:${other.port}/`)));
  expect(await against(serve, { redirects: 1 })).toMatchObject({ ok: false, reason: 'redirect to another host, localhost' });
  expect(other.accepted).toBe(0);
});

test('from http to https of the same host: its certificate must be valid', async () => {
  const settings = { ...EXCHANGE, type: 'http', host: 'localhost', redirects: 1 } as const;
  const through = async (certificate: 'trusted' | 'self-signed') => {
    await using secure = await tcpPeer(servingTls(answering(OK), { certificate }));
    await using plain = await tcpPeer(answering(movedTo(`https://localhost:${secure.port}/`)));
    return await checkHttp({ ...settings, port: plain.port }, address('127.0.0.1'), checkContext());
  };
  expect(await through('trusted')).toEqual({ ok: true, reason: 'status 200' });
  expect(await through('self-signed')).toEqual({ ok: false, reason: 'certificate is self-signed' });
});
