/** What every transport must do; an implementation is one line in `IMPLEMENTATIONS`. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { sumCounters } from '../../src/responder/counters.ts';
import type { BoundAddress } from '../../src/responder/transport.ts';
import { decode } from '../responder/ask-engine.ts';
import { askOnce, closed, connectTo, framed } from '../responder/ask-responder.ts';
import { queryBytes } from '../responder/query-bytes.ts';
import { ANY_PORT, type StartOptions, startTransport } from './start-transport.ts';
import type { Kind } from './transport-thread.ts';

const IMPLEMENTATIONS: readonly Kind[] = ['udp batched', 'udp portable', 'tcp'];

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

describe.each(IMPLEMENTATIONS)('transport contract: %s', kind => {
  const transport = kind === 'tcp' ? 'tcp' : 'udp';
  const start = (options: StartOptions = {}) => startTransport(kind, options);
  const ask = async (bound: BoundAddress, query: Uint8Array) => decode(await askOnce(bound, query));

  test('takes a free port for port 0 and tells it', async () => {
    await using started = await start();
    expect(started.bound).toEqual([{ transport, address: '127.0.0.1', port: expect.any(Number) }]);
    expect(started.bound[0]!.port).toBeGreaterThan(0);
  });

  test('answers on each of its addresses, IPv4 and IPv6, and counts by family', async () => {
    await using started = await start({ addresses: [ANY_PORT, { address: '127.0.0.2', port: 0 }, { address: '::1', port: 0 }] });
    for (const bound of started.bound) expect((await ask(bound, queryBytes('www.test.', { id: 321 }))).header.id).toBe(321);
    const queries = sumCounters([started.counters]).queries.filter(line => line.transport === transport);
    expect(queries.map(({ value }) => value)).toEqual([2, 1]);
  });

  test('tells the engine where a query came from', async () => {
    await using started = await start({ addresses: [ANY_PORT, { address: '::1', port: 0 }] });
    const [ipv4, ipv6] = started.bound;
    const client = queryBytes('client.test.', { type: 16 });
    for (const _ of [1, 2]) {
      expect(Buffer.from(await askOnce(ipv4!, client)).toString('latin1')).toContain('127.0.0.1/32');
      expect(Buffer.from(await askOnce(ipv6!, client)).toString('latin1')).toContain('::1/128');
    }
  });

  test('gives every one of many queries at once its own answer', async () => {
    await using started = await start();
    const ids = Array.from({ length: 100 }, (_, id) => id);
    const answers = await Promise.all(ids.map(id => ask(started.bound[0]!, queryBytes('www.test.', { id }))));
    expect(answers.map(({ header }) => header.id)).toEqual(ids);
  });

  test(`an answer of 4 KB is ${transport === 'udp' ? 'truncated' : 'whole'}`, async () => {
    await using started = await start();
    const { header, answers } = await ask(started.bound[0]!, queryBytes('big.test.', { type: 16, edns: { payloadSize: 4096 } }));
    expect([header.tc, answers.length]).toEqual(transport === 'udp' ? [1, 0] : [0, 40]);
  });

  test('what is no query gets no answer and does no harm; every packet is counted once', async () => {
    await using started = await start();
    const bound = started.bound[0]!;
    const garbage = [Uint8Array.of(1), new Uint8Array(5), queryBytes('www.test.', { flags: 0x8000 }), new Uint8Array(11)];
    for (const octets of garbage) expect(await answerAfter(bound, octets, queryBytes('www.test.', { id: 99 }))).toBe(99);
    expect(started.faults).toEqual([]);
    const { queries, answers, dropped } = sumCounters([started.counters]);
    const sum = (lines: readonly { readonly value: number }[]) => lines.reduce((total, { value }) => total + value, 0);
    expect(sum(answers)).toBe(garbage.length);
    expect(sum(queries)).toBe(sum(answers) + dropped);
  });

  test('an answer has no octet of an earlier packet', async () => {
    await using started = await start({ addresses: [ANY_PORT, { ...ANY_PORT, address: '127.0.0.2' }] });
    const [used, fresh] = started.bound;
    const short = queryBytes('no.test.', { edns: {} });
    const expected = await askOnce(fresh!, short);
    const marked = queryBytes(`${'secret'.repeat(10)}.test.`, { edns: { options: [[65_001, new Array<number>(900).fill(0x73)]] } });
    for (let i = 0; i < 3; i++) {
      await askOnce(used!, marked);
      expect(await askOnce(used!, short)).toEqual(expected);
    }
  });

  test('a port that is taken is refused in one line, and no address is kept', async () => {
    await using first = await start();
    const { port } = first.bound[0]!;
    const second = start({
      addresses: [
        { address: '127.0.0.2', port },
        { address: '127.0.0.1', port },
      ],
    });
    await expect(second).rejects.toThrow(`cannot listen on 127.0.0.1:${port} (${transport.toUpperCase()}): address already in use`);
    await using third = await start({ addresses: [{ address: '127.0.0.2', port }] });
    expect(third.bound[0]!.port).toBe(port);
  });

  test('an address that the machine does not have is told as such', async () => {
    await expect(start({ addresses: [{ address: '192.0.2.1', port: 0 }] })).rejects.toMatchObject({ absent: true });
  });

  test('threads that share an address can all have it', async () => {
    await using first = await start({ shared: true });
    const { port } = first.bound[0]!;
    await using second = await start({ shared: true, addresses: [{ address: '127.0.0.1', port }] });
    expect(second.bound).toEqual(first.bound);
  });

  test('close frees the address, ends serve and may be called twice', async () => {
    const started = await start();
    await started.close();
    await using again = await start({ addresses: [started.bound[0]!] });
    expect((await ask(again.bound[0]!, queryBytes('www.test.'))).header.rcode).toBe(0);
  });
});
