import type { Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import type { Check, CheckResult } from '../../probes/check.ts';
import { CHECKS } from '../../probes/checks/registry.ts';
import type { CheckSettings } from '../../src/model/monitor.ts';
import { address } from '../support/addresses.ts';
import { checkContext } from '../support/check-context.ts';
import { answeringDns, DNS_CHECK } from '../support/dns-peer.ts';
import { servingHealth } from '../support/grpc-peer.ts';
import { answering, closedPort, tcpPeer } from '../support/tcp-peer.ts';
import { servingTls, trustTestAuthority } from '../support/tls-peer.ts';

/** What the suite must know of a type of check; a new type does not compile without its line here. */
interface Subject {
  readonly settings: (port: number) => CheckSettings;
  readonly serveWell: (socket: Socket) => void;
  /** What a peer gives that accepts and never says a word; undefined: the check waits for the deadline. */
  readonly onSilence: CheckResult | undefined;
  /** What a peer may give that resets every connection: which one can depend on who is faster. */
  readonly onReset: readonly CheckResult[];
}

const CONNECTED = { ok: true, reason: 'connected' };
const RESET = { ok: false, reason: 'connection reset' };
const EXCHANGE = { path: '/', method: 'GET', headers: {}, expectStatus: [[200, 299]], redirects: 0 } as const;
const serveHttp = answering('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');

trustTestAuthority();

/** Those that make no connection are in a suite of their own. */
const WITHOUT_CONNECTION = ['icmp', 'exec'] as const;
type Connecting = Exclude<CheckSettings['type'], (typeof WITHOUT_CONNECTION)[number]>;

const SUBJECTS: Readonly<Record<Connecting, Subject>> = {
  http: {
    settings: port => ({ ...EXCHANGE, type: 'http', port }),
    serveWell: serveHttp,
    onSilence: undefined,
    onReset: [RESET],
  },
  https: {
    settings: port => ({ ...EXCHANGE, type: 'https', port, verify: true }),
    serveWell: servingTls(serveHttp),
    onSilence: undefined,
    onReset: [RESET],
  },
  tls: {
    settings: port => ({ type: 'tls', port, verify: true, alpn: [] }),
    serveWell: servingTls(() => {}),
    onSilence: undefined,
    onReset: [RESET],
  },
  tcp: { settings: port => ({ type: 'tcp', port }), serveWell: () => {}, onSilence: CONNECTED, onReset: [CONNECTED, RESET] },
  dns: {
    settings: port => ({ ...DNS_CHECK, port, transport: 'tcp' }),
    serveWell: answeringDns,
    onSilence: undefined,
    onReset: [RESET],
  },
  grpc: {
    settings: port => ({ type: 'grpc', port, service: '', tls: false, verify: true }),
    serveWell: servingHealth,
    onSilence: undefined,
    onReset: [RESET],
  },
};

const NO_IPV6 = /^(address not available here|address family not supported here|network unreachable)$/;
const hasIpv6Loopback = Object.values(networkInterfaces()).some(all => all?.some(({ address }) => address === '::1'));
const sockets = () => process.getActiveResourcesInfo().filter(kind => kind === 'TCPSocketWrap').length;

test('every check of the registry is in this suite or the other', () => {
  expect([...Object.keys(SUBJECTS), ...WITHOUT_CONNECTION].sort()).toEqual(Object.keys(CHECKS).sort());
});

describe.each(Object.entries(SUBJECTS))('check %s', (type, subject) => {
  const check = CHECKS[type as Connecting] as Check;
  const run = (host: string, port: number, deadline?: AbortSignal) =>
    check(subject.settings(port), address(host), checkContext(deadline && { deadline }));

  test.each(['127.0.0.1', 'localhost'])('passes on a healthy peer at %s', async host => {
    await using peer = await tcpPeer(subject.serveWell);
    expect(await run(host, peer.port)).toEqual({ ok: true, reason: expect.stringMatching(/^\w+( \w+){0,4}$/) });
  });

  test('passes on a healthy peer at ::1, or says clearly that this machine has no such address', async () => {
    if (!hasIpv6Loopback) return expect(await run('::1', 9)).toEqual({ ok: false, reason: expect.stringMatching(NO_IPV6) });
    await using peer = await tcpPeer(subject.serveWell, '::1');
    expect(await run('::1', peer.port)).toMatchObject({ ok: true });
  });

  test('makes a connection of its own each time and leaves none', async () => {
    await using peer = await tcpPeer(subject.serveWell);
    for (let i = 0; i < 3; i++) await run('127.0.0.1', peer.port);
    expect(peer.accepted).toBe(3);
    await expect.poll(() => [peer.open, sockets()]).toEqual([0, 0]);
  });

  test('fails where nothing listens', async () => {
    expect(await run('127.0.0.1', await closedPort())).toEqual({ ok: false, reason: 'connect refused' });
  });

  // No route ever leads to a multicast address over TCP.
  test.each(['224.0.0.1', 'ff02::1'])('fails where no route leads: %s', async host => {
    expect(await run(host, 9)).toEqual({ ok: false, reason: expect.stringMatching(NO_IPV6) });
  });

  test('fails where the name does not exist', async () => {
    const host = { family: 'host', text: 'x', name: `${'x'.repeat(64)}.invalid.` } as const;
    expect(await check(subject.settings(9), host, checkContext())).toEqual({ ok: false, reason: 'name not found' });
  });

  test('judges a peer that accepts and never answers', async () => {
    const deadline = new AbortController();
    await using peer = await tcpPeer(() => {});
    const accepted = peer.nextConnection();
    const result = run('127.0.0.1', peer.port, deadline.signal);
    await accepted;
    if (!subject.onSilence) deadline.abort(new Error('timeout after 1s'));
    expect(await result).toEqual(subject.onSilence ?? { ok: false, reason: 'timeout after 1s' });
    await expect.poll(() => peer.open).toBe(0);
  });

  test('judges a peer that resets', async () => {
    await using peer = await tcpPeer(socket => void socket.resetAndDestroy());
    expect(subject.onReset).toContainEqual(await run('127.0.0.1', peer.port));
  });

  test('stops when it is aborted while it connects', async () => {
    const deadline = new AbortController();
    await using peer = await tcpPeer(subject.serveWell);
    const result = run('127.0.0.1', peer.port, deadline.signal);
    deadline.abort(new Error('no longer wanted'));
    expect(await result).toEqual({ ok: false, reason: 'no longer wanted' });
    await expect.poll(() => [peer.open, sockets()]).toEqual([0, 0]);
  });

  test('does not even connect after the deadline', async () => {
    await using peer = await tcpPeer(subject.serveWell);
    expect(await run('127.0.0.1', peer.port, AbortSignal.abort(new Error('too late')))).toEqual({ ok: false, reason: 'too late' });
    expect(peer.accepted).toBe(0);
  });
});
