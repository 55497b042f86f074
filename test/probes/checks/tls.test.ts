import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { checkTls } from '../../../probes/checks/tls.ts';
import type { TlsCheck } from '../../../src/model/monitor.ts';
import { address } from '../../support/addresses.ts';
import { checkContext } from '../../support/check-context.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { tcpPeer } from '../../support/tcp-peer.ts';
import { servingTls, trustTestAuthority } from '../../support/tls-peer.ts';

trustTestAuthority();

const silent = () => {};

interface Scene extends Partial<TlsCheck> {
  readonly host?: string;
  readonly at?: string;
}

async function against(serve: (socket: Socket) => void, { host = '127.0.0.1', at, ...settings }: Scene = {}) {
  await using peer = await tcpPeer(serve);
  const context = checkContext(at === undefined ? {} : { clock: fakeClock(Date.parse(at)) });
  const result = await checkTls({ type: 'tls', port: peer.port, verify: true, alpn: [], ...settings }, address(host), context);
  await expect.poll(() => peer.open).toBe(0);
  return { ...result, phases: context.phases };
}

const HANDSHAKE = ['connectMs', 'tlsMs'];

test.each([{}, { sni: 'www.example.com' }, { sni: 'localhost' }])('a valid certificate for what is asked for: %j', async scene => {
  expect(await against(servingTls(silent), scene)).toEqual({ ok: true, reason: 'handshake complete', phases: HANDSHAKE });
});

test('a host name is looked up, asked for, and must be in the certificate', async () => {
  let asked: string | undefined;
  const serve = servingTls(silent, {
    SNICallback: (name, answer) => {
      asked = name;
      answer(null);
    },
  });
  expect(await against(serve, { host: 'localhost' })).toMatchObject({ ok: true, phases: ['lookupMs', ...HANDSHAKE] });
  expect(asked).toBe('localhost');
  expect(await against(serve, { sni: 'www.example.org' })).toMatchObject({ ok: false, reason: 'certificate is not for www.example.org' });
  expect(asked).toBe('www.example.org');
});

test.each([
  ['expired', '2020-02-04T12:00:00Z', {}, 'certificate expired 3 days ago'],
  ['expired', '2020-02-02T12:00:00Z', { verify: false, minDaysLeft: 0 }, 'certificate expired 1 day ago'],
  ['expired', '2020-02-01T01:00:00Z', {}, 'certificate expired less than a day ago'],
  ['expired', '2020-01-27T00:00:00Z', { minDaysLeft: 14 }, 'certificate ends in 5 days, 14 needed'],
  ['trusted', '2119-12-30T23:00:00Z', { minDaysLeft: 2 }, 'certificate ends in 1 day, 2 needed'],
  ['trusted', '2119-12-31T23:00:00Z', { verify: false, minDaysLeft: 1 }, 'certificate ends in less than a day, 1 needed'],
  ['future', '2118-12-22T00:00:00Z', {}, 'certificate begins in 10 days'],
  ['self-signed', '2026-01-01T00:00:00Z', {}, 'certificate is self-signed'],
] as const)('the %s certificate at %s with %j', async (certificate, at, settings, reason) => {
  expect(await against(servingTls(silent, { certificate }), { at, ...settings })).toEqual({ ok: false, reason, phases: HANDSHAKE });
});

test.each([
  ['expired', { verify: false }],
  ['future', { verify: false }],
  ['self-signed', { verify: false, sni: 'www.example.org' }],
  ['self-signed', { verify: false, minDaysLeft: 1000 }],
  ['trusted', { minDaysLeft: 1000 }],
] as const)('the %s certificate passes with %j', async (certificate, settings) => {
  const scene = { at: '2026-01-01T00:00:00Z', ...settings };
  expect(await against(servingTls(silent, { certificate }), scene)).toMatchObject({ ok: true });
});

test('protocols are offered, and one must be agreed on', async () => {
  const knowing = servingTls(silent, { ALPNProtocols: ['h2'] });
  expect(await against(knowing, { alpn: ['http/1.1', 'h2'] })).toMatchObject({ ok: true });
  expect(await against(knowing, { alpn: ['http/1.1'] })).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/^TLS failed: .*no application protocol$/),
  });
  expect(await against(servingTls(silent), { alpn: ['h2'] })).toMatchObject({ ok: false, reason: 'no ALPN protocol in common' });
});

test.each([
  ['plain text', (socket: Socket) => void socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'), /^TLS failed: wrong version number$/],
  ['an alert', (socket: Socket) => void socket.write(Buffer.from('15030300020228', 'hex')), /^TLS failed: .*alert handshake failure$/],
  ['an end', (socket: Socket) => void socket.end(), /^connection closed$/],
  ['a reset after the greeting', (socket: Socket) => void socket.once('data', () => socket.resetAndDestroy()), /^connection reset$/],
])('%s in place of a handshake', async (_what, serve, reason) => {
  expect(await against(serve)).toEqual({ ok: false, reason: expect.stringMatching(reason), phases: ['connectMs'] });
});

test('garbage for ever in place of a handshake', async () => {
  const flood = (socket: Socket) => {
    const more = () => {
      while (socket.writable && socket.write(Buffer.alloc(16_384)));
    };
    socket.on('drain', more);
    more();
  };
  expect(await against(flood)).toMatchObject({ ok: false, reason: expect.stringMatching(/^TLS failed: |^connection reset$/) });
});
