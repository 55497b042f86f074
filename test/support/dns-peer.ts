import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Packet } from 'dns2';
import type { DnsCheck } from '../../src/model/monitor.ts';

/** Asks for the A records of www.example.com over UDP, and takes whatever answer without an error. */
export const DNS_CHECK: DnsCheck = {
  type: 'dns',
  port: 53,
  name: 'www.example.com.',
  queryType: 1,
  transport: 'udp',
  recursion: false,
  expectRcodes: [0],
};

/** What a record of an answer says besides its name. */
export type ToldRecord = ConstructorParameters<typeof Packet.Resource>[0];

/** The octets of an answer to a query: these records, and the header changed as told. */
export function dnsAnswer(query: Buffer, records: readonly ToldRecord[] = [], header: object = {}): Buffer {
  const answer = Packet.createResponseFromRequest(Packet.parse(query));
  Object.assign(answer.header, header);
  answer.answers = records.map(record => new Packet.Resource({ name: 'www.example.com', class: 1, ttl: 60, ...(record as object) }));
  return answer.toBuffer();
}

/** A message as it goes over TCP. */
export function framed(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from([message.length >> 8, message.length & 255]), message]);
}

/** Answers every question over TCP that comes in one piece; without records unless `answer` says otherwise. */
export function answeringDns(socket: Socket, answer: (query: Buffer) => Buffer = query => dnsAnswer(query)): void {
  socket.on('data', chunk => socket.write(framed(answer(chunk.subarray(2)))));
}

/** A server over UDP on loopback that sends what `reply` gives for a query, one datagram after the other. */
export interface UdpPeer extends AsyncDisposable {
  readonly port: number;
  readonly queries: readonly Buffer[];
}

/** Listens on a free port of `host`. */
export async function udpPeer(reply: (query: Buffer) => readonly Buffer[], host = '127.0.0.1', port = 0): Promise<UdpPeer> {
  const queries: Buffer[] = [];
  const socket: UdpSocket = createSocket(host.includes(':') ? 'udp6' : 'udp4', (query, from) => {
    queries.push(query);
    for (const datagram of reply(query)) socket.send(datagram, from.port, from.address);
  });
  socket.bind(port, host);
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    queries,
    async [Symbol.asyncDispose]() {
      socket.close();
      await once(socket, 'close');
    },
  };
}
