import { Packet } from 'dns2';
import { parseIp } from '../../src/lib/ip-address.ts';
import { type Counters, createCounters } from '../../src/responder/counters.ts';
import { createEngine, type Engine, type EngineOptions } from '../../src/responder/engine.ts';
import type { Identity } from '../../src/responder/identity.ts';
import { createPeer, readPeer } from '../../src/responder/peer-address.ts';
import { FixedLookup, fixedTable } from './fixed-lookup.ts';

export const TEST_IDENTITY: Identity = { version: 'meridian test', serverId: 'ns1' };

export interface EngineRig {
  readonly engine: Engine;
  readonly counters: Counters;
  readonly faults: readonly unknown[];
  /** The octets of the answer; undefined for silence. */
  bytes(query: Uint8Array, how?: Asking): Uint8Array | undefined;
  /** The answer as dns2 reads it; throws where there is none or it is not well formed. */
  ask(query: Uint8Array, how?: Asking): Packet;
}

export interface Asking {
  readonly from?: string;
  readonly maxSize?: number;
  readonly stream?: boolean;
}

/** An engine over the fixed lookup, or `source`, asked directly. */
export function engineRig(identity: Identity = TEST_IDENTITY, more: Partial<EngineOptions> = {}): EngineRig {
  const counters = createCounters();
  const faults: unknown[] = [];
  const source = new FixedLookup(fixedTable(1));
  const engine = createEngine({ source, identity, counters, onFault: error => faults.push(error), ...more });
  const bytes = (query: Uint8Array, { from = '198.51.100.7', stream = false, maxSize = stream ? 65_535 : 1232 }: Asking = {}) => {
    const peer = createPeer();
    readPeer(from, peer);
    const out = new Uint8Array(maxSize);
    const length = engine.respond(query, query.length, peer, out, maxSize, stream);
    return length === 0 ? undefined : out.subarray(0, length);
  };
  const ask = (query: Uint8Array, how?: Asking) => decode(bytes(query, how));
  return { engine, counters, faults, bytes, ask };
}

/** Reads an answer strictly: every record whole, as many as the header says. */
export function decode(answer: Uint8Array | undefined): Packet {
  if (!answer) throw new Error('there was no answer');
  const packet = Packet.parse(Buffer.from(answer));
  const { questions, answers, authorities, additionals, errors, header } = packet;
  // dns2 reads the address of a client subnet two octets at a time, past its end where that is odd; the record itself is whole.
  for (const error of errors) if (error.section !== 'additionals' || !error.recovered) throw error;
  const found = [questions.length, answers.length, authorities.length, additionals.length + errors.length];
  const said = [header.qdcount, header.ancount, header.nscount, header.arcount];
  if (String(found) !== String(said)) throw new Error(`sections have ${found} records, the header says ${said}`);
  return packet;
}

export interface OptRecord {
  readonly payloadSize: number;
  readonly extendedRcode: number;
  readonly version: number;
  readonly flags: number;
  readonly options: ReadonlyMap<number, readonly number[]>;
}

/** The OPT record at the end of an answer, read from its octets; undefined where there is none. */
export function optOf(answer: Uint8Array | undefined): OptRecord | undefined {
  if (!answer || decode(answer).header.arcount === 0) return undefined;
  const at = findOpt(answer);
  const view = new DataView(answer.buffer, answer.byteOffset, answer.length);
  const options = new Map<number, readonly number[]>();
  const end = at + 11 + view.getUint16(at + 9);
  for (let option = at + 11; option < end; option += 4 + view.getUint16(option + 2)) {
    options.set(view.getUint16(option), [...answer.subarray(option + 4, option + 4 + view.getUint16(option + 2))]);
  }
  const [extendedRcode, version] = [view.getUint8(at + 5), view.getUint8(at + 6)];
  return { payloadSize: view.getUint16(at + 3), extendedRcode, version, flags: view.getUint16(at + 7), options };
}

/** OPT stands last: its RDLENGTH reaches exactly to the end. */
function findOpt(answer: Uint8Array): number {
  const view = new DataView(answer.buffer, answer.byteOffset, answer.length);
  for (let at = 12; at + 11 <= answer.length; at++) {
    if (view.getUint8(at) === 0 && view.getUint16(at + 1) === 41 && at + 11 + view.getUint16(at + 9) === answer.length) return at;
  }
  throw new Error('no OPT record at the end');
}

/** The octets of an address in text form. */
export function octetsOf(address: string): number[] {
  const octets = parseIp(address);
  if (!octets) throw new Error(`${address} is no address`);
  return [...octets];
}
