import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, describe, expect, test } from 'vitest';
import type { Peer } from '../../src/responder/engine.ts';
import { MessageSlots } from '../../src/responder/message-slots.ts';
import { createPeer } from '../../src/responder/peer-address.ts';
import { PORT_AT } from '../../src/responder/socket-address-codec.ts';
import { openUdpSocket } from '../../src/responder/udp-socket.ts';
import { realLibc } from './failing-libc.ts';

const libc = await realLibc();
const opened: number[] = [];
afterAll(() => {
  for (const fd of opened) libc.close(fd);
});

function openAt(address: string) {
  const socket = openUdpSocket(libc, { address, port: 0 }, false);
  opened.push(socket.fd);
  return socket;
}

/** Sends one packet to a socket from `from` and receives it into slot 0; tells the port that it came from. */
async function received(socket: ReturnType<typeof openAt>, to: string, from: { address: string; port?: number }) {
  const slots = new MessageSlots(libc, 2, socket.wildcard);
  const client = createSocket({ type: socket.family === 4 ? 'udp4' : 'udp6', reusePort: true });
  client.bind(from.port ?? 0, from.address);
  await once(client, 'listening');
  const { port } = client.address();
  await new Promise(resolve => client.send('hello', socket.bound.port, to, resolve));
  client.close();
  slots.clear();
  expect(libc.recvmmsg(socket.fd, slots.headerAddress(0), slots.count, 0x10000, 0)).toBe(1);
  slots.fill(1);
  return { slots, port };
}

test.each([
  ['127.0.0.1', 4, [127, 0, 0, 1]],
  ['::1', 6, [...new Array<number>(15).fill(0), 1]],
] as const)('a packet is found with its length, its octets and its source: %s', async (address, family, octets) => {
  const { slots } = await received(openAt(address), address, { address });
  expect(slots.received(0)).toBe(5);
  expect(Buffer.from(slots.octets[0]!.subarray(0, 5)).toString()).toBe('hello');
  const peer: Peer = createPeer();
  slots.readPeer(0, peer);
  expect([peer.family, [...peer.address.subarray(0, octets.length)]]).toEqual([family, octets]);
});

describe('what could only be forged is not answered', () => {
  test('a packet from an ordinary port is', async () => {
    const socket = openAt('127.0.0.1');
    const { slots } = await received(socket, '127.0.0.1', { address: '127.0.0.1' });
    expect(slots.canBeAnswered(0, socket)).toBe(true);
  });

  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['0.0.0.0', '127.0.0.4'],
    ['::1', '::1'],
    ['::', '::1'],
  ])('bound to %s, a packet to and from %s and the own port', async (bound, own) => {
    const socket = openAt(bound);
    const { slots, port } = await received(socket, own, { address: own });
    expect(slots.canBeAnswered(0, { ...socket, bound: { address: bound, port } })).toBe(false);
    expect(slots.canBeAnswered(0, socket)).toBe(true);
  });

  test('the own port at another address is an ordinary client', async () => {
    const socket = openAt('127.0.0.1');
    const { slots } = await received(socket, '127.0.0.1', { address: '127.0.0.2', port: socket.bound.port });
    expect(slots.canBeAnswered(0, socket)).toBe(true);
  });

  test('port 0', async () => {
    const socket = openAt('127.0.0.1');
    const { slots } = await received(socket, '127.0.0.1', { address: '127.0.0.1' });
    slots.names.fill(0, PORT_AT, PORT_AT + 2);
    expect(slots.canBeAnswered(0, socket)).toBe(false);
  });
});
