import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../probes/check.ts';
import { runCheck } from '../../probes/checks/registry.ts';
import type { CheckSettings } from '../../src/model/monitor.ts';
import { address } from '../support/addresses.ts';
import { checkContext } from '../support/check-context.ts';
import { DNS_CHECK } from '../support/dns-peer.ts';
import { drip, flood } from '../support/hostile-peer.ts';
import { answering, tcpPeer } from '../support/tcp-peer.ts';
import { servingTls, trustTestAuthority } from '../support/tls-peer.ts';

trustTestAuthority();

const TIMEOUT: CheckResult = { ok: false, reason: 'timeout after 2s' };
const CONNECTED: CheckResult = { ok: true, reason: 'connected' };

/** What a hostile peer is up against: one way to check over the network. */
interface Face {
  readonly settings: (port: number) => CheckSettings;
  /** Puts what the peer sends where the check reads it. */
  readonly within?: (serve: (socket: Socket) => void) => (socket: Socket) => void;
  /** The beginning of an answer, one octet a character: whatever letters follow, nothing is decided. */
  readonly opening: string;
  /** What may be sent for ever, after an opening, so that a check might go on reading. */
  readonly floods: Readonly<Record<string, readonly [opening: string, chunk: Buffer]>>;
  /** It is content with a connection. */
  readonly connects?: true;
}

const EXCHANGE = { path: '/', method: 'GET', headers: {}, expectStatus: [[200, 299]], redirects: 3 } as const;
const HEAD = 'HTTP/1.1 200 OK\r\n';
const SETTINGS_FRAME = '\0\0\0\x04\0\0\0\0\0';
const repeat = (text: string) => Buffer.from(text.repeat(Math.ceil(65_536 / text.length)), 'latin1');
const frame = (type: string, stream: string, size: number) =>
  `\0${String.fromCharCode(size >> 8, size & 255)}${type}\0\0\0\0${stream}${'\0'.repeat(size)}`;

const HTTP_FLOODS: Face['floods'] = {
  'interim responses': ['', repeat('HTTP/1.1 100 Continue\r\n\r\n')],
  headers: [HEAD, repeat('x: y\r\n')],
};
const BODY_FLOODS: Face['floods'] = {
  ...HTTP_FLOODS,
  chunks: [`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, repeat('4\r\naaaa\r\n')],
};
const HTTP2_FLOODS: Face['floods'] = {
  'frames of an unknown kind': [SETTINGS_FRAME, repeat(frame('\xee', '\0', 9000))],
  pings: [SETTINGS_FRAME, repeat(frame('\x06', '\0', 8))],
  settings: [SETTINGS_FRAME, repeat(SETTINGS_FRAME)],
  'data without headers': [SETTINGS_FRAME, repeat(frame('\0', '\x01', 9000))],
  'window updates': [SETTINGS_FRAME, repeat('\0\0\x04\x08\0\0\0\0\0\0\0\0\x01')],
};
const TLS_FLOODS: Face['floods'] = {
  'change cipher specs': ['', repeat('\x14\x03\x03\x00\x01\x01')],
  alerts: ['', repeat('\x15\x03\x03\x00\x02\x01\x5a')],
};

const FACES: Readonly<Record<string, Face>> = {
  'http, its status': {
    settings: port => ({ ...EXCHANGE, type: 'http', port }),
    opening: `${HEAD}X-Long: `,
    floods: HTTP_FLOODS,
  },
  'http, its body': {
    settings: port => ({ ...EXCHANGE, type: 'http', port, expectBody: { kind: 'text', text: 'ready' } }),
    opening: `${HEAD}\r\n`,
    floods: BODY_FLOODS,
  },
  https: {
    settings: port => ({ ...EXCHANGE, type: 'https', port, verify: true, expectBody: { kind: 'regex', pattern: 'b' } }),
    within: serve => servingTls(serve),
    opening: `${HEAD}\r\n`,
    floods: BODY_FLOODS,
  },
  'https, its handshake': {
    settings: port => ({ ...EXCHANGE, type: 'https', port, verify: true }),
    opening: '\x16\x03\x03\x40\x00\x02\x00\x3f\xfc',
    floods: TLS_FLOODS,
  },
  tls: {
    settings: port => ({ type: 'tls', port, verify: true, alpn: [] }),
    opening: '\x16\x03\x03\x40\x00\x02\x00\x3f\xfc',
    floods: TLS_FLOODS,
  },
  tcp: { settings: port => ({ type: 'tcp', port }), opening: '', floods: {}, connects: true },
  'tcp, its text': { settings: port => ({ type: 'tcp', port, send: 'x', expect: 'ready' }), opening: 'rea', floods: {} },
  dns: {
    settings: port => ({ ...DNS_CHECK, port, transport: 'tcp' }),
    opening: '\x20\x00',
    floods: { 'longest messages': ['', repeat('\xff')] },
  },
  grpc: {
    settings: port => ({ type: 'grpc', port, service: '', tls: false, verify: true }),
    opening: `${SETTINGS_FRAME}\0\x40\0\xee\0\0\0\0\0`,
    floods: HTTP2_FLOODS,
  },
};

test('every check that opens a stream is in this suite', () => {
  const types = Object.values(FACES).map(({ settings }) => settings(1).type);
  expect([...new Set(types)].sort()).toEqual(['dns', 'grpc', 'http', 'https', 'tcp', 'tls']);
});

interface Attempt {
  readonly result: CheckResult;
  readonly connections: number;
  /** The most memory in use beyond what was before, in octets. */
  readonly mostMemory: number;
}

/** What a peer can do besides sending. */
interface Means {
  /** Ends the time of the probe. */
  readonly expire: () => void;
  /** Resets the connection, below TLS too. */
  readonly reset: () => void;
}

/** Checks a peer that does so with every connection. */
async function attempt(face: Face, serve: (socket: Socket, means: Means) => void): Promise<Attempt> {
  const deadline = new AbortController();
  const expire = () => deadline.abort(new Error(TIMEOUT.reason));
  const { within = serve => serve } = face;
  await using peer = await tcpPeer(raw => within(socket => serve(socket, { expire, reset: () => void raw.resetAndDestroy() }))(raw));
  const before = memory();
  let mostMemory = 0;
  const watch = setInterval(() => {
    mostMemory = Math.max(mostMemory, memory() - before);
  }, 1);
  const result = await runCheck(face.settings(peer.port), address('127.0.0.1'), checkContext({ deadline: deadline.signal }));
  clearInterval(watch);
  await expect.poll(() => [peer.open, sockets()]).toEqual([0, 0]);
  return { result, connections: peer.accepted, mostMemory: Math.max(mostMemory, memory() - before) };
}

const sockets = () => process.getActiveResourcesInfo().filter(kind => kind === 'TCPSocketWrap').length;

function memory(): number {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}

/** Only where nothing else ends the probe, its time is over after so many octets. */
const FLOOD = 256 << 20;
const MOST_MEMORY = 64 << 20;
const FAILURE =
  /^(malformed response|too many interim responses|TLS failed: .+|connection (reset|closed)|status 200 without .+|expected text not in the first 64 KB|timeout after 2s)$/;

describe.each(Object.entries(FACES))('against %s', (_name, face) => {
  const judged = (reason: RegExp) => (face.connects ? CONNECTED : { ok: false, reason: expect.stringMatching(reason) });
  const floods = { zeros: ['', Buffer.alloc(65_536)], 'an answer without end': [face.opening, repeat('a')], ...face.floods } as const;

  test.each(Object.entries(floods))('a peer that sends as fast as it can, without end: %s', async (_what, [opening, chunk]) => {
    let sent = 0;
    const { result, mostMemory } = await attempt(face, (socket, { expire }) =>
      flood(socket, opening, chunk, octets => {
        sent += octets;
        if (sent > FLOOD) expire();
      }),
    );
    expect(result).toEqual(judged(FAILURE));
    expect(mostMemory).toBeLessThan(MOST_MEMORY);
  });

  test('a peer that sends one octet at a time, for ever', async () => {
    let sent = 0;
    const { result } = await attempt(face, (socket, { expire }) => drip(socket, face.opening, () => ++sent === 500 && expire()));
    expect(result).toEqual(face.connects ? CONNECTED : TIMEOUT);
  });

  test('a peer that resets in the middle of its answer', async () => {
    const { result } = await attempt(face, (socket, { reset }) => socket.once('data', () => socket.write(face.opening, 'latin1', reset)));
    expect(result).toEqual(judged(/^connection (reset|closed)$/));
  });

  test('a peer that ends in the middle of its answer', async () => {
    const { result } = await attempt(face, socket => socket.once('data', () => socket.end(face.opening, 'latin1')));
    expect(result).toEqual(judged(/^(connection closed|closed without the expected text|status 200 without .+)$/));
  });

  test('a peer that closes at once', async () => {
    const { result } = await attempt(face, socket => void socket.end());
    expect(result).toEqual(judged(/^connection (closed|reset)$/));
  });
});

test.each(['http, its status', 'https'])('%s: a peer that redirects for ever', async name => {
  const redirect = answering('HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n');
  const { result, connections } = await attempt(FACES[name]!, redirect);
  expect(result).toEqual({ ok: false, reason: 'more than 3 redirects' });
  expect(connections).toBe(4);
});

test('dns: a peer that sends datagrams without end', async () => {
  const deadline = new AbortController();
  const server = createSocket('udp4');
  await once(server.bind(0, '127.0.0.1'), 'listening');
  server.once('message', (_query, { port }) => {
    let left = 20_000;
    const next = () => {
      if (left-- > 0) server.send(Buffer.alloc(1200), port, '127.0.0.1', next);
      else deadline.abort(new Error(TIMEOUT.reason));
    };
    next();
  });
  const before = memory();
  const settings = { ...DNS_CHECK, port: server.address().port };
  expect(await runCheck(settings, address('127.0.0.1'), checkContext({ deadline: deadline.signal }))).toEqual(TIMEOUT);
  expect(memory() - before).toBeLessThan(MOST_MEMORY);
  server.close();
});
