import { MAX_NAME, wireToName } from '../../lib/dns-name.ts';
import { RR_TYPE } from '../../lib/rr-type.ts';
import type { Name } from '../../model/zone.ts';
import type { Message, Question, WireRecord } from './message.ts';

/** Octets that are no DNS message. */
export class MalformedMessage extends Error {}

const HEADER = 12;
const POINTER = 0xc0;

/** Types whose RDATA is one name, and those that begin with some octets and a name, and SOA with two: all that may be compressed and are read here. */
const BEFORE_NAME = new Map<number, number>([
  [RR_TYPE.NS, 0],
  [RR_TYPE.CNAME, 0],
  [RR_TYPE.PTR, 0],
  [RR_TYPE.DNAME, 0],
  [RR_TYPE.MX, 2],
  [RR_TYPE.SRV, 6],
]);

/** Reads a whole message. Throws MalformedMessage where it is none (RFC 1035 section 4). */
export function readMessage(octets: Uint8Array): Message {
  const reader = new Reader(octets);
  const [id, flags, questions, answers, authority, additional] = Array.from({ length: 6 }, () => reader.uint16()) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (questions > 1) throw new MalformedMessage(`${questions} questions`);
  return {
    id,
    opcode: (flags >>> 11) & 15,
    isResponse: (flags & 0x8000) !== 0,
    isAuthoritative: (flags & 0x0400) !== 0,
    isTruncated: (flags & 0x0200) !== 0,
    rcode: flags & 15,
    question: questions === 0 ? undefined : reader.question(),
    answers: reader.records(answers),
    authority: reader.records(authority),
    additional: reader.records(additional),
  };
}

/** Where the last record of a message begins and ends. Throws MalformedMessage where there is none. */
export function lastRecord(octets: Uint8Array): { readonly start: number; readonly end: number } {
  const reader = new Reader(octets);
  const [, , questions, ...counts] = Array.from({ length: 6 }, () => reader.uint16()) as [number, number, number, number, number, number];
  for (let i = 0; i < questions; i++) reader.question();
  const records = counts.reduce((sum, count) => sum + count, 0);
  if (records === 0) throw new MalformedMessage('no record');
  reader.records(records - 1);
  const start = reader.at;
  reader.records(1);
  return { start, end: reader.at };
}

class Reader {
  readonly #octets: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
    this.#view = new DataView(octets.buffer, octets.byteOffset, octets.length);
    if (octets.length < HEADER) throw new MalformedMessage(`${octets.length} octets, less than a header`);
  }

  get at(): number {
    return this.#at;
  }

  uint16(): number {
    this.#need(2);
    this.#at += 2;
    return this.#view.getUint16(this.#at - 2);
  }

  question(): Question {
    const name = this.#name();
    const type = this.uint16();
    this.uint16();
    return { name, type };
  }

  records(count: number): WireRecord[] {
    return Array.from({ length: count }, () => this.#record());
  }

  #record(): WireRecord {
    const name = this.#name();
    const type = this.uint16();
    const rrClass = this.uint16();
    const ttl = this.uint16() * 0x1_0000 + this.uint16();
    const length = this.uint16();
    this.#need(length);
    const end = this.#at + length;
    const rdata = this.#rdata(type, end);
    if (this.#at !== end) throw new MalformedMessage(`RDATA of type ${type} is not as long as it says`);
    return { name, type, class: rrClass, ttl, rdata };
  }

  #rdata(type: number, end: number): Uint8Array {
    const start = this.#at;
    const before = type === RR_TYPE.SOA ? 0 : BEFORE_NAME.get(type);
    if (before === undefined || end === start) return this.#until(end);
    const head = this.#until(start + before);
    const names = [this.#wireName(), ...(type === RR_TYPE.SOA ? [this.#wireName()] : [])];
    return Buffer.concat([head, ...names, this.#until(end)]);
  }

  #until(end: number): Uint8Array {
    if (end < this.#at || end > this.#octets.length) throw new MalformedMessage('RDATA is too short');
    const octets = this.#octets.slice(this.#at, end);
    this.#at = end;
    return octets;
  }

  #name(): Name {
    return wireToName(this.#wireName());
  }

  /** A name without pointers; each of them may lead only backwards, so that none leads round (RFC 1035 section 4.1.4). */
  #wireName(): Uint8Array {
    const labels: Uint8Array[] = [];
    let length = 0;
    let behind: number | undefined;
    for (let at = this.#at, before = at; ; ) {
      const label = this.#octets[at];
      if (label === undefined) throw new MalformedMessage('a name runs over the end');
      if (label >= POINTER) {
        behind ??= at + 2;
        at = ((label & 0x3f) << 8) | (this.#octets[at + 1] ?? 0);
        if (at >= before) throw new MalformedMessage('a pointer that does not lead back');
        before = at;
        continue;
      }
      if (label > 63) throw new MalformedMessage('a label of an unknown kind');
      length += label + 1;
      if (length > MAX_NAME || at + label >= this.#octets.length) throw new MalformedMessage('a name too long');
      labels.push(this.#octets.subarray(at, at + label + 1));
      at += label + 1;
      if (label !== 0) continue;
      this.#at = behind ?? at;
      return Buffer.concat(labels);
    }
  }

  #need(octets: number): void {
    if (this.#at + octets > this.#octets.length) throw new MalformedMessage('the message ends in the middle');
  }
}
