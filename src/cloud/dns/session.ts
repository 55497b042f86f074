import type { Clock } from '../../lib/clock.ts';
import type { Random } from '../../lib/random.ts';
import { RR_TYPE } from '../../lib/rr-type.ts';
import type { SocketAddress } from '../../lib/socket-address.ts';
import type { Name } from '../../model/zone.ts';
import { OPCODE, updateRcodeName } from './codes.ts';
import type { Message, Request, WireRecord } from './message.ts';
import { NoAnswer } from './no-answer.ts';
import { MalformedMessage, readMessage } from './read-message.ts';
import { type DnsConnection, openConnection } from './tcp-connection.ts';
import { type Signed, signRequest, type TsigKey, TsigVerifier } from './tsig.ts';
import { writeRequest } from './write-message.ts';

/** Where a name server is, and how it knows us. */
export interface DnsPeer {
  readonly at: SocketAddress;
  /** Undefined: nothing is signed. */
  readonly key: TsigKey | undefined;
}

export interface DnsParts {
  readonly clock: Clock;
  readonly random: Random;
  /** How long one exchange may take. */
  readonly timeoutMs: number;
}

/** A request of which only the id is still to be chosen. */
export type Asking = Omit<Request, 'id'>;

/** The server does not let the zone be transferred. */
export class TransferRefused extends Error {}

/** How many questions are under way at once on one connection. */
const MOST_AT_ONCE = 50;

/**
 * Sends requests over one TCP connection and gives their answers in the order of the requests, as many at once as the server may take
 * (RFC 7766 section 6.2.1.1); each is signed and verified where there is a key. Throws NoAnswer and TsigError.
 */
export async function exchange(peer: DnsPeer, requests: readonly Asking[], parts: DnsParts, signal: AbortSignal): Promise<Message[]> {
  return withConnection(peer, parts, signal, async connection => {
    const answers: Message[] = [];
    for (let at = 0; at < requests.length; at += MOST_AT_ONCE) {
      answers.push(...(await exchangeAtOnce(connection, peer, requests.slice(at, at + MOST_AT_ONCE), parts)));
    }
    return answers;
  });
}

async function exchangeAtOnce(connection: DnsConnection, peer: DnsPeer, requests: readonly Asking[], parts: DnsParts): Promise<Message[]> {
  const first = parts.random() & 0x7fff;
  const sent = requests.map((request, i) => sign({ ...request, id: first + i }, peer, parts));
  for (const { octets } of sent) connection.send(octets);
  const answers = new Map<number, Message>();
  while (answers.size < requests.length) {
    const octets = await connection.next();
    const answer = read(peer, octets);
    const request = sent[answer.id - first];
    if (!answer.isResponse || request === undefined || answers.has(answer.id)) continue;
    if (peer.key) new TsigVerifier(peer.key, request.mac, () => parts.clock.now()).take(octets);
    answers.set(answer.id, answer);
  }
  return sent.map((_, i) => answers.get(first + i)!);
}

/** All records of a zone, by AXFR (RFC 5936), the SOA record first and once. Throws TransferRefused, NoAnswer and TsigError. */
export async function transfer(peer: DnsPeer, zone: Name, parts: DnsParts, signal: AbortSignal): Promise<WireRecord[]> {
  return withConnection(peer, parts, signal, async connection => {
    const id = parts.random() & 0xffff;
    const request = sign({ id, opcode: OPCODE.QUERY, question: { name: zone, type: RR_TYPE.AXFR } }, peer, parts);
    const verifier = peer.key && new TsigVerifier(peer.key, request.mac, () => parts.clock.now());
    connection.send(request.octets);
    const records: WireRecord[] = [];
    for (;;) {
      const octets = await connection.next();
      const message = read(peer, octets);
      if (message.rcode !== 0) throw new TransferRefused(`the zone cannot be transferred (${updateRcodeName(message.rcode)})`);
      verifier?.take(octets);
      records.push(...message.answers);
      if (message.answers.length === 0 || records[0]!.type !== RR_TYPE.SOA) throw new TransferRefused('the transfer is empty');
      if (records.length > 1 && records.at(-1)!.type === RR_TYPE.SOA && (verifier?.isSettled ?? true)) return records.slice(0, -1);
    }
  });
}

function sign(request: Request, { key }: DnsPeer, { clock }: DnsParts): Signed {
  const octets = writeRequest(request);
  return key ? signRequest(octets, key, clock.now()) : { octets, mac: new Uint8Array(0) };
}

function read({ at }: DnsPeer, octets: Uint8Array): Message {
  try {
    return readMessage(octets);
  } catch (error) {
    if (error instanceof MalformedMessage) throw new NoAnswer(at, `answers with what is no DNS message: ${error.message}`, error);
    throw error;
  }
}

async function withConnection<T>(
  { at }: DnsPeer,
  { timeoutMs }: DnsParts,
  signal: AbortSignal,
  work: (connection: DnsConnection) => Promise<T>,
): Promise<T> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    using connection = await openConnection(at, AbortSignal.any([signal, timeout]));
    return await work(connection);
  } catch (error) {
    if (timeout.aborted && !signal.aborted && !(error instanceof NoAnswer))
      throw new NoAnswer(at, `does not answer within ${timeoutMs / 1000} s`);
    throw error;
  }
}
