/** What every transport must do; an implementation is one line in `IMPLEMENTATIONS`. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/lib/clock.ts';
import { createCounters, sumCounters } from '../../src/responder/counters.ts';
import { createEngine } from '../../src/responder/engine.ts';
import { openTcp } from '../../src/responder/tcp.ts';
import type { BoundAddress, OpenTransport, TransportOptions } from '../../src/responder/transport.ts';
import { openUdpPortable } from '../../src/responder/udp-portable.ts';
import { decode } from '../responder/ask-engine.ts';
import { askOnce, closed, connectTo, framed } from '../responder/ask-responder.ts';
import { FixedLookup, fixedTable } from '../responder/fixed-lookup.ts';
import { queryBytes } from '../responder/query-bytes.ts';

const IMPLEMENTATIONS: readonly (readonly [name: string, transport: 'udp' | 'tcp', open: OpenTransport])[] = [
  ['UDP, portable', 'udp', openUdpPortable],
  ['TCP', 'tcp', openTcp],
];
const ANY_PORT = { address: '127.0.0.1', port: 0 };

/**
 * The ID of the first answer after `garbage` and then `query`: over UDP both go through one socket, in order; over TCP the garbage must
 * end its connection without an answer.
 */
async function answerAfter(bound: BoundAddress, garbage: Uint8Array, query: Uint8Array): Promise<number> {
  if (bound.transport === 'tcp') {
    const socket = await connectTo(bound);
    socket.write(framed(garbage));
    await closed(socket.resume());
    expect(socket.bytesRead).toBe(0);
    return Buffer.from(await askOnce(bound, query)).readUInt16BE(0);
  }
  const socket = createSocket('udp4');
  socket.connect(bound.port, bound.address);
  await once(socket, 'connect');
  socket.send(garbage);
  socket.send(query);
  const [answer] = await once(socket, 'message', { signal: AbortSignal.timeout(5000) });
  socket.close();
  return answer.readUInt16BE(0);
}

describe.each(IMPLEMENTATIONS)('transport contract: %s', (_, transport, open) => {
  const start = async (options: Partial<TransportOptions> = {}) => {
    const counters = createCounters();
    const faults: unknown[] = [];
    const onFault = (error: unknown) => faults.push(error);
    const identity = { version: undefined, serverId: undefined };
    const engine = createEngine({ source: new FixedLookup(fixedTable(1)), identity, counters, onFault });
    const defaults = { addresses: [ANY_PORT], shared: false, engine, counters, clock: systemClock, onFault };
    const opened = await open({ ...defaults, ...options });
    const served = opened.serve(() => true);
    return { opened, counters, faults, served, [Symbol.asyncDispose]: () => opened.close() };
  };
  const ask = async (bound: BoundAddress, query: Uint8Array) => decode(await askOnce(bound, query));

  test('takes a free port for port 0 and tells it', async () => {
    await using started = await start();
    expect(started.opened.bound).toEqual([{ transport, address: '127.0.0.1', port: expect.any(Number) }]);
    expect(started.opened.bound[0]!.port).toBeGreaterThan(0);
  });

  test('answers on each of its addresses, IPv4 and IPv6, and counts by family', async () => {
    await using started = await start({ addresses: [ANY_PORT, { address: '127.0.0.2', port: 0 }, { address: '::1', port: 0 }] });
    for (const bound of started.opened.bound) expect((await ask(bound, queryBytes('www.test.', { id: 321 }))).header.id).toBe(321);
    const queries = sumCounters([started.counters]).queries.filter(line => line.transport === transport);
    expect(queries.map(({ value }) => value)).toEqual([2, 1]);
  });

  test('tells the engine where a query came from', async () => {
    await using started = await start({ addresses: [ANY_PORT, { address: '::1', port: 0 }] });
    const [ipv4, ipv6] = started.opened.bound;
    const client = queryBytes('client.test.', { type: 16 });
    expect(Buffer.from(await askOnce(ipv4!, client)).toString('latin1')).toContain('127.0.0.1/32');
    expect(Buffer.from(await askOnce(ipv6!, client)).toString('latin1')).toContain('::1/128');
  });

  test('gives every one of many queries at once its own answer', async () => {
    await using started = await start();
    const ids = Array.from({ length: 100 }, (_, id) => id);
    const answers = await Promise.all(ids.map(id => ask(started.opened.bound[0]!, queryBytes('www.test.', { id }))));
    expect(answers.map(({ header }) => header.id)).toEqual(ids);
  });

  test(`an answer of 4 KB is ${transport === 'udp' ? 'truncated' : 'whole'}`, async () => {
    await using started = await start();
    const { header, answers } = await ask(started.opened.bound[0]!, queryBytes('big.test.', { type: 16, edns: { payloadSize: 4096 } }));
    expect([header.tc, answers.length]).toEqual(transport === 'udp' ? [1, 0] : [0, 40]);
  });

  test('what is no query gets no answer and does no harm', async () => {
    await using started = await start();
    const bound = started.opened.bound[0]!;
    const garbage = [Uint8Array.of(1), new Uint8Array(5), queryBytes('www.test.', { flags: 0x8000 }), new Uint8Array(11)];
    for (const octets of garbage) expect(await answerAfter(bound, octets, queryBytes('www.test.', { id: 99 }))).toBe(99);
    expect(started.faults).toEqual([]);
  });

  test('a port that is taken is refused in one line, and no address is kept', async () => {
    await using first = await start();
    const { port } = first.opened.bound[0]!;
    const second = start({
      addresses: [
        { address: '127.0.0.2', port },
        { address: '127.0.0.1', port },
      ],
    });
    await expect(second).rejects.toThrow(`cannot listen on 127.0.0.1:${port} (${transport.toUpperCase()}): address already in use`);
    await using third = await start({ addresses: [{ address: '127.0.0.2', port }] });
    expect(third.opened.bound[0]!.port).toBe(port);
  });

  test('an address that the machine does not have is told as such', async () => {
    await expect(start({ addresses: [{ address: '192.0.2.1', port: 0 }] })).rejects.toMatchObject({ absent: true });
  });

  test('threads that share an address can all have it', async () => {
    await using first = await start({ shared: true });
    const { port } = first.opened.bound[0]!;
    await using second = await start({ shared: true, addresses: [{ address: '127.0.0.1', port }] });
    expect(second.opened.bound).toEqual(first.opened.bound);
  });

  test('close frees the address, ends serve and may be called twice', async () => {
    const started = await start();
    await started.opened.close();
    await started.served;
    await started.opened.close();
    await using again = await start({ addresses: [started.opened.bound[0]!] });
    expect((await ask(again.opened.bound[0]!, queryBytes('www.test.'))).header.rcode).toBe(0);
  });
});
