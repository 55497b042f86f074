import type { Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { checkHttp } from '../../../probes/checks/http.ts';
import type { ExpectedBody, HttpCheck } from '../../../src/model/monitor.ts';
import { address } from '../../support/addresses.ts';
import { checkContext } from '../../support/check-context.ts';
import { answering, tcpPeer } from '../../support/tcp-peer.ts';

const DEFAULTS = { type: 'http', path: '/', method: 'GET', headers: {}, expectStatus: [[200, 299]], redirects: 0 } as const;
const text = (wanted: string): ExpectedBody => ({ kind: 'text', text: wanted });
const regex = (pattern: string): ExpectedBody => ({ kind: 'regex', pattern });

async function against(serve: (socket: Socket) => void, expectBody: ExpectedBody, settings: Partial<HttpCheck> = {}) {
  await using peer = await tcpPeer(serve);
  const context = checkContext();
  const result = await checkHttp({ ...DEFAULTS, port: peer.port, expectBody, ...settings }, address('127.0.0.1'), context);
  await expect.poll(() => peer.open).toBe(0);
  return { ...result, phases: context.phases };
}

const WHOLE = ['connectMs', 'firstByteMs', 'contentMs'];
const head = (length: number, more = '') => `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n${more}\r\n`;
const page = (body: string, more = '') => answering(head(Buffer.byteLength(body), more) + body);

/** Answers with octets. */
function sending(headers: string, body: Uint8Array): (socket: Socket) => void {
  return socket => void socket.write(Buffer.concat([Buffer.from(headers), body]));
}

test.each([
  ['{"status": "ok"}', text('"ok"'), true, 'status 200'],
  ['{"status": "ok"}', text('"OK"'), false, 'status 200 without the text'],
  ['Würzburg', text('ürz'), true, 'status 200'],
  ['{"status": "ok"}', regex('"status":\\s*"(?:ok|ready)"'), true, 'status 200'],
  ['{"status": "ok"}', regex('^ok'), false, 'status 200 without a match'],
  ['a\nready', regex('^(?i:A)[^]*ready$'), true, 'status 200'],
  ['', text('x'), false, 'status 200 without the text'],
])('%j: %j is %s', async (body, expected, ok, reason) => {
  expect(await against(page(body), expected)).toEqual({ ok, reason, phases: WHOLE });
});

test('the status is judged first, and the body only where it passes', async () => {
  const response = 'HTTP/1.1 503 X\r\nContent-Length: 100\r\n\r\nready';
  expect(await against(answering(response), text('ready'))).toEqual({
    ok: false,
    reason: 'status 503',
    phases: ['connectMs', 'firstByteMs'],
  });
});

test.each([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['GZIP', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
])('the content coding %s is undone', async (coding, encode) => {
  const body = encode(`${'x'.repeat(50_000)}ready`);
  const response = sending(head(body.length, `Content-Encoding: ${coding}\r\n`), body);
  expect(await against(response, text('xready'))).toMatchObject({ ok: true });
  expect(await against(response, regex('^x+$'))).toMatchObject({ ok: false, reason: 'status 200 without a match' });
});

test.each([
  ['is none', Buffer.from('no gzip at all'), 'body cannot be decoded'],
  ['breaks off', gzipSync('x'.repeat(1000)).subarray(0, 20), 'body cannot be decoded'],
])('a gzip body that %s', async (_what, body, reason) => {
  const response = sending(head(body.length, 'Content-Encoding: gzip\r\n'), body);
  expect(await against(response, text('ready'))).toMatchObject({ ok: false, reason });
});

test('a content coding that nobody knows', async () => {
  const response = page('x', 'Content-Encoding: zip, \tbr\r\n');
  expect(await against(response, text('x'))).toMatchObject({ ok: false, reason: 'content coding zip, br not understood' });
});

test('of a body that unpacks to gigabytes 64 KB are looked at', async () => {
  const body = gzipSync(Buffer.alloc(64 << 20));
  const response = sending(head(body.length, 'Content-Encoding: gzip\r\n'), body);
  expect(await against(response, text('ready'))).toMatchObject({ ok: false, reason: 'status 200 without the text' });
});

/** Writes for as long as the client listens. */
function flooding(start: string, chunk: string): (socket: Socket) => void {
  return socket => {
    socket.write(start);
    const more = () => {
      while (socket.writable && socket.write(chunk));
    };
    socket.on('drain', more);
    more();
  };
}

test.each([
  ['without a length', 'HTTP/1.1 200 OK\r\n\r\n', 'x'.repeat(16_384)],
  ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', `4000\r\n${'x'.repeat(16_384)}\r\n`],
])('an endless body %s is cut after 64 KB', async (_how, start, chunk) => {
  expect(await against(flooding(start, chunk), text('ready'))).toMatchObject({ ok: false, reason: 'status 200 without the text' });
  expect(await against(flooding(start, chunk), regex('^x+$'))).toMatchObject({ ok: true });
});

test('text is found in a body that has not ended', async () => {
  const socket = answering('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nalmost ready');
  expect(await against(socket, text('ready'))).toMatchObject({ ok: true, reason: 'status 200' });
});

test('a body that drips is waited for until the deadline, and text is found over its pieces', async () => {
  const deadline = new AbortController();
  const drip = async (socket: Socket) => {
    socket.write(head(100));
    for (const octet of 'rea') await new Promise(written => socket.write(octet, written));
    deadline.abort(new Error('timeout after 2s'));
  };
  await using peer = await tcpPeer(socket => void drip(socket));
  const settings = { ...DEFAULTS, port: peer.port, expectBody: text('ready') };
  const result = await checkHttp(settings, address('127.0.0.1'), checkContext({ deadline: deadline.signal }));
  expect(result).toEqual({ ok: false, reason: 'timeout after 2s' });
  await expect.poll(() => peer.open).toBe(0);
});

test.each([
  ['a reset in the middle of the body', (socket: Socket) => void socket.resetAndDestroy(), /^connection (reset|closed)$/],
  ['an end in the middle of the body', (socket: Socket) => void socket.end(), /^connection closed$/],
])('%s', async (_what, breakOff, reason) => {
  const half = (socket: Socket) => void socket.write(`${head(100)}almost rea`, () => breakOff(socket));
  for (const expected of [text('ready'), regex('ready')]) {
    expect(await against(half, expected)).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
  }
  const zipped = head(100, 'Content-Encoding: gzip\r\n');
  const compressed = (socket: Socket) =>
    void socket.write(zipped, () => socket.write(gzipSync('almost').subarray(0, 12), () => breakOff(socket)));
  expect(await against(compressed, text('ready'))).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
});

test('chunks that are none', async () => {
  const response = answering('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n');
  expect(await against(response, text('ready'))).toMatchObject({ ok: false, reason: 'malformed response' });
});

test('a pattern that the body keeps busy for ever fails, in bounded time', async () => {
  expect(await against(page('a'.repeat(65_000)), regex('a.*a.*b'))).toMatchObject({ ok: false, reason: 'status 200, too slow to match' });
});

test('the body is asked for as it is, unless the monitor says otherwise', async () => {
  const heads: string[] = [];
  const keep = (socket: Socket) => {
    socket.once('data', (chunk: Buffer) => heads.push(chunk.toString().toLowerCase()));
    page('ready')(socket);
  };
  await against(keep, text('ready'));
  await against(keep, text('ready'), { headers: { 'Accept-Encoding': 'br' } });
  expect(heads[0]).toContain('\r\naccept-encoding: identity\r\n');
  expect(heads[1]).toContain('\r\naccept-encoding: br\r\n');
});

test('a switch of protocol has no body', async () => {
  const response = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nready';
  const settings: Partial<HttpCheck> = { expectStatus: [[101, 101]] };
  expect(await against(answering(response), text('ready'), settings)).toMatchObject({ ok: false, reason: 'status 101 without the text' });
});
