import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { checkDns } from '../../../probes/checks/dns.ts';
import { RR_TYPE } from '../../../src/lib/rr-type.ts';
import type { DnsCheck } from '../../../src/model/monitor.ts';
import { address } from '../../support/addresses.ts';
import { checkContext } from '../../support/check-context.ts';
import { answeringDns, DNS_CHECK, dnsAnswer, framed, type ToldRecord, udpPeer } from '../../support/dns-peer.ts';
import { tcpPeer } from '../../support/tcp-peer.ts';

const A = { type: RR_TYPE.A };
const one = (...values: string[]) => ({ expectRdata: { values, every: false } });
const every = (...values: string[]) => ({ expectRdata: { values, every: true } });

async function check(port: number, settings: Partial<DnsCheck> = {}, host = '127.0.0.1') {
  return checkDns({ ...DNS_CHECK, ...settings, port }, address(host), checkContext());
}

async function told(records: readonly ToldRecord[], settings: Partial<DnsCheck> = {}) {
  await using peer = await udpPeer(query => [dnsAnswer(query, records)]);
  return await check(peer.port, settings);
}

test.each([
  [0, [0], true, 'rcode NOERROR'],
  [2, [0], false, 'rcode SERVFAIL'],
  [3, [0], false, 'rcode NXDOMAIN'],
  [3, [0, 3], true, 'rcode NXDOMAIN'],
  [5, [5], true, 'rcode REFUSED'],
  [11, [0], false, 'rcode RCODE11'],
])('rcode %i where %j pass: ok is %s', async (rcode, expectRcodes, ok, reason) => {
  await using peer = await udpPeer(query => [dnsAnswer(query, [], { rcode })]);
  expect(await check(peer.port, { expectRcodes })).toEqual({ ok, reason });
});

const TWO = [
  { ...A, address: '203.0.113.1' },
  { ...A, address: '203.0.113.2' },
];

test.each([
  [one('203.0.113.2'), true, 'answer 203.0.113.1, 203.0.113.2'],
  [one('203.0.113.9', '203.0.113.1'), true, 'answer 203.0.113.1, 203.0.113.2'],
  [one('203.0.113.9'), false, 'unexpected answer 203.0.113.1, 203.0.113.2'],
  [every('203.0.113.2', '203.0.113.1'), true, 'answer 203.0.113.1, 203.0.113.2'],
  [every('203.0.113.1', '203.0.113.9'), false, 'not in the answer: 203.0.113.9'],
])('what is expected of the answer: %j', async (settings, ok, reason) => {
  expect(await told(TWO, settings)).toEqual({ ok, reason });
});

test('records of other types do not count', async () => {
  expect(await told([{ type: RR_TYPE.CNAME, domain: 'a.example.net' }], one('203.0.113.1'))).toEqual({ ok: false, reason: 'no A record' });
});

test('those behind an alias do', async () => {
  const records = [
    { type: RR_TYPE.CNAME, domain: 'a.example.net' },
    { ...A, name: 'a.example.net', address: '203.0.113.1' },
  ];
  expect(await told(records, one('203.0.113.1'))).toEqual({ ok: true, reason: 'answer 203.0.113.1' });
});

test('the question: name, type and RD as set, no more', async () => {
  await using peer = await udpPeer(query => [Buffer.concat([query.subarray(0, 2), Buffer.from([0x80]), query.subarray(3)])]);
  await check(peer.port, { name: 'a\\.b.example.', queryType: RR_TYPE.HTTPS });
  await check(peer.port, { recursion: true });
  const [first, second] = peer.queries;
  expect(first!.subarray(2).toString('hex')).toBe(`00000001000000000000${'03612e62076578616d706c6500'}00410001`);
  expect(second!.readUInt16BE(2)).toBe(0x0100);
});

test('every question has an ID of its own', async () => {
  await using peer = await udpPeer(query => [dnsAnswer(query)]);
  for (let i = 0; i < 8; i++) await check(peer.port);
  expect(new Set(peer.queries.map(query => query.readUInt16BE(0))).size).toBeGreaterThan(1);
});

test('what does not answer the question is not listened to', async () => {
  const other = Buffer.from('0000000000010000000000000161000001 0001'.replace(' ', ''), 'hex');
  await using peer = await udpPeer(query => [
    Buffer.from('x'),
    query,
    dnsAnswer(query, [], { id: query.readUInt16BE(0) ^ 1, rcode: 2 }),
    dnsAnswer(Buffer.concat([query.subarray(0, 2), other.subarray(2)]), [], { rcode: 2 }),
    dnsAnswer(query, [], { opcode: 4, rcode: 2 }),
    dnsAnswer(query, [{ ...A, name: 'WWW.example.com', address: '203.0.113.1' }]),
  ]);
  expect(await check(peer.port, one('203.0.113.1'))).toEqual({ ok: true, reason: 'answer 203.0.113.1' });
});

test('answers from another address are not listened to', async () => {
  const stranger = createSocket('udp4');
  await once(stranger.bind(0, '127.0.0.1'), 'listening');
  const deadline = new AbortController();
  const server = createSocket('udp4', (query, from) =>
    stranger.send(dnsAnswer(query), from.port, from.address, () => deadline.abort(new Error('timeout after 1s'))),
  );
  await once(server.bind(0, '127.0.0.1'), 'listening');
  const result = checkDns({ ...DNS_CHECK, port: server.address().port }, address('127.0.0.1'), checkContext({ deadline: deadline.signal }));
  expect(await result).toEqual({ ok: false, reason: 'timeout after 1s' });
  server.close();
  stranger.close();
});

test('a server that does not repeat a question which it refuses is heard', async () => {
  await using peer = await udpPeer(query => [Buffer.concat([query.subarray(0, 2), Buffer.from('80050000000000000000', 'hex')])]);
  expect(await check(peer.port)).toEqual({ ok: false, reason: 'rcode REFUSED' });
});

test('a truncated answer is asked for again over TCP', async () => {
  await using tcp = await tcpPeer(socket => answeringDns(socket, query => dnsAnswer(query, TWO)));
  await using peer = await udpPeer(query => [dnsAnswer(query, [], { tc: 1 })], '127.0.0.1', tcp.port);
  const context = checkContext();
  const result = await checkDns({ ...DNS_CHECK, ...every('203.0.113.1', '203.0.113.2'), port: peer.port }, address('127.0.0.1'), context);
  expect(result).toEqual({ ok: true, reason: 'answer 203.0.113.1, 203.0.113.2' });
  expect(context.phases).toEqual(['firstByteMs', 'connectMs', 'firstByteMs', 'contentMs']);
});

test.each([
  ['closes', (): Buffer => Buffer.alloc(0), 'connection closed'],
  ['closes in the middle', (query: Buffer): Buffer => framed(dnsAnswer(query)).subarray(0, 9), 'connection closed'],
  [
    'answers another question',
    (query: Buffer): Buffer => framed(dnsAnswer(query, [], { id: query.readUInt16BE(0) ^ 1 })),
    'malformed response',
  ],
])('a server over TCP that %s', async (_what, reply, reason) => {
  await using peer = await tcpPeer(socket => socket.on('data', chunk => socket.end(reply(chunk.subarray(2)))));
  expect(await check(peer.port, { transport: 'tcp' })).toEqual({ ok: false, reason });
});

test('nobody listens over UDP', async () => {
  const peer = await udpPeer(() => []);
  await peer[Symbol.asyncDispose]();
  expect(await check(peer.port)).toEqual({ ok: false, reason: 'connect refused' });
});

test('an answer in pieces, as a server by host name gives it; over IPv6 too', async () => {
  await using peer = await tcpPeer(socket =>
    socket.on('data', chunk => {
      const octets = framed(dnsAnswer(chunk.subarray(2), TWO));
      for (let at = 0; at < octets.length; at += 7) socket.write(octets.subarray(at, at + 7));
    }),
  );
  expect(await check(peer.port, { transport: 'tcp', ...one('203.0.113.1') }, 'localhost')).toMatchObject({ ok: true });
  await using six = await udpPeer(query => [dnsAnswer(query)], '::1');
  expect(await check(six.port, {}, '::1')).toMatchObject({ ok: true });
});

test('leaves no socket, whatever the end', async () => {
  const sockets = () => process.getActiveResourcesInfo().filter(kind => kind === 'UDPWRAP').length;
  const before = sockets();
  const deadline = new AbortController();
  const silent = await udpPeer(() => {
    deadline.abort(new Error('timeout after 1s'));
    return [];
  });
  const result = checkDns({ ...DNS_CHECK, port: silent.port }, address('127.0.0.1'), checkContext({ deadline: deadline.signal }));
  expect(await result).toEqual({ ok: false, reason: 'timeout after 1s' });
  await silent[Symbol.asyncDispose]();
  await told([]);
  await expect.poll(sockets).toBe(before);
});

test('names of a CNAME, in one form whatever the server writes', async () => {
  const cname = { type: RR_TYPE.CNAME, domain: 'EDGE.Example.NET' };
  expect(await told([cname], { queryType: RR_TYPE.CNAME, ...one('edge.example.net.') })).toEqual({
    ok: true,
    reason: 'answer edge.example.net.',
  });
});
