import { createSocket, type RemoteInfo } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { SocketAddress } from '../../lib/socket-address.ts';
import { OPCODE } from './codes.ts';
import type { Message, Question } from './message.ts';
import { NoAnswer } from './no-answer.ts';
import { MalformedMessage, readMessage } from './read-message.ts';
import { type DnsParts, exchange } from './session.ts';
import { writeRequest } from './write-message.ts';

export interface AskOptions {
  /** Asked of a resolver, not of a name server. */
  readonly isRecursive: boolean;
}

/** Asks as a client of the zone would: over UDP, and over TCP what does not fit. Throws NoAnswer, or what `signal` is aborted with. */
export async function askDns(
  at: SocketAddress,
  question: Question,
  { isRecursive }: AskOptions,
  parts: DnsParts,
  signal: AbortSignal,
): Promise<Message> {
  const asking = { opcode: OPCODE.QUERY, question, isRecursive };
  const answer = await askUdp(at, writeRequest({ ...asking, id: parts.random() & 0xffff }), parts, signal);
  return answer.isTruncated ? (await exchange({ at, key: undefined }, [asking], parts, signal))[0]! : answer;
}

/** Only an answer of the same id from the same place counts (RFC 5452 section 9). */
async function askUdp(at: SocketAddress, request: Uint8Array, { timeoutMs }: DnsParts, signal: AbortSignal): Promise<Message> {
  signal.throwIfAborted();
  const socket = createSocket(isIPv6(at.address) ? 'udp6' : 'udp4');
  const answered = Promise.withResolvers<Message>();
  const timeout = AbortSignal.timeout(timeoutMs);
  const end = () => answered.reject(signal.aborted ? signal.reason : new NoAnswer(at, `does not answer within ${timeoutMs / 1000} s`));
  const ends = AbortSignal.any([signal, timeout]);
  ends.addEventListener('abort', end, { once: true });
  socket.on('error', error => answered.reject(new NoAnswer(at, `cannot be asked (${error.message})`, error)));
  socket.on('message', (octets: Uint8Array, from: RemoteInfo) => {
    const message = from.address === at.address && from.port === at.port ? readAnswer(octets) : undefined;
    if (message?.isResponse && message.id === new DataView(request.buffer, request.byteOffset).getUint16(0)) answered.resolve(message);
  });
  try {
    socket.send(request, at.port, at.address);
    return await answered.promise;
  } finally {
    ends.removeEventListener('abort', end);
    socket.close();
  }
}

function readAnswer(octets: Uint8Array): Message | undefined {
  try {
    return readMessage(octets);
  } catch (error) {
    if (error instanceof MalformedMessage) return undefined;
    throw error;
  }
}
