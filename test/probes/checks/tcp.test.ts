import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { checkTcp } from '../../../probes/checks/tcp.ts';
import type { TcpCheck } from '../../../src/model/monitor.ts';
import { address } from '../../support/addresses.ts';
import { checkContext } from '../../support/check-context.ts';
import { tcpPeer } from '../../support/tcp-peer.ts';

async function against(serve: (socket: Socket) => void, settings: Partial<TcpCheck>, host = '127.0.0.1') {
  await using peer = await tcpPeer(serve);
  const context = checkContext();
  const result = await checkTcp({ type: 'tcp', port: peer.port, ...settings }, address(host), context);
  await expect.poll(() => peer.open).toBe(0);
  return { ...result, phases: context.phases };
}

/** Answers `ping` with `pong`, and everything else with an end. */
function answeringTo(ping: string, pong: string): (socket: Socket) => void {
  return socket => {
    let seen = '';
    socket.on('data', chunk => {
      seen += chunk.toString('latin1');
      if (seen === ping) socket.write(pong, 'latin1');
      else if (!ping.startsWith(seen)) socket.end();
    });
  };
}

test('what is sent and what comes are octets', async () => {
  const settings = { send: 'PING\r\n\x00\xff', expect: '\xfe+PONG' };
  expect(await against(answeringTo(settings.send, `${settings.expect}\r\n`), settings)).toEqual({
    ok: true,
    reason: 'expected text came',
    phases: ['connectMs', 'firstByteMs', 'contentMs'],
  });
});

test('sending without expecting passes once it is written', async () => {
  const seen = Promise.withResolvers<string>();
  const serve = (socket: Socket) => void socket.on('data', chunk => seen.resolve(chunk.toString()));
  expect(await against(serve, { send: 'QUIT\r\n' })).toEqual({ ok: true, reason: 'connected', phases: ['connectMs'] });
  expect(await seen.promise).toBe('QUIT\r\n');
});

test('a greeting may be expected without sending, in pieces too', async () => {
  const greet = async (socket: Socket) => {
    for (const octet of '220 mail.example.com ESMTP') await new Promise(written => socket.write(octet, written));
  };
  expect(await against(socket => void greet(socket), { expect: 'ESMTP' }, 'localhost')).toMatchObject({
    ok: true,
    phases: expect.arrayContaining(['lookupMs']),
  });
});

test.each([
  ['something else and an end', (socket: Socket) => void socket.end('-ERR\r\n'), 'closed without the expected text'],
  ['an end', (socket: Socket) => void socket.end(), 'connection closed'],
  ['more than 64 KB without it', (socket: Socket) => void socket.write('x'.repeat(1 << 20)), 'expected text not in the first 64 KB'],
])('%s', async (_what, serve, reason) => {
  expect(await against(serve, { expect: '+PONG' })).toMatchObject({ ok: false, reason });
});

test('a reset before the text', async () => {
  const serve = (socket: Socket) => void socket.write('+PO', () => socket.resetAndDestroy());
  expect(await against(serve, { expect: '+PONG' })).toMatchObject({ ok: false, reason: 'connection reset' });
});

test('silence where text is expected is waited for until the deadline', async () => {
  const deadline = new AbortController();
  await using peer = await tcpPeer(socket => void socket.once('data', () => deadline.abort(new Error('timeout after 2s'))));
  const settings = { type: 'tcp', port: peer.port, send: 'PING', expect: 'PONG' } as const;
  const result = await checkTcp(settings, address('127.0.0.1'), checkContext({ deadline: deadline.signal }));
  expect(result).toEqual({ ok: false, reason: 'timeout after 2s' });
  await expect.poll(() => peer.open).toBe(0);
});
