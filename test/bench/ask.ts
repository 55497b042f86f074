import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { Packet } from 'dns2';
import { queryBytes } from '../responder/query-bytes.ts';
import { encodeQuestion } from './load/question.ts';

const ANSWERS_IN_MS = 1000;
const TRIES = 3;
const AGAIN_MS = 50;
const COOKIE = 10;
export const CLIENT_COOKIE: readonly number[] = [0x2a, 0x9f, 0x01, 0x77, 0xc3, 0x5d, 0x68, 0xe4];

/** Whether a server answers for a zone now; waits a moment where it does not, so that it can be asked in a loop. */
export async function askSoa(port: number, zone: string): Promise<boolean> {
  const answer = await askOnce(port, queryBytes(`${zone}.`, { type: 6 }), AGAIN_MS).catch(() => undefined);
  const ready = answer !== undefined && (answer[3]! & 15) === 0 && answer[7] === 1;
  if (!ready) await new Promise(resolve => setTimeout(resolve, AGAIN_MS));
  return ready;
}

export interface Answer {
  readonly packet: Packet;
  readonly octets: Buffer;
}

/** The answer to one of a scenario's questions. Throws where none comes. */
export async function ask(port: number, question: string, option: Uint8Array | undefined): Promise<Answer> {
  const query = encodeQuestion(question, option);
  for (let attempt = 1; ; attempt++) {
    const answer = await askOnce(port, query, ANSWERS_IN_MS);
    if (answer) return { packet: Packet.parse(Buffer.from(answer)), octets: Buffer.from(answer) };
    if (attempt === TRIES) throw new Error(`no answer to ${question}`);
  }
}

/** The COOKIE option that a server takes from 127.0.0.1: our half, and the half that it answers with (RFC 7873). Undefined: it gives none. */
export async function learnCookie(port: number, question: string): Promise<Uint8Array | undefined> {
  const answer = await askOnce(port, encodeQuestion(question, optionBytes(COOKIE, CLIENT_COOKIE)), ANSWERS_IN_MS);
  const at = answer ? Buffer.from(answer).indexOf(Buffer.from(CLIENT_COOKIE)) : -1;
  if (!answer || at < 0) return undefined;
  const length = (answer[at - 2]! << 8) | answer[at - 1]!;
  return length > CLIENT_COOKIE.length ? optionBytes(COOKIE, [...answer.subarray(at, at + length)]) : undefined;
}

/** An EDNS option in wire form. */
export function optionBytes(code: number, octets: readonly number[]): Uint8Array {
  return Uint8Array.of(code >> 8, code & 255, octets.length >> 8, octets.length & 255, ...octets);
}

async function askOnce(port: number, query: Uint8Array, withinMs: number): Promise<Uint8Array | undefined> {
  const socket = createSocket('udp4');
  try {
    socket.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.send(query);
    const [answer] = await once(socket, 'message', { signal: AbortSignal.timeout(withinMs) });
    return answer as Uint8Array;
  } catch {
    // Nobody listens there yet, or the answer was lost.
    return undefined;
  } finally {
    socket.close();
  }
}
