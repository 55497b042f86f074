import { type default as DNS, Packet } from 'dns2';
import { readUint16 } from '../../src/lib/wire-name.ts';
import { HEADER_SIZE } from './dns-query.ts';
import { presentRdata } from './dns-rdata.ts';

/** What of an answer is judged. */
export interface DnsAnswer {
  readonly rcode: number;
  /** The RDATA of all records of the type that was asked for, each written as `presentRdata` writes it. */
  readonly rdata: readonly string[];
}

/** Reads of a decoder that are enough for every honest message of 64 KB: one for each octet and some more. */
const MOST_READS = 200_000;

/** A reader that gives up on messages whose names lead from pointer to pointer, and so take far more reading than they have octets. */
class BoundedReader extends Packet.Reader {
  #left = MOST_READS;

  override read(bits: number): number {
    if (this.#left-- === 0) throw new Error('the message has too many pointers');
    return super.read(bits);
  }
}

/** Reads an answer to `query`, as `answersQuery` has found it to be one; undefined where it is malformed. */
export function readAnswer(message: Buffer, query: Uint8Array): DnsAnswer | undefined {
  const rcode = message[3]! & 15;
  const questionEnd = readUint16(message, 4) === 0 ? HEADER_SIZE : query.length;
  const type = readUint16(query, query.length - 4);
  try {
    const records = readRecords(new BoundedReader(message, questionEnd * 8), readUint16(message, 6));
    const wanted = records.filter(record => record.type === type && record.class === Packet.CLASS.IN);
    return { rcode, rdata: wanted.map(presentRdata) };
  } catch {
    return undefined;
  }
}

function readRecords(reader: DNS.Packet.Reader, count: number): DNS.Packet.Resource[] {
  const records: DNS.Packet.Resource[] = [];
  for (let i = 0; i < count; i++) records.push(Packet.Resource.decode(reader));
  return records;
}
