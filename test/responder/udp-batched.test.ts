import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { constants } from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/lib/clock.ts';
import { openBell, ring } from '../../src/responder/bell.ts';
import { createCounters, sumCounters } from '../../src/responder/counters.ts';
import { createDescriptors } from '../../src/responder/descriptors.ts';
import { createEngine } from '../../src/responder/engine.ts';
import type { Libc } from '../../src/responder/libc.ts';
import { openUdpBatched } from '../../src/responder/udp-batched.ts';
import { failing, realLibc, sendingAtMost } from './failing-libc.ts';
import { FixedLookup, fixedChange, fixedTable } from './fixed-lookup.ts';
import { queryBytes } from './query-bytes.ts';

const { errno: E } = constants;
const libc = await realLibc();

/** A transport over `calls` and a client beside it; the transport takes the thread only in `rounds`. */
async function rig(calls: Libc, addresses = [{ address: '127.0.0.1', port: 0 }], bell?: number) {
  const source = new FixedLookup(fixedTable(1));
  const counters = createCounters();
  const descriptors = createDescriptors();
  const faults: string[] = [];
  const onFault = (error: unknown) => faults.push(String(error));
  const engine = createEngine({
    source,
    identity: { version: undefined, serverId: undefined },
    counters,
    onFault,
  });
  const options = { addresses, shared: false, engine, counters, descriptors, bell, clock: systemClock, onFault };
  const transport = await openUdpBatched(calls, options);
  onTestFinished(() => transport.close());
  const client = await connected(transport.bound[0]!.port);
  const answers: number[] = [];
  client.on('message', answer => answers.push(answer.readUInt16BE(0)));
  return {
    transport,
    source,
    client,
    answers,
    faults,
    descriptors,
    values: () => sumCounters([counters]),
    /** Lets the transport receive so many times. */
    rounds: (count: number) => {
      let left = count;
      return transport.serve(() => left-- > 0);
    },
  };
}

async function connected(port: number): Promise<Socket> {
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  socket.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** Sends queries with the IDs 1 to `count`; resolves when they wait to be received. */
async function ask(client: Socket, count: number): Promise<void> {
  for (let id = 1; id <= count; id++) {
    await new Promise(resolve => client.send(queryBytes('www.test.', { id }), resolve));
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('sending', () => {
  test('what the machine does not take at once is sent with the next calls', async () => {
    const { client, answers, rounds, values } = await rig(sendingAtMost(libc, 3));
    await ask(client, 10);
    await rounds(1);
    await expect.poll(() => answers).toEqual(upTo(10));
    expect(values().sendErrors).toBe(0);
  });

  test.each([
    ['EINTR', 0, upTo(5)],
    ['EPERM', 1, [2, 3, 4, 5]],
    ['EMSGSIZE', 1, [2, 3, 4, 5]],
    ['ECONNREFUSED', 1, [2, 3, 4, 5]],
    ['ENETUNREACH', 1, [2, 3, 4, 5]],
    ['EINVAL', 1, [2, 3, 4, 5]],
    ['EAGAIN', 5, []],
    ['ENOBUFS', 5, []],
    ['ENOMEM', 5, []],
  ] as const)('%s: %i of 5 answers are dropped and counted, and the next query is answered', async (name, dropped, arrived) => {
    const { client, answers, rounds, values, faults } = await rig(failing(libc, 'sendmmsg', E[name]));
    await ask(client, 5);
    await rounds(1);
    expect(values().sendErrors).toBe(dropped);
    client.send(queryBytes('www.test.', { id: 77 }));
    await expect.poll(() => rounds(1).then(() => answers)).toEqual([...arrived, 77]);
    expect(faults).toEqual([]);
  });

  test('an address that no answer can go to is passed over, wherever it stands in a batch', async () => {
    const { client, answers, rounds, values } = await rig(failing(libc, 'sendmmsg', E.EINTR, E.EHOSTUNREACH, E.EINTR, E.EHOSTUNREACH));
    await ask(client, 4);
    await rounds(1);
    await expect.poll(() => answers).toEqual([3, 4]);
    expect(values().sendErrors).toBe(2);
  });
});

describe('receiving', () => {
  test.each([
    ['EINTR', 0, 0],
    ['EAGAIN', 0, 0],
    ['ECONNREFUSED', 1, 0],
    ['EHOSTUNREACH', 1, 0],
    ['ENETDOWN', 1, 0],
    ['ENOMEM', 1, 1],
    ['ENOBUFS', 1, 1],
    ['EINVAL', 1, 1],
  ] as const)('%s: counted %i times, told %i times, and the queries are answered', async (name, counted, told) => {
    const { client, answers, rounds, values, faults } = await rig(failing(libc, 'recvmmsg', E[name]));
    await ask(client, 3);
    await rounds(2);
    await expect.poll(() => answers).toEqual([1, 2, 3]);
    expect([values().receiveErrors, faults.length]).toEqual([counted, told]);
    if (told > 0) expect(faults[0]).toMatch(new RegExp(`^Error: 127\\.0\\.0\\.1:\\d+ \\(UDP\\) does not receive: ${name}$`));
  });

  test('several addresses: a wait that fails is made up for', async () => {
    const addresses = ['127.0.0.1', '127.0.0.2'].map(address => ({ address, port: 0 }));
    const { client, answers, rounds, values } = await rig(failing(libc, 'poll', E.EINTR, E.ENOMEM), addresses);
    await ask(client, 3);
    await rounds(3);
    await expect.poll(() => answers).toEqual([1, 2, 3]);
    expect(values().receiveErrors).toBe(1);
  });

  test.each(['EBADF', 'ENOTSOCK'] as const)('%s: the socket is lost, and so is the worker', async name => {
    const { rounds, descriptors } = await rig(failing(libc, 'recvmmsg', E[name]));
    await expect(rounds(1)).rejects.toThrow(new RegExp(`^127\\.0\\.0\\.1:\\d+ \\(UDP\\) is lost: ${name}$`));
    // Its number may be another file's by now.
    expect(descriptors.every(entry => entry === 0)).toBe(true);
  });

  test('nothing at all: control comes back within its time', async () => {
    const { rounds, values } = await rig(libc);
    await rounds(2);
    expect(values()).toMatchObject({ receiveErrors: 0, dropped: 0 });
  });
});

test('packets that get no answer leave those between them untouched, also in a full batch', async () => {
  const { client, answers, rounds, values } = await rig(libc);
  const silent = new Set([0, 3, 4, 63, 64, 99]);
  for (let id = 0; id < 100; id++) {
    const query = queryBytes('www.test.', silent.has(id) ? { id, flags: 0x8000 } : { id });
    await new Promise(resolve => client.send(query, resolve));
  }
  await rounds(2);
  await expect.poll(() => answers).toEqual(Array.from({ length: 100 }, (_, id) => id).filter(id => !silent.has(id)));
  expect(values()).toMatchObject({ dropped: silent.size, sendErrors: 0 });
});

test('what has arrived when it is closed is still answered', async () => {
  const { transport, client, answers } = await rig(libc);
  await ask(client, 200);
  await transport.serve(() => {
    void transport.close();
    return true;
  });
  await expect.poll(() => answers).toEqual(upTo(200));
});

test('orders are carried out before what has arrived is answered', async () => {
  const { transport, source, client } = await rig(libc);
  const answer = once(client, 'message');
  await new Promise(resolve => client.send(queryBytes('generation.test.'), resolve));
  await transport.serve(() => {
    source.replace(fixedChange(7));
    return false;
  });
  expect((await answer)[0].at(-1)).toBe(7);
});

test.each([1, 2])('at rest its bell brings control back, once (%i addresses)', async count => {
  const addresses = ['127.0.0.1', '127.0.0.2'].map(address => ({ address, port: 0 })).slice(0, count);
  const bell = openBell(libc)!;
  onTestFinished(() => void libc.close(bell));
  const waits: number[] = [];
  const watched: Libc = {
    ...libc,
    poll(...args) {
      waits.push(libc.poll(...args));
      return waits.at(-1)!;
    },
  };
  const { client, answers, rounds } = await rig(watched, addresses, bell);
  ring(bell);
  ring(bell);
  await rounds(2);
  expect(waits.slice(0, 2)).toEqual([1, 0]);
  await ask(client, 3);
  ring(bell);
  await rounds(2);
  await expect.poll(() => answers).toEqual([1, 2, 3]);
});

test.each([
  [1, [7, 8, 31, 32, 64]],
  [2, [7, 8, 31, 32, 64]],
] as const)(
  'it rests after a batch of some packets, so that more come together; not after few or many (%i addresses)',
  async (count, sizes) => {
    const addresses = ['127.0.0.1', '127.0.0.2'].map(address => ({ address, port: 0 })).slice(0, count);
    let rests = 0;
    const { client, answers, rounds } = await rig({ ...libc, usleep: time => libc.usleep(time) + rests++ * 0 }, addresses);
    const rested: boolean[] = [];
    for (const size of sizes) {
      const before = rests;
      answers.length = 0;
      await ask(client, size);
      await rounds(1);
      await expect.poll(() => answers).toEqual(upTo(size));
      rested.push(rests > before);
    }
    expect(rested).toEqual([false, true, true, false, false]);
  },
);

test('its sockets are noted as long as they are open', async () => {
  const { transport, descriptors } = await rig(libc, [
    { address: '127.0.0.1', port: 0 },
    { address: '::1', port: 0 },
  ]);
  expect(descriptors.filter(entry => entry > 0)).toHaveLength(2);
  await transport.close();
  expect(descriptors.filter(entry => entry > 0)).toHaveLength(0);
});
