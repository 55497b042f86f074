import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createCounters, sumCounters } from '../../src/responder/counters.ts';
import { createEngine } from '../../src/responder/engine.ts';
import { openTcp } from '../../src/responder/tcp.ts';
import { TCP_LIMITS, type TcpLimits } from '../../src/responder/tcp-limits.ts';
import { closed, connectTo, framed, readAnswers } from '../responder/ask-responder.ts';
import { FixedLookup, fixedTable } from '../responder/fixed-lookup.ts';
import { queryBytes } from '../responder/query-bytes.ts';
import { fakeClock } from '../support/fake-clock.ts';

const BIG = queryBytes('big.test.', { type: 16 });

async function start(limits: Partial<TcpLimits> = {}) {
  const counters = createCounters();
  const clock = fakeClock();
  const onFault = (error: unknown) => {
    throw error;
  };
  const identity = { version: undefined, serverId: undefined };
  const engine = createEngine({ source: new FixedLookup(fixedTable(1)), identity, counters, onFault });
  const addresses = [{ address: '127.0.0.1', port: 0 }];
  const opened = await openTcp({ addresses, shared: false, engine, counters, clock, onFault, limits: { ...TCP_LIMITS, ...limits } });
  return { bound: opened.bound[0]!, clock, counters, [Symbol.asyncDispose]: () => opened.close() };
}

/** Resolves when a number has stopped to grow. */
async function stalls(read: () => number): Promise<void> {
  let before = -1;
  const rests = () => {
    const now = read();
    const same = now === before;
    before = now;
    return same;
  };
  await expect.poll(rests, { timeout: 10_000, interval: 200 }).toBe(true);
}

describe('RFC 7766: DNS over TCP', () => {
  test('section 6.2.1.1: queries sent without waiting are answered in their order', async () => {
    await using server = await start();
    const socket = await connectTo(server.bound);
    const ids = Array.from({ length: 200 }, (_, id) => id);
    socket.write(Buffer.concat(ids.map(id => framed(queryBytes('www.test.', { id })))));
    const answers = await readAnswers(socket, ids.length);
    expect(answers.map(answer => answer.readUInt16BE(0))).toEqual(ids);
    socket.destroy();
  });

  test('section 8: a query may come octet by octet', async () => {
    await using server = await start();
    const socket = await connectTo(server.bound);
    socket.setNoDelay(true);
    for (const octet of framed(queryBytes('www.test.', { id: 5 }))) {
      await new Promise<void>(resolve => socket.write(Uint8Array.of(octet), () => resolve()));
    }
    expect((await readAnswers(socket, 1))[0]!.readUInt16BE(0)).toBe(5);
    socket.destroy();
  });

  test('a client that closes its side still gets its answers', async () => {
    await using server = await start();
    const socket = await connectTo(server.bound);
    socket.end(Buffer.concat([framed(BIG), framed(queryBytes('www.test.', { id: 6 }))]));
    expect((await readAnswers(socket, 2))[1]!.readUInt16BE(0)).toBe(6);
  });

  test.each([
    ['a length of 0', [0, 0]],
    ['a length of 11', [0, 11, ...new Array<number>(11).fill(0)]],
    ['a length of 65,535', [0xff, 0xff]],
    ['an answer', [...framed(queryBytes('www.test.', { flags: 0x8000 }))]],
    ['another protocol', [...Buffer.from('GET / HTTP/1.1\r\n\r\n')]],
  ])('%s ends the connection', async (_, octets) => {
    await using server = await start();
    const socket = await connectTo(server.bound);
    socket.resume();
    socket.write(Uint8Array.from(octets));
    await closed(socket);
  });

  test('section 6.2.3: a connection without a whole query for 10 s is ended, another is not', async () => {
    await using server = await start();
    const [idle, busy] = [await connectTo(server.bound), await connectTo(server.bound)];
    const ended = closed(idle.resume());
    idle.write(framed(queryBytes('www.test.')).subarray(0, 9));
    for (let seconds = 0; seconds < 11; seconds++) {
      busy.write(framed(queryBytes('www.test.')));
      await readAnswers(busy, 1);
      server.clock.advance(1000);
    }
    await ended;
    expect(busy.destroyed).toBe(false);
    busy.destroy();
  });

  test('a client that does not read is not read from, and ended after 10 s', async () => {
    await using server = await start();
    const socket = await connectTo(server.bound);
    socket.pause();
    const burst = Buffer.concat(Array.from({ length: 1000 }, () => framed(BIG)));
    const answered = () => sumCounters([server.counters]).queries[2]!.value;
    // The kernel buffers some megabytes on both sides; 200 MB it does not.
    for (let i = 0; i < 50; i++) socket.write(burst);
    await expect.poll(answered, { timeout: 10_000 }).toBeGreaterThan(100);
    await stalls(answered);
    expect(answered()).toBeLessThan(50_000);
    const ended = closed(socket);
    server.clock.advance(12_000);
    socket.resume();
    await ended;
  });

  test('section 6.2.2: connections over the limit are closed at once, the others stay', async () => {
    await using server = await start({ perClient: 2000 });
    const sockets = await Promise.all(Array.from({ length: 1000 }, () => connectTo(server.bound)));
    await expect.poll(() => sumCounters([server.counters]).tcpConnections, { timeout: 5000 }).toBe(1000);
    const extra = await connectTo(server.bound);
    await closed(extra.resume());
    expect(sumCounters([server.counters]).tcpRefused).toBe(1);
    sockets[0]!.write(framed(queryBytes('www.test.')));
    expect(await readAnswers(sockets[0]!, 1)).toHaveLength(1);
    for (const socket of sockets) socket.destroy();
  });

  test('section 6.2.2: one client has no more than its share of connections, and gets it back', async () => {
    await using server = await start({ perClient: 3 });
    const sockets = [await connectTo(server.bound), await connectTo(server.bound), await connectTo(server.bound)];
    const extra = await connectTo(server.bound);
    await closed(extra.resume());
    expect(sumCounters([server.counters])).toMatchObject({ tcpConnections: 3, tcpRefused: 1 });
    const first = closed(sockets[0]!.resume());
    sockets[0]!.end();
    await first;
    const again = await connectTo(server.bound);
    again.write(framed(queryBytes('www.test.', { id: 8 })));
    expect((await readAnswers(again, 1))[0]!.readUInt16BE(0)).toBe(8);
    for (const socket of [...sockets, again]) socket.destroy();
  });

  test('section 6.2.2: another client is not one of them', async () => {
    await using server = await start({ perClient: 1 });
    const own = await connectTo(server.bound);
    const other = connect({ host: server.bound.address, port: server.bound.port, localAddress: '127.0.0.2' });
    other.write(framed(queryBytes('www.test.', { id: 9 })));
    expect((await readAnswers(other, 1))[0]!.readUInt16BE(0)).toBe(9);
    own.destroy();
    other.destroy();
  });

  test('a connection that is never idle is closed in order at the end of its time', async () => {
    await using server = await start({ lifetimeMs: 30_000 });
    const socket = await connectTo(server.bound);
    const ended = closed(socket);
    for (let seconds = 0; seconds < 29; seconds++) {
      socket.write(framed(queryBytes('www.test.')));
      await readAnswers(socket, 1);
      server.clock.advance(1000);
    }
    expect(socket.readableEnded).toBe(false);
    server.clock.advance(1000);
    socket.resume();
    await ended;
    expect(socket.errored).toBeNull();
  });

  test('what was answered before a mistake is still sent', async () => {
    await using server = await start();
    const socket = await connectTo(server.bound);
    socket.write(Buffer.concat([framed(queryBytes('www.test.', { id: 1 })), framed(BIG), Buffer.from([0, 0])]));
    expect(await readAnswers(socket, 2)).toHaveLength(2);
    await closed(socket.resume());
  });

  test.each([0, 11, 4097, 65_535])('what has %i octets is no query: the connection is closed, and it is counted', async length => {
    await using server = await start();
    const socket = await connectTo(server.bound);
    socket.write(Buffer.from([length >> 8, length & 255, 0, 0]));
    await closed(socket.resume());
    const { queries, dropped } = sumCounters([server.counters]);
    expect([queries.reduce((sum, { value }) => sum + value, 0), dropped]).toEqual([1, 1]);
  });
});
