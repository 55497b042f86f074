import { nameToWire } from '../../src/lib/dns-name.ts';
import { lowerOctet, readUint16 } from '../../src/lib/wire-name.ts';
import type { DnsCheck } from '../../src/model/monitor.ts';

/** Octets of the header of a message (RFC 1035 section 4.1.1). */
export const HEADER_SIZE = 12;

const CLASS_IN = 1;
const RECURSION_DESIRED = 0x0100;
/** Answer, and the kind of question that it must be of: QR and OPCODE. */
const QR = 0x8000;
const QR_AND_OPCODE = 0xf800;
const TRUNCATED = 0x0200;

/** The octets of a question (RFC 1035 section 4.1): no EDNS, so that what does not fit into 512 octets is asked again over TCP. */
export function encodeQuery({ name, queryType, recursion }: DnsCheck, id: number): Buffer {
  const wire = nameToWire(name);
  const query = Buffer.alloc(HEADER_SIZE + wire.length + 4);
  query.writeUInt16BE(id, 0);
  query.writeUInt16BE(recursion ? RECURSION_DESIRED : 0, 2);
  query.writeUInt16BE(1, 4);
  query.set(wire, HEADER_SIZE);
  query.writeUInt16BE(queryType, HEADER_SIZE + wire.length);
  query.writeUInt16BE(CLASS_IN, HEADER_SIZE + wire.length + 2);
  return query;
}

/**
 * Whether a message is an answer to this very question: its ID, that it is an answer, and the question in it, whose letters may have
 * another case. A server that could not read the question, or did not want to, may leave it out.
 */
export function answersQuery(message: Uint8Array, query: Uint8Array): boolean {
  if (message.length < HEADER_SIZE || readUint16(message, 0) !== readUint16(query, 0)) return false;
  if ((readUint16(message, 2) & QR_AND_OPCODE) !== QR) return false;
  const questions = readUint16(message, 4);
  if (questions === 0) return (message[3]! & 15) !== 0;
  return questions === 1 && message.length >= query.length && sameQuestion(message, query);
}

/** Whether there was more to tell than fitted (RFC 2181 section 9). */
export function isTruncated(message: Uint8Array): boolean {
  return (readUint16(message, 2) & TRUNCATED) !== 0;
}

function sameQuestion(message: Uint8Array, query: Uint8Array): boolean {
  for (let at = HEADER_SIZE; at < query.length; at++) if (lowerOctet(message[at]!) !== lowerOctet(query[at]!)) return false;
  return true;
}
