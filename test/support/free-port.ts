import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the range from which the kernel takes ports for outgoing connections, so that none of those comes in between. */
const FIRST = 20_000;
const COUNT = 12_000;

/** A port that is free for UDP and TCP on the loopback address, for a program that must be told its port beforehand. */
export async function freePort(address = '127.0.0.1'): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if ((await isFreeForTcp(port, address)) && (await isFreeForUdp(port, address))) return port;
  }
}

async function isFreeForTcp(port: number, host: string): Promise<boolean> {
  const server = createServer().listen({ port, host });
  const free = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  if (free) await new Promise(resolve => server.close(resolve));
  return free;
}

async function isFreeForUdp(port: number, address: string): Promise<boolean> {
  const socket = createSocket('udp4').bind({ port, address, exclusive: true });
  const free = await once(socket, 'listening').then(
    () => true,
    () => false,
  );
  await new Promise<void>(resolve => socket.close(resolve));
  return free;
}
