import { once } from 'node:events';
import { Packet, UDPServer } from 'dns2';
import type { SocketAddress } from '../../src/lib/socket-address.ts';

/** What a resolver tells of one name; without addresses of a family it tells NODATA. */
export interface ToldName {
  readonly addresses: readonly string[];
  readonly ttl: number;
  /** Told instead of the addresses: they are those of this other name, by a CNAME. */
  readonly alias?: string;
}

/** A resolver on loopback that tells what a test says. Names are lower case, without a final dot; of the others there is none. */
export interface NameServer extends AsyncDisposable {
  readonly at: SocketAddress;
  readonly names: Map<string, ToldName>;
  /** Names of the questions that came, `cdn.example.net A`, as they came. */
  readonly asked: readonly string[];
  /** The RCODE of every answer where it is not 0, or silence. */
  fault: number | 'silence' | undefined;
  /** Resolves when a question comes. */
  nextQuestion(): Promise<void>;
}

const NXDOMAIN = 3;

/** Starts one over UDP on a port that is free. */
export async function startNameServer(): Promise<NameServer> {
  const names = new Map<string, ToldName>();
  const asked: string[] = [];
  const socket = new UDPServer((request, send) => {
    const [question] = request.questions;
    asked.push(`${question!.name} ${question!.type === Packet.TYPE.AAAA ? 'AAAA' : 'A'}`);
    if (server.fault !== 'silence') void send(answer(request, names, server.fault));
    socket.emit('question');
  });
  await socket.listen(0, '127.0.0.1');
  const server: NameServer = {
    at: { address: '127.0.0.1', port: socket.address().port },
    names,
    asked,
    fault: undefined,
    nextQuestion: async () => void (await once(socket, 'question')),
    async [Symbol.asyncDispose]() {
      socket.close();
      await once(socket, 'close');
    },
  };
  return server;
}

function answer(request: Packet, names: ReadonlyMap<string, ToldName>, rcode: number | undefined): Packet {
  const response = Packet.createResponseFromRequest(request);
  const { name, type } = request.questions[0]!;
  const told = names.get(name.toLowerCase());
  response.header.ra = 1;
  response.header.rcode = rcode ?? (told ? 0 : NXDOMAIN);
  if (response.header.rcode === 0) response.answers.push(...records(name, type, told!));
  return response;
}

function records(name: string, type: number, { addresses, ttl, alias }: ToldName): Packet['answers'] {
  const record = { class: Packet.CLASS.IN, ttl };
  const owned = addresses.filter(address => address.includes(':') === (type === Packet.TYPE.AAAA));
  const own = owned.map(address => new Packet.Resource({ ...record, name: alias ?? name, type, address }));
  return alias === undefined ? own : [new Packet.Resource({ ...record, name, type: Packet.TYPE.CNAME, domain: alias }), ...own];
}
