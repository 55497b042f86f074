import type { Lookup } from '../../src/answer/lookup.ts';
import type { Client, Question, Reply } from '../../src/answer/source.ts';
import type { AnswerTable, Decisions, TableChange } from '../../src/answer/table.ts';
import { wireToName } from '../../src/lib/dns-name.ts';
import { formatIp } from '../../src/lib/ip-address.ts';

/** A change that the fixed lookup cannot take has this set. */
export const POISON = 0xffff_fffe;

const SOA = Uint8Array.from([0, 0, ...new Array<number>(20).fill(1)]);

/**
 * Answers that tests know by heart, below `test.`: `www` is steered (scope 24 or 56), `big` has 4 KB, `big5` five texts of 100 octets, `client` tells who was taken for
 * the client, `generation` the generation as an address, `fault` throws, `die` and `exit` end the thread, `hang` blocks it for ever, `bloat` takes all its memory, all else is NXDOMAIN.
 */
export class FixedLookup implements Lookup {
  generation: number;

  constructor(table: AnswerTable) {
    this.generation = table.generation;
  }

  replace(change: TableChange): void {
    if (change.decisions.sets.includes(POISON)) throw new Error('no record set of that number');
    this.generation = change.generation;
  }

  setTime(): void {}

  resolve(question: Question, client: Client, reply: Reply, out: Uint8Array, at: number, limit: number): void {
    const name = wireToName(question.message.subarray(question.nameAt, question.nameAt + question.nameLength));
    const writer = new RecordWriter(out, at, limit);
    reply.authoritative = name.endsWith('test.');
    switch (name) {
      case 'www.test.':
        writer.record(0xc00c, 1, 60, Uint8Array.of(192, 0, 2, 1));
        reply.scope = client.family === 4 ? 24 : 56;
        break;
      case name.match(/^big\d*\.test\.$/)?.[0]:
        for (let i = 0; i < Number(/\d+/.exec(name) ?? 40); i++)
          writer.record(0xc00c, 16, 60, Uint8Array.of(99, ...new Array<number>(99).fill(65 + i)));
        break;
      case 'client.test.':
        writer.text(`${formatIp(client.address.subarray(0, client.family === 4 ? 4 : 16))}/${client.prefixLength}`);
        break;
      case 'generation.test.':
        writer.record(0xc00c, 1, 0, Uint8Array.of(10, this.generation >> 16, this.generation >> 8, this.generation));
        break;
      case 'fault.test.':
        throw new Error('a fault that a test asked for');
      case 'die.test.':
        setImmediate(() => {
          throw new Error('a death that a test asked for');
        });
        break;
      case 'exit.test.':
        process.exit(7);
        break;
      case 'bloat.test.':
        for (const kept: unknown[] = []; ; ) kept.push(new Array(1000).fill(kept.length));
      case 'hang.test.':
        for (;;) Math.sqrt(1);
      default:
        reply.rcode = reply.authoritative ? 3 : 5;
        if (reply.authoritative) writer.record(0xc00c, 6, 60, SOA);
    }
    if (reply.rcode === 3) reply.authorities = writer.records;
    else reply.answers = writer.records;
    reply.end = writer.at;
    reply.truncated = writer.full;
  }
}

class RecordWriter {
  records = 0;
  full = false;
  at: number;
  private readonly out: Uint8Array;
  private readonly limit: number;

  constructor(out: Uint8Array, at: number, limit: number) {
    this.out = out;
    this.at = at;
    this.limit = limit;
  }

  record(owner: number, type: number, ttl: number, rdata: Uint8Array): void {
    const end = this.at + 12 + rdata.length;
    this.full ||= end > this.limit;
    if (this.full) return;
    const view = new DataView(this.out.buffer, this.out.byteOffset + this.at);
    view.setUint16(0, owner);
    view.setUint16(2, type);
    view.setUint16(4, 1);
    view.setUint32(6, ttl);
    view.setUint16(10, rdata.length);
    this.out.set(rdata, this.at + 12);
    this.at = end;
    this.records++;
  }

  text(text: string): void {
    this.record(0xc00c, 16, 0, Uint8Array.of(text.length, ...Buffer.from(text)));
  }
}

const NO_WORDS = new Uint32Array(0);
const NONE: Decisions = {
  sets: NO_WORDS,
  offsets: NO_WORDS,
  words: NO_WORDS,
  looks: new Float64Array(0),
  addresses: 0,
  longestTtl: 0,
};

/** A table of `generation`; the fixed lookup reads nothing else of it. */
export function fixedTable(generation: number): AnswerTable {
  const names = { slots: new Uint32Array(0), words: new Uint32Array(0) };
  return { generation, names, clients: [], classings: new Uint32Array(0), decisions: NONE, cells: new Uint32Array(1) };
}

/** A change that leads to `generation` and decides `sets`. */
export function fixedChange(generation: number, ...sets: readonly number[]): TableChange {
  return { generation, decisions: { ...NONE, sets: Uint32Array.from(sets), offsets: new Uint32Array(sets.length) } };
}
