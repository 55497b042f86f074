/** What every transport over UDP must do besides. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { describe, expect, test } from 'vitest';
import { sumCounters } from '../../src/responder/counters.ts';
import { askOnce } from '../responder/ask-responder.ts';
import { queryBytes, uint16 } from '../responder/query-bytes.ts';
import { ANY_PORT, startTransport } from './start-transport.ts';

/** Sends `count` queries from one socket, `window` of them unanswered at a time; gives the IDs of the answers in their order. */
async function askMany(port: number, count: number, window: number): Promise<readonly number[]> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
  const query = Buffer.from(queryBytes('www.test.'));
  const ids: number[] = [];
  let sent = 0;
  const ask = () => {
    // A copy: the socket may read it later.
    const next = Buffer.from(query);
    next.writeUInt16BE(sent++, 0);
    socket.send(next);
  };
  const all = new Promise<void>(resolve => {
    socket.on('message', answer => {
      ids.push(answer.readUInt16BE(0));
      if (ids.length === count) resolve();
      else if (sent < count) ask();
    });
  });
  socket.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  for (let i = 0; i < window; i++) ask();
  await all;
  socket.close();
  return ids;
}

/** Asks from a connected socket, which takes an answer from the asked address alone. */
async function askConnected(address: string, port: number, query: Uint8Array): Promise<Buffer> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  socket.connect(port, address);
  await once(socket, 'connect');
  socket.send(query);
  const [answer] = await once(socket, 'message', { signal: AbortSignal.timeout(5000) });
  socket.close();
  return answer;
}

describe.each(['udp batched', 'udp portable'] as const)('UDP contract: %s', kind => {
  test('10,000 queries of a client that waits for answers all have theirs', async () => {
    await using started = await startTransport(kind);
    const ids = await askMany(started.bound[0]!.port, 10_000, 100);
    expect(ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 10_000 }, (_, id) => id));
    expect(sumCounters([started.counters])).toMatchObject({ dropped: 0, sendErrors: 0, receiveErrors: 0 });
  });

  test('a busy address does not keep the others from being answered', async () => {
    await using started = await startTransport(kind, { addresses: [ANY_PORT, { address: '127.0.0.2', port: 0 }] });
    const [busy, other] = started.bound;
    const flood = askMany(busy!.port, 5000, 100);
    for (let id = 0; id < 20; id++) expect((await askOnce(other!, queryBytes('www.test.', { id })))[1]).toBe(id);
    expect(await flood).toHaveLength(5000);
  });

  test('a query longer than any is refused as malformed, the next one is answered', async () => {
    await using started = await startTransport(kind);
    const longest = queryBytes('www.test.', { edns: { options: [[65_001, new Array<number>(4096 - 41).fill(1)]] } });
    expect(longest.length).toBe(4096);
    expect((await askOnce(started.bound[0]!, longest))[3]! & 15).toBe(0);
    const longer = queryBytes('www.test.', { edns: { options: [[65_001, new Array<number>(9000).fill(1)]] } });
    const answer = await askOnce(started.bound[0]!, longer);
    expect([...answer.subarray(0, 4)]).toEqual([...uint16(0x1234), 0x80, 1]);
    expect((await askOnce(started.bound[0]!, queryBytes('www.test.')))[3]! & 15).toBe(0);
  });
});

describe('UDP contract: batched, on a wildcard address', () => {
  test.each(['127.0.0.1', '127.0.0.2', '127.9.8.7'])('0.0.0.0 answers from the asked %s', async address => {
    await using started = await startTransport('udp batched', { addresses: [{ address: '0.0.0.0', port: 0 }] });
    const { port } = started.bound[0]!;
    for (let id = 0; id < 3; id++) expect((await askConnected(address, port, queryBytes('www.test.', { id })))[1]).toBe(id);
  });

  test(':: answers from ::1, takes no IPv4, and stands beside 0.0.0.0 on the same port', async () => {
    await using ipv6 = await startTransport('udp batched', { addresses: [{ address: '::', port: 0 }] });
    const { port } = ipv6.bound[0]!;
    await using _ipv4 = await startTransport('udp batched', { addresses: [{ address: '0.0.0.0', port }] });
    expect((await askConnected('::1', port, queryBytes('www.test.', { id: 7 })))[1]).toBe(7);
    expect((await askConnected('127.0.0.3', port, queryBytes('www.test.', { id: 8 })))[1]).toBe(8);
    expect(sumCounters([ipv6.counters]).queries.map(({ value }) => value)).toEqual([0, 1, 0, 0]);
  });

  test('a wildcard and a single address side by side', async () => {
    const addresses = [
      { address: '127.0.0.2', port: 0 },
      { address: '0.0.0.0', port: 0 },
    ];
    await using started = await startTransport('udp batched', { addresses });
    const [single, wildcard] = started.bound;
    expect((await askConnected('127.0.0.2', single!.port, queryBytes('www.test.', { id: 1 })))[1]).toBe(1);
    expect((await askConnected('127.0.0.5', wildcard!.port, queryBytes('www.test.', { id: 2 })))[1]).toBe(2);
    expect((await askConnected('127.0.0.2', single!.port, queryBytes('www.test.', { id: 3 })))[1]).toBe(3);
  });
});
