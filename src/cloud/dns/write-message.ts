import { nameToWire } from '../../lib/dns-name.ts';
import { CLASS } from './codes.ts';
import type { Request, WireRecord } from './message.ts';

const RECURSION_DESIRED = 0x0100;

/** The octets of a query or an UPDATE, names not compressed. */
export function writeRequest({ id, opcode, question, isRecursive = false, prerequisites = [], updates = [] }: Request): Uint8Array {
  return Buffer.concat([
    uint16(id, (opcode << 11) | (isRecursive ? RECURSION_DESIRED : 0), 1, prerequisites.length, updates.length, 0),
    nameToWire(question.name),
    uint16(question.type, CLASS.IN),
    ...[...prerequisites, ...updates].map(writeRecord),
  ]);
}

/** The octets of one record. */
export function writeRecord({ name, type, class: rrClass, ttl, rdata }: WireRecord): Uint8Array {
  return Buffer.concat([nameToWire(name), uint16(type, rrClass), uint32(ttl), uint16(rdata.length), rdata]);
}

/** Numbers of 16 bits, the high octet first. */
export function uint16(...numbers: readonly number[]): Uint8Array {
  const octets = new Uint8Array(2 * numbers.length);
  const view = new DataView(octets.buffer);
  numbers.forEach((number, i) => {
    view.setUint16(2 * i, number);
  });
  return octets;
}

/** A number of 32 bits, the high octet first. */
export function uint32(number: number): Uint8Array {
  return uint16(number >>> 16, number & 0xffff);
}
