import { encodeQuestion, endOfQuestion } from '../load/question.ts';

/** What an answer says: its first A record. */
export interface Told {
  /** As a number; 0 where there is none. */
  readonly address: number;
  /** Seconds; 0 where there is no address. */
  readonly ttl: number;
}

const A = 1;
const POINTER = 0xc0;

/** A question for the A records of a name, with ID 0, that asks for recursion: a cache needs that, and no name server minds. */
export function questionFor(name: string): Buffer {
  const question = Buffer.from(encodeQuestion(`${name} A`, undefined));
  question[2] = 1;
  return question;
}

/** The first A record of a message, whatever stands before it. */
export function readTold(message: Buffer): Told {
  const records = message.readUInt16BE(6);
  let at = endOfQuestion(message);
  for (let i = 0; i < records; i++) {
    at = endOfName(message, at);
    const length = message.readUInt16BE(at + 8);
    if (message.readUInt16BE(at) === A && length === 4)
      return { address: message.readUInt32BE(at + 10), ttl: message.readUInt32BE(at + 4) };
    at += 10 + length;
  }
  return { address: 0, ttl: 0 };
}

/** An address as answers tell it. */
export function addressNumber(address: string): number {
  return address.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);
}

function endOfName(message: Buffer, from: number): number {
  let at = from;
  while (message[at]! > 0 && message[at]! < POINTER) at += 1 + message[at]!;
  return message[at]! >= POINTER ? at + 2 : at + 1;
}
