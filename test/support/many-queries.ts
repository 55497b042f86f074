import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { SocketAddress } from '../../src/lib/socket-address.ts';
import { question, readAnswer } from './dns-query.ts';

export interface ManyQueries {
  readonly count: number;
  /** Sockets, and so source ports, by which the system spreads the queries over the workers. */
  readonly ports?: number;
  readonly client?: string;
}

/** Asks for A records `count` times from many source ports; gives how often each set of addresses was the answer. */
export async function askManyTimes(at: SocketAddress, name: string, settings: ManyQueries): Promise<ReadonlyMap<string, number>> {
  const { count, ports = 32, client } = settings;
  const seen = new Map<string, number>();
  const sockets = Array.from({ length: ports }, () => createSocket('udp4'));
  try {
    await Promise.all(sockets.map(socket => connectTo(socket, at)));
    await Promise.all(sockets.map((socket, i) => askInTurn(socket, Math.floor((count + i) / ports))));
    return seen;
  } finally {
    for (const socket of sockets) socket.close();
  }

  /** One question at a time: nothing is ever lost on the way, and the sockets together keep the workers busy. */
  async function askInTurn(socket: Socket, times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      const query = question(name, client === undefined ? {} : { client });
      socket.send(query);
      const [octets] = (await once(socket, 'message', { signal: AbortSignal.timeout(5000) })) as [Buffer];
      const { addresses, rcode, packet } = readAnswer(octets);
      if (rcode !== 0 || packet.header.id !== ((query[0]! << 8) | query[1]!)) throw new Error(`an answer with RCODE ${rcode}`);
      const key = addresses.toSorted().join(' ');
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
  }
}

async function connectTo(socket: Socket, { port, address }: SocketAddress): Promise<void> {
  const connected = once(socket, 'connect');
  socket.connect(port, address);
  await connected;
}

/** The share of the answers that were exactly this one, from 0 to 1. */
export function shareOf(seen: ReadonlyMap<string, number>, answer: string): number {
  const all = [...seen.values()].reduce((sum, count) => sum + count, 0);
  return (seen.get(answer) ?? 0) / all;
}
