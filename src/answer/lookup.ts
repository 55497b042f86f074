/**
 * The look-up of every query. Hot path: typed arrays and numbers only, nothing is allocated, no clock is read; `test/bench` watches it.
 */
import type { RandomBits } from '../lib/random.ts';
import { RCODE } from '../lib/rcode.ts';
import { RR_TYPE } from '../lib/rr-type.ts';
import type { Counting } from './counting.ts';
import { DecisionReader } from './decision-reader.ts';
import { ExposureTally } from './exposure-tally.ts';
import { NameFinder } from './name-finder.ts';
import { SectionWriter } from './section-writer.ts';
import type { AnswerSource, Client, Question, Reply } from './source.ts';
import {
  type AnswerTable,
  createTraffic,
  DELEGATION,
  ENTRY,
  FALLBACK,
  FARTHEST_START,
  MAX_REDIRECTS,
  NODE,
  POINTER_BIAS,
  type TableChange,
  type Traffic,
} from './table.ts';
import { ZONE_CELLS, zoneCellOf } from './zone-cells.ts';

/** A look-up over one table; decisions of single record sets can be replaced, in the order of their generations. */
export interface Lookup extends AnswerSource {
  replace(change: TableChange): void;
}

/** Gives the look-up over `table`. `random` decides between answers that have shares. What is not told where to be counted is told nobody. */
export function createLookup(
  table: AnswerTable,
  random: RandomBits,
  { traffic = createTraffic(table), exposure = new ExposureTally(), askers }: Partial<Counting> = {},
): Lookup {
  return new TableLookup(table, random, { traffic, exposure, askers });
}

class TableLookup implements Lookup {
  generation: number;
  readonly #finder: NameFinder;
  readonly #writer: SectionWriter;
  readonly #words: Uint32Array;
  readonly #decisions: DecisionReader;
  readonly #traffic: Traffic;
  /** The first of the cells of zones. */
  readonly #zoneCells: number;
  // Scratch, filled again for every query.
  readonly #target: Question = { message: new Uint8Array(0), nameAt: 0, nameLength: 0, type: 0 };
  /** How many names were followed. */
  #redirects = 0;
  /** The DNAME records in the answer: their nodes, and where they stand. */
  #dnames = 0;
  readonly #dnameNodes = new Uint32Array(MAX_REDIRECTS + 1);
  readonly #dnamePlaces = new Uint32Array(MAX_REDIRECTS + 1);

  constructor(table: AnswerTable, random: RandomBits, counting: Counting) {
    this.generation = table.generation;
    this.#finder = new NameFinder(table.names);
    this.#writer = new SectionWriter(table.names);
    this.#words = table.names.words;
    this.#traffic = counting.traffic;
    this.#zoneCells = table.cells.at(-2) ?? 0;
    this.#decisions = new DecisionReader(table, counting, this.#writer, random);
  }

  setTime(nowMs: number): void {
    this.#decisions.setTime(nowMs);
  }

  replace(change: TableChange): void {
    this.#decisions.take(change.decisions);
    this.generation = change.generation;
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
    this.#dnames = 0;
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
    if (node >= 0) {
      this.#answerAt(node, question, client, reply);
      this.#traffic[this.#zoneCells + this.#words[node + NODE.ZONE]! * ZONE_CELLS + zoneCellOf(client.stream, reply.rcode)]!++;
    } else {
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
    if (forParent && this.#words[node + NODE.PARENT_SIDE] !== 0) row = this.#words[node + NODE.PARENT_SIDE]! - 1;
    const referral = this.#words[row + NODE.REFERRAL]!;
    if (referral !== 0 && !(forParent && this.#words[row + NODE.CUT] === DELEGATION)) {
      this.#refer(referral, reply);
      return;
    }
    const entry = this.#entryOf(row, question.type);
    if (entry < 0) this.#writer.template(this.#words[row + NODE.NEGATIVE]!);
    else this.#answerEntry(entry, question, client, reply);
  }

  /** The name does not exist: a referral, an alias made of a DNAME, a wildcard, or nothing (RFC 1034 section 4.3.2). */
  #answerMissing(encloser: number, question: Question, client: Client, reply: Reply): void {
    const wildcard = this.#words[encloser + NODE.WILDCARD]!;
    if (this.#words[encloser + NODE.REFERRAL] !== 0) this.#refer(this.#words[encloser + NODE.REFERRAL]!, reply);
    else if (this.#words[encloser + NODE.DNAME] !== 0) this.#redirect(encloser, question, client, reply);
    else if (wildcard !== 0) this.#answerName(wildcard - 1, question, client, reply);
    else {
      this.#writer.template(this.#words[encloser + NODE.NEGATIVE]!);
      reply.rcode = RCODE.NXDOMAIN;
    }
  }

  /** Behind an alias AA stays: it speaks of the name that was asked for (RFC 1035 section 4.1.1). */
  #refer(template: number, reply: Reply): void {
    this.#writer.template(template);
    if (this.#redirects === 0) reply.authoritative = false;
  }

  /** Writes the DNAME and the alias it makes, and goes on with the alias's target (RFC 6672 section 3.2, RFC 6604 for the RCODE). */
  #redirect(encloser: number, question: Question, client: Client, reply: Reply): void {
    const writer = this.#writer;
    const target = 4 * (this.#words[encloser + NODE.DNAME_TARGET]! - 1);
    const dnameAt = this.#writeDname(encloser);
    // RFC 6672 section 2.2: a name that would become too long.
    if (this.#finder.above + writer.nameLength(target) > 255) {
      reply.rcode = RCODE.YXDOMAIN;
      return;
    }
    const place = writer.synthesizedAlias(dnameAt, question.message, question.nameAt, this.#finder.above, target);
    const isItself = question.type === RR_TYPE.CNAME || question.type === RR_TYPE.ANY;
    if (isItself) writer.shorten(place);
    else this.#follow(place, question.type, client, reply);
  }

  /** Gives where the DNAME record of a node stands: a record set is in an answer once (RFC 2181 section 5). */
  #writeDname(node: number): number {
    for (let i = 0; i < this.#dnames; i++) if (this.#dnameNodes[i] === node) return this.#dnamePlaces[i]!;
    const place = this.#writer.at;
    this.#writer.template(this.#words[node + NODE.DNAME]!);
    this.#dnameNodes[this.#dnames] = node;
    this.#dnamePlaces[this.#dnames++] = place;
    return place;
  }

  #hasDname(node: number): boolean {
    for (let i = 0; i < this.#dnames; i++) if (this.#dnameNodes[i] === node) return true;
    return false;
  }

  /**
   * Goes on with the name that was written at `place`, not compressed: the target of an alias (RFC 1034 section 4.3.2 step 3a), as far as it
   * is in zones of ours. Ends where aliases lead in a circle, or further than is reasonable; the resolver may ask on.
   */
  #follow(place: number, type: number, client: Client, reply: Reply): void {
    const writer = this.#writer;
    if (!writer.fits || this.#redirects === MAX_REDIRECTS || writer.at > FARTHEST_START) return;
    if (writer.hasAlias(place, reply.answers)) return;
    this.#redirects++;
    const next = this.#target;
    next.message = writer.out;
    next.nameAt = place;
    next.nameLength = writer.moveTo(place);
    next.type = type;
    const node = this.#finder.find(next.message, place);
    if (type === RR_TYPE.DNAME && this.#finder.above === 0 && this.#hasDname(node)) writer.shorten(place);
    else if (node >= 0) this.#answerAt(node, next, client, reply);
    // In none of our zones: its own name servers tell.
    else writer.shorten(place);
  }

  /** The row of the entry for a type, or of the one for all types without one; -1: there is no such type. ANY gets the first (RFC 8482). */
  #entryOf(row: number, type: number): number {
    const first = this.#words[row + NODE.ENTRIES]! - 1;
    if (first < 0) return -1;
    if (type === RR_TYPE.ANY) return first;
    const end = first + this.#words[first - 1]! * ENTRY.WIDTH;
    let fallback = -1;
    for (let at = first; at < end; at += ENTRY.WIDTH) {
      const own = this.#words[at + ENTRY.TYPE]!;
      if (own === type) return at;
      if (own === FALLBACK) fallback = at;
    }
    return fallback;
  }

  #answerEntry(entry: number, question: Question, client: Client, reply: Reply): void {
    const template = this.#words[entry + ENTRY.TEMPLATE]!;
    const set = this.#words[entry + ENTRY.SET]! - 1;
    const start = this.#writer.at;
    if (template !== 0 && set < 0 && !this.#writeTemplate(template, reply)) return;
    const owner = this.#words[entry + ENTRY.OWNER]!;
    const place = owner === 0 ? this.#writer.owner : this.#writer.placeOf(owner - POINTER_BIAS, start);
    if (set >= 0) this.#answerSteered(entry, place, question.type, client, reply);
    else if (owner !== 0) this.#follow(place, question.type, client, reply);
  }

  /** Writes a template; false where its aliases lead back to one that stands in the answer already. */
  #writeTemplate(template: number, reply: Reply): boolean {
    const from = this.#writer.at;
    const { answers } = reply;
    this.#writer.template(template);
    return this.#redirects === 0 || !this.#writer.takeBackCircle(from, answers);
  }

  /** Writes the template of an entry and the decision of its record set, owned by the name at `owner`. */
  #answerSteered(entry: number, owner: number, type: number, client: Client, reply: Reply): void {
    const writer = this.#writer;
    const decisions = this.#decisions;
    const template = this.#words[entry + ENTRY.TEMPLATE]!;
    const scope = reply.scope;
    const isFollowed = this.#words[entry + ENTRY.TYPE] === FALLBACK;
    const isAlias = isFollowed || this.#words[entry + ENTRY.TYPE] === RR_TYPE.CNAME;
    decisions.choose(this.#words[entry + ENTRY.SET]! - 1, client, reply);
    if (decisions.rcode !== 0) {
      writer.fail(decisions.rcode);
      reply.scope = 0;
    } else if (decisions.isEmpty) {
      writer.negative(this.#words[entry + ENTRY.EMPTY]!, decisions.ttl);
      // Caches keep negative answers for everybody (RFC 7871 section 7.4), but not the aliases that led there.
      reply.scope = scope;
    } else {
      if (template !== 0 && !this.#writeTemplate(template, reply)) return;
      const recordAt = writer.at;
      if (isAlias && reply.answers > 0 && writer.fits && writer.hasAlias(owner, reply.answers)) return;
      decisions.write(owner);
      // A host name: the one record is an alias, its target whole behind owner, TYPE, CLASS, TTL and RDLENGTH.
      if (isFollowed) this.#follow(recordAt + 12, type, client, reply);
      else if (isAlias) writer.shorten(recordAt + 12);
    }
  }
}
