/** Reads decisions and draws from them. Hot path: typed arrays and numbers only, nothing is allocated; `test/bench` watches it. */
import { lookUp, type Match } from '../geo/prefix-table.ts';
import type { RandomBits } from '../lib/random.ts';
import { CHOICE, DRAW, MODE, RECORD, SET } from './decision-layout.ts';
import type { SectionWriter } from './section-writer.ts';
import type { Client, Reply } from './source.ts';
import { rankKey, stickyBits, stickyScore } from './sticky.ts';
import type { AnswerTable, Decisions } from './table.ts';

/** Decisions that were written together, as words and as octets. */
interface Written {
  readonly words: Uint32Array;
  readonly octets: Uint8Array;
}

const NOTHING: Written = { words: new Uint32Array(0), octets: new Uint8Array(0) };

/** Made once for a table; `choose` turns it to one record set and client. */
export class DecisionReader {
  readonly #writer: SectionWriter;
  readonly #random: RandomBits;
  readonly #prefixes: AnswerTable['prefixes'];
  readonly #classMaps: readonly Uint32Array[];
  /** By record set: where its decision is written, and at which offset. */
  readonly #written: Written[] = [];
  readonly #offsets: number[] = [];
  readonly #match: Match = { location: 0, prefixLength: 0 };
  #keys = new Float64Array(64);
  // What was chosen last.
  #chosen: Written = NOTHING;
  #choice = 0;
  #draw = 0;

  constructor(table: AnswerTable, writer: SectionWriter, random: RandomBits) {
    this.#writer = writer;
    this.#random = random;
    this.#prefixes = table.prefixes;
    this.#classMaps = table.classMaps;
    this.take(table.decisions);
  }

  /** These hold from now on, in the place of what was decided for the same record sets. */
  take({ sets, offsets, words }: Decisions): void {
    const written = { words, octets: new Uint8Array(words.buffer, words.byteOffset, words.byteLength) };
    for (let i = 0; i < sets.length; i++) {
      this.#written[sets[i]!] = written;
      this.#offsets[sets[i]!] = offsets[i]!;
    }
  }

  /** Draws what a client gets of a record set. What of the client decides goes into the scope (RFC 7871 section 7.2.1). */
  choose(set: number, client: Client, reply: Reply): void {
    const written = this.#written[set]!;
    this.#chosen = written;
    this.#choice = this.#choiceFor(written.words, this.#offsets[set]!, client, reply);
    this.#draw = this.#drawOf(written.words, this.#choice);
  }

  /** 0 for an answer. */
  get rcode(): number {
    return this.#chosen.words[this.#choice + CHOICE.RCODE]!;
  }

  /** Seconds. */
  get ttl(): number {
    return this.#chosen.words[this.#choice + CHOICE.TTL]!;
  }

  /** Whether there is no record to give. */
  get isEmpty(): boolean {
    return this.#chosen.words[this.#draw + DRAW.RECORDS] === 0;
  }

  /** Writes the records drawn, owned by the name at `owner`. */
  write(client: Client, owner: number): void {
    const { words, octets } = this.#chosen;
    const draw = this.#draw;
    const count = words[draw + DRAW.RECORDS]!;
    const take = words[draw + DRAW.TAKE]!;
    const ordered = count === 1 || words[draw + DRAW.MODE] === MODE.ORDERED;
    if (!ordered) this.#rank(words, draw, count, client);
    for (let i = 0; i < take; i++) {
      const row = draw + DRAW.ROWS + RECORD.WIDTH * (ordered ? i : this.#best(count));
      this.#writer.record(octets, words[row + RECORD.BYTES]!, words[row + RECORD.LENGTH]!, owner);
    }
  }

  /** The choice of the client's class. */
  #choiceFor(words: Uint32Array, offset: number, client: Client, reply: Reply): number {
    const map = words[offset + SET.CLASS_MAP]!;
    let clientClass = 0;
    if (map !== 0 && this.#prefixes !== undefined) {
      lookUp(this.#prefixes, client.family, client.address, this.#match);
      clientClass = this.#classMaps[map - 1]![this.#match.location]!;
      reply.scope = Math.max(reply.scope, this.#match.prefixLength);
    }
    const choice = words[offset + SET.CHOICES + clientClass]!;
    if (words[choice + CHOICE.STICKY] === 1) reply.scope = Math.max(reply.scope, stickyBits(client));
    return choice;
  }

  #drawOf(words: Uint32Array, choice: number): number {
    const options = words[choice + CHOICE.OPTIONS]!;
    let taken = 0;
    if (options > 1) {
      const number = this.#random() >>> 0;
      while (number > words[choice + CHOICE.THRESHOLDS + taken]!) taken++;
    }
    return words[choice + CHOICE.THRESHOLDS + options + taken]!;
  }

  /** Gives each record a key; the greatest keys win. */
  #rank(words: Uint32Array, draw: number, count: number, client: Client): void {
    if (this.#keys.length < count) this.#keys = new Float64Array(2 * count);
    const sticky = words[draw + DRAW.MODE] === MODE.STICKY;
    for (let i = 0, row = draw + DRAW.ROWS; i < count; i++, row += RECORD.WIDTH) {
      const number = sticky ? stickyScore(client, words[row + RECORD.SEED]!, stickyBits(client)) : this.#random() >>> 0;
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
