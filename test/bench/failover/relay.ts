import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Heard } from './heard.ts';
import { readTold } from './message.ts';

/** Stands between a cache and a name server, hands every packet on as it is, and notes the answers. */
export interface Relay extends AsyncDisposable {
  readonly port: number;
  readonly heard: readonly Heard[];
}

/** Ports of a cache that it remembers: every question may come from another one. */
const REMEMBERED = 64;

export async function startRelay(serverPort: number): Promise<Relay> {
  const heard: Heard[] = [];
  const behind = new Map<number, Socket>();
  const front = createSocket('udp4');
  const open = (port: number): Socket => {
    const socket = createSocket('udp4');
    socket.on('error', () => {});
    socket.on('message', answer => {
      const told = readTold(answer);
      if (told.address !== 0) heard.push({ atMs: performance.now(), ...told });
      front.send(answer, port, '127.0.0.1');
    });
    behind.set(port, socket);
    return socket;
  };
  front.on('message', (query, { port }) => {
    (behind.get(port) ?? open(port)).send(query, serverPort, '127.0.0.1');
    const [oldest] = behind.keys();
    if (behind.size <= REMEMBERED || oldest === undefined) return;
    behind.get(oldest)!.close();
    behind.delete(oldest);
  });
  front.bind(0, '127.0.0.1');
  await once(front, 'listening');
  return {
    port: (front.address() as AddressInfo).port,
    heard,
    async [Symbol.asyncDispose]() {
      for (const socket of behind.values()) socket.close();
      front.close();
      await once(front, 'close');
    },
  };
}
