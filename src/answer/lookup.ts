/**
 * The look-up of every query. Hot path: typed arrays and numbers only, nothing is allocated, no clock is read; `test/bench` watches it.
 */
import { lookUp, type Match } from '../geo/prefix-table.ts';
import type { Random } from '../lib/random.ts';
import { RCODE } from '../lib/rcode.ts';
import { RR_TYPE } from '../lib/rr-type.ts';
import { CHOICE, DRAW, MODE, RECORD, SET } from './decision-layout.ts';
import { NameFinder } from './name-finder.ts';
import { SectionWriter } from './section-writer.ts';
import type { AnswerSource, Client, Question, Reply } from './source.ts';
import { rankKey, stickyBits, stickyScore } from './sticky.ts';
import {
  type AnswerTable,
  DELEGATION,
  type Decisions,
  ENTRY,
  FALLBACK,
  MAX_REDIRECTS,
  NODE,
  POINTER_BIAS,
  type TableChange,
} from './table.ts';

/** A look-up over one table; decisions of single record sets can be replaced, in the order of their generations. */
export interface Lookup extends AnswerSource {
  replace(change: TableChange): void;
}

/** Gives the look-up over `table`. `random` decides between answers that have shares. */
export function createLookup(table: AnswerTable, random: Random): Lookup {
  return new TableLookup(table, random);
}

class TableLookup implements Lookup {
  generation: number;
  readonly #random: Random;
  readonly #finder: NameFinder;
  readonly #writer: SectionWriter;
  readonly #nodes: Uint32Array;
  readonly #entries: Uint32Array;
  readonly #prefixes: AnswerTable['prefixes'];
  readonly #classMaps: readonly Uint32Array[];
  /** By record set: the buffer of its decision as words and as octets, and the offset in it. */
  readonly #words: Uint32Array[] = [];
  readonly #records: Uint8Array[] = [];
  readonly #offsets: number[] = [];
  // Scratch, filled again for every query.
  readonly #target: Question = { message: new Uint8Array(0), nameAt: 0, nameLength: 0, type: 0 };
  #redirects = 0;
  readonly #match: Match = { location: 0, prefixLength: 0 };
  #keys = new Float64Array(64);

  constructor(table: AnswerTable, random: Random) {
    this.generation = table.generation;
    this.#random = random;
    this.#finder = new NameFinder(table.names);
    this.#writer = new SectionWriter(table.names);
    this.#nodes = table.names.nodes;
    this.#entries = table.names.entries;
    this.#prefixes = table.prefixes;
    this.#classMaps = table.classMaps;
    this.#take(table.decisions);
  }

  replace(change: TableChange): void {
    this.#take(change.decisions);
    this.generation = change.generation;
  }

  #take({ sets, offsets, words }: Decisions): void {
    const records = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
    for (let i = 0; i < sets.length; i++) {
      this.#words[sets[i]!] = words;
      this.#records[sets[i]!] = records;
      this.#offsets[sets[i]!] = offsets[i]!;
    }
  }

  resolve(question: Question, client: Client, reply: Reply, out: Uint8Array, at: number, limit: number): void {
    reply.rcode = 0;
    reply.authoritative = true;
    reply.answers = 0;
    reply.authorities = 0;
    reply.additionals = 0;
    reply.truncated = false;
    reply.scope = 0;
    const writer = this.#writer;
    writer.begin(reply, out, at, limit, question.nameLength);
    this.#redirects = 0;
    this.#answer(question, client, reply);
    reply.end = writer.at;
    if (writer.fits) return;
    reply.truncated = true;
    reply.answers = 0;
    reply.authorities = 0;
    reply.additionals = 0;
    reply.end = at;
  }

  #answer(question: Question, client: Client, reply: Reply): void {
    const node = this.#finder.find(question.message, question.nameAt);
    if (node >= 0) this.#answerAt(node, question, client, reply);
    else {
      reply.rcode = RCODE.REFUSED;
      reply.authoritative = false;
    }
  }

  /** `node` is what the finder found for the question: the name itself, or its closest encloser. */
  #answerAt(node: number, question: Question, client: Client, reply: Reply): void {
    if (this.#finder.above === 0) this.#answerName(node, question, client, reply);
    else this.#answerMissing(node, question, client, reply);
  }

  #answerName(node: number, question: Question, client: Client, reply: Reply): void {
    let row = node;
    const forParent = question.type === RR_TYPE.DS;
    // DS belongs to the parent's side of a cut (RFC 4035 section 3.1.4.1).
    if (forParent && this.#nodes[node + NODE.PARENT_SIDE] !== 0) row = (this.#nodes[node + NODE.PARENT_SIDE]! - 1) * NODE.WIDTH;
    const referral = this.#nodes[row + NODE.REFERRAL]!;
    if (referral !== 0 && !(forParent && this.#nodes[row + NODE.CUT] === DELEGATION)) {
      this.#refer(referral, reply);
      return;
    }
    // Which side of a cut is asked behind a DNAME, the next query tells.
    if (forParent && this.#redirects > 0 && this.#nodes[row + NODE.CUT] !== 0) return;
    const entry = this.#entryOf(row, question.type);
    if (entry < 0) this.#writer.template(this.#nodes[row + NODE.NEGATIVE]!);
    else this.#answerEntry(entry, client, reply);
  }

  /** The name does not exist: a referral, an alias made of a DNAME, a wildcard, or nothing (RFC 1034 section 4.3.2). */
  #answerMissing(encloser: number, question: Question, client: Client, reply: Reply): void {
    const wildcard = this.#nodes[encloser + NODE.WILDCARD]!;
    if (this.#nodes[encloser + NODE.REFERRAL] !== 0) this.#refer(this.#nodes[encloser + NODE.REFERRAL]!, reply);
    else if (this.#nodes[encloser + NODE.DNAME] !== 0) this.#redirect(encloser, question, client, reply);
    else if (wildcard !== 0) this.#answerName((wildcard - 1) * NODE.WIDTH, question, client, reply);
    else {
      this.#writer.template(this.#nodes[encloser + NODE.NEGATIVE]!);
      reply.rcode = RCODE.NXDOMAIN;
    }
  }

  #refer(template: number, reply: Reply): void {
    // Behind a DNAME as behind an alias: what is delegated is left to the next query.
    if (this.#redirects > 0) return;
    this.#writer.template(template);
    reply.authoritative = false;
  }

  /** Writes the DNAME and the alias it makes, and goes on with the alias's target (RFC 6672 section 3.2, RFC 6604 for the RCODE). */
  #redirect(encloser: number, question: Question, client: Client, reply: Reply): void {
    const writer = this.#writer;
    const dnameAt = writer.at;
    const target = this.#nodes[encloser + NODE.DNAME_TARGET]!;
    writer.template(this.#nodes[encloser + NODE.DNAME]!);
    const length = this.#finder.above + writer.nameLength(target);
    // RFC 6672 section 2.2: a name that would become too long.
    if (length > 255) {
      reply.rcode = RCODE.YXDOMAIN;
      return;
    }
    writer.synthesizedAlias(dnameAt, question.message, question.nameAt, this.#finder.above, target);
    const isItself = question.type === RR_TYPE.CNAME || question.type === RR_TYPE.ANY;
    if (isItself || !writer.fits || ++this.#redirects > MAX_REDIRECTS) return;
    const next = this.#target;
    next.message = writer.out;
    next.nameAt = writer.owner;
    next.nameLength = length;
    next.type = question.type;
    const node = this.#finder.find(next.message, next.nameAt);
    // In none of our zones: its own name servers tell.
    if (node >= 0) this.#answerAt(node, next, client, reply);
  }

  /** The row of the entry for a type, or of the one for all types without one; -1: there is no such type. ANY gets the first (RFC 8482). */
  #entryOf(row: number, type: number): number {
    const first = this.#nodes[row + NODE.ENTRIES]!;
    if (first === 0) return -1;
    if (type === RR_TYPE.ANY) return first;
    const end = first + this.#entries[first - 1]! * ENTRY.WIDTH;
    let fallback = -1;
    for (let at = first; at < end; at += ENTRY.WIDTH) {
      const own = this.#entries[at + ENTRY.TYPE]!;
      if (own === type) return at;
      if (own === FALLBACK) fallback = at;
    }
    return fallback;
  }

  #answerEntry(entry: number, client: Client, reply: Reply): void {
    const template = this.#entries[entry + ENTRY.TEMPLATE]!;
    const set = this.#entries[entry + ENTRY.SET]! - 1;
    if (set < 0) {
      this.#writer.template(template);
      return;
    }
    const words = this.#words[set]!;
    const choice = this.#choose(words, this.#offsets[set]!, client, reply);
    const draw = this.#drawOf(words, choice);
    const rcode = words[choice + CHOICE.RCODE]!;
    if (rcode !== 0) reply.rcode = rcode;
    else if (words[draw + DRAW.RECORDS] === 0) {
      this.#writer.negative(this.#entries[entry + ENTRY.EMPTY]!, words[choice + CHOICE.TTL]!);
      // Caches keep negative answers for everybody (RFC 7871 section 7.4).
      reply.scope = 0;
    } else {
      const start = this.#writer.at;
      if (template !== 0) this.#writer.template(template);
      const owner = this.#entries[entry + ENTRY.OWNER]!;
      this.#writeDraw(set, draw, client, owner === 0 ? this.#writer.owner : this.#writer.placeOf(owner - POINTER_BIAS, start));
    }
  }

  /** The choice of the client's class. What of the client decides goes into the scope (RFC 7871 section 7.2.1). */
  #choose(words: Uint32Array, offset: number, client: Client, reply: Reply): number {
    const map = words[offset + SET.CLASS_MAP]!;
    let clientClass = 0;
    if (map !== 0 && this.#prefixes !== undefined) {
      lookUp(this.#prefixes, client.family, client.address, this.#match);
      clientClass = this.#classMaps[map - 1]![this.#match.location]!;
      reply.scope = this.#match.prefixLength;
    }
    const choice = words[offset + SET.CHOICES + clientClass]!;
    if (words[choice + CHOICE.STICKY] === 1) reply.scope = Math.max(reply.scope, stickyBits(client));
    return choice;
  }

  #drawOf(words: Uint32Array, choice: number): number {
    const options = words[choice + CHOICE.OPTIONS]!;
    let taken = 0;
    if (options > 1) {
      const number = this.#random();
      while (number > words[choice + CHOICE.THRESHOLDS + taken]!) taken++;
    }
    return words[choice + CHOICE.THRESHOLDS + options + taken]!;
  }

  #writeDraw(set: number, draw: number, client: Client, owner: number): void {
    const words = this.#words[set]!;
    const octets = this.#records[set]!;
    const count = words[draw + DRAW.RECORDS]!;
    const take = words[draw + DRAW.TAKE]!;
    const ordered = count === 1 || words[draw + DRAW.MODE] === MODE.ORDERED;
    if (!ordered) this.#rank(words, draw, count, client);
    for (let i = 0; i < take; i++) {
      const row = draw + DRAW.ROWS + RECORD.WIDTH * (ordered ? i : this.#best(count));
      this.#writer.record(octets, words[row + RECORD.BYTES]!, words[row + RECORD.LENGTH]!, owner);
    }
  }

  /** Gives each record a key; the greatest keys win. */
  #rank(words: Uint32Array, draw: number, count: number, client: Client): void {
    if (this.#keys.length < count) this.#keys = new Float64Array(2 * count);
    const sticky = words[draw + DRAW.MODE] === MODE.STICKY;
    for (let i = 0, row = draw + DRAW.ROWS; i < count; i++, row += RECORD.WIDTH) {
      const number = sticky ? stickyScore(client, words[row + RECORD.SEED]!, stickyBits(client)) : this.#random();
      this.#keys[i] = rankKey(number, words[row + RECORD.WEIGHT]!);
    }
  }

  #best(count: number): number {
    let best = 0;
    for (let i = 1; i < count; i++) if (this.#keys[i]! > this.#keys[best]!) best = i;
    this.#keys[best] = Number.NEGATIVE_INFINITY;
    return best;
  }
}
