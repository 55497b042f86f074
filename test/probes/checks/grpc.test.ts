import type { OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { status } from '@grpc/grpc-js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CheckResult } from '../../../probes/check.ts';
import { checkGrpc } from '../../../probes/checks/grpc.ts';
import { decodeResponse, encodeRequest } from '../../../probes/checks/grpc-health.ts';
import type { GrpcCheck } from '../../../src/model/monitor.ts';
import { address } from '../../support/addresses.ts';
import { checkContext } from '../../support/check-context.ts';
import { grpcPeer, servingHealth, type Told } from '../../support/grpc-peer.ts';
import { tcpPeer } from '../../support/tcp-peer.ts';
import { type CertificateName, servingTls, trustTestAuthority } from '../../support/tls-peer.ts';

const SETTINGS: GrpcCheck = { type: 'grpc', port: 0, service: '', tls: false, verify: true };

async function told(what: Told | undefined, settings: Partial<GrpcCheck> = {}) {
  await using peer = await grpcPeer(what);
  return await checkGrpc({ ...SETTINGS, ...settings, port: peer.port }, address('127.0.0.1'), checkContext());
}

async function answered(answer: (stream: ServerHttp2Stream) => void) {
  await using peer = await tcpPeer(socket => servingHealth(socket, stream => answer(stream.on('error', () => {}))));
  const result = await checkGrpc({ ...SETTINGS, port: peer.port }, address('127.0.0.1'), checkContext());
  await expect.poll(() => peer.open).toBe(0);
  return result;
}

/** A answer over HTTP/2, which ends unless it is long. */
function replyWith(stream: ServerHttp2Stream, headers: OutgoingHttpHeaders = {}, body?: Buffer): void {
  stream.respond(headers);
  if (body) stream.write(body);
  if (!body || body.length < 100) stream.end();
}

test.each([
  [0, false, 'status UNKNOWN'],
  [1, true, 'status SERVING'],
  [2, false, 'status NOT_SERVING'],
  [3, false, 'status SERVICE_UNKNOWN'],
  [9, false, 'status STATUS9'],
])('a real server that says %i: ok is %s', async (serving, ok, reason) => {
  expect(await told(new Map([['', serving]]))).toEqual({ ok, reason });
});

test('the service that is asked for', async () => {
  const service = `shop.v1.${'Orders'.repeat(30)}`;
  const services = new Map([
    ['', 2],
    ['shop.v1.Carts', 1],
  ]);
  expect(await told(services, { service: 'shop.v1.Carts' })).toMatchObject({ ok: true });
  expect(await told(services, { service: 'shop.v1.Orders' })).toEqual({ ok: false, reason: 'service unknown' });
  // A length of two octets; the server of this test cuts off one of them.
  expect(encodeRequest(service).subarray(0, 8).toString('hex')).toBe('00000000bf0abc01');
});

test.each([
  [undefined, 'unimplemented'],
  [{ code: status.UNAVAILABLE, details: 'going  down: 100 %\u0007' }, 'unavailable: going down: 100 %'],
  [{ code: status.PERMISSION_DENIED, details: '' }, 'permission denied'],
])('a code of gRPC: %j', async (what, reason) => {
  expect(await told(what)).toEqual({ ok: false, reason });
});

test.each<[string, (stream: ServerHttp2Stream) => void, string]>([
  ['is no gRPC', stream => replyWith(stream, { ':status': 503 }), 'http status 503'],
  ['has no status of gRPC', stream => replyWith(stream), 'malformed response'],
  ['resets the call', stream => stream.close(2), 'call was reset'],
  ['closes the connection', stream => stream.session?.destroy(), 'connection closed'],
  ['sends a message cut short', stream => replyWith(stream, { 'grpc-status': '0' }, Buffer.alloc(4)), 'malformed response'],
  ['sends without end', stream => replyWith(stream, { 'grpc-status': '0' }, Buffer.alloc(9000)), 'malformed response'],
])('a server that %s', async (_what, answer, reason) => {
  expect(await answered(answer)).toEqual({ ok: false, reason });
});

test.each([
  ['speaks HTTP/1.1', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'],
  ['speaks SSH', 'SSH-2.0-OpenSSH_9.6\r\n'],
])('a server that %s', async (_what, bytes) => {
  await using peer = await tcpPeer(socket => void socket.write(bytes));
  const result = await checkGrpc({ ...SETTINGS, port: peer.port }, address('127.0.0.1'), checkContext());
  expect(result).toEqual({ ok: false, reason: 'malformed response' });
  await expect.poll(() => peer.open).toBe(0);
});

const SECURE = { tls: true, authority: 'www.example.com' };

test.each<[string, CertificateName, Partial<GrpcCheck>, CheckResult]>([
  ['for the authority', 'trusted', SECURE, { ok: true, reason: 'status SERVING' }],
  ['for the authority with its port', 'trusted', { tls: true, authority: 'www.example.com:443' }, { ok: true, reason: 'status SERVING' }],
  ['for the address', 'trusted', { tls: true }, { ok: true, reason: 'status SERVING' }],
  ['for another name', 'trusted', { tls: true, authority: 'other.example' }, { ok: false, reason: 'certificate is not for other.example' }],
  ['of nobody', 'self-signed', SECURE, { ok: false, reason: 'certificate is self-signed' }],
  ['of nobody, where it is not verified', 'self-signed', { ...SECURE, verify: false }, { ok: true, reason: 'status SERVING' }],
])('over TLS, with a certificate %s', async (_whose, certificate, settings, expected) => {
  trustTestAuthority();
  await using peer = await grpcPeer(new Map([['', 1]]), certificate);
  const context = checkContext();
  expect(await checkGrpc({ ...SETTINGS, ...settings, port: peer.port }, address('127.0.0.1'), context)).toEqual(expected);
  expect(context.phases.slice(0, 2)).toEqual(['connectMs', 'tlsMs']);
});

test('over TLS, with a server that does not speak HTTP/2', async () => {
  await using peer = await tcpPeer(servingTls(() => {}));
  const result = await checkGrpc({ ...SETTINGS, tls: true, verify: false, port: peer.port }, address('127.0.0.1'), checkContext());
  expect(result).toEqual({ ok: false, reason: 'no ALPN protocol in common' });
});

test('the phases of a call', async () => {
  await using peer = await grpcPeer(new Map([['', 1]]));
  const context = checkContext();
  await checkGrpc({ ...SETTINGS, port: peer.port }, address('127.0.0.1'), context);
  expect(context.phases).toEqual(['connectMs', 'firstByteMs', 'contentMs']);
});

test.each([
  ['0000000000', 'UNKNOWN'],
  ['00000000020801', 'SERVING'],
  ['00000000131a016125000000002100000000000000000801', 'SERVING'],
  ['0000000003089a05', 'STATUS666'],
  ['00000000020880', undefined],
  ['01000000020801', undefined],
  ['000000000208', undefined],
])('a response of the octets %s', (hex, expected) => {
  expect(decodeResponse(Buffer.from(hex, 'hex'))).toBe(expected);
});

test('whatever the octets are, they are a status or malformed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), body => {
      const frame = Buffer.concat([Buffer.from([0, 0, 0, 0, body.length]), body]);
      expect(decodeResponse(frame)).toSatisfy((status: unknown) => status === undefined || typeof status === 'string');
    }),
  );
});
