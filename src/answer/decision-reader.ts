/** Reads decisions and draws from them. Hot path: typed arrays and numbers only, nothing is allocated; `test/bench` watches it. */
import { lookUp, type Match } from '../geo/prefix-table.ts';
import { scopeOf } from '../geo/scope.ts';
import type { RandomBits } from '../lib/random.ts';
import { AskerCounter } from './askers.ts';
import type { Counting } from './counting.ts';
import { BRANCH, CHOICE, CLIENT, DRAW, KIND, LOOKS, MIX, RECORD, SET, STICKY, STICKY_PREFIX } from './decision-layout.ts';
import type { ExposureTally } from './exposure-tally.ts';
import type { SectionWriter } from './section-writer.ts';
import type { Client, Reply } from './source.ts';
import { bitsFor, packBits, rank, stickyScore } from './sticky.ts';
import { type AnswerTable, CLASSING, type Decisions, type Traffic } from './table.ts';

/** Decisions that were written together, as words and as octets. */
interface Written {
  readonly words: Uint32Array;
  readonly octets: Uint8Array;
  readonly looks: Float64Array;
}

const NOTHING: Written = { words: new Uint32Array(0), octets: new Uint8Array(0), looks: new Float64Array(0) };

const STICKY_BITS = packBits(STICKY_PREFIX);

/** What of a client's address decides in which second after a look its answers run out, on every worker and name server alike. */
const NETWORK_BITS = packBits({ ipv4: 32, ipv6: 64 });

/** Made once for a table; `choose` turns it to one record set and client. */
export class DecisionReader {
  readonly #writer: SectionWriter;
  readonly #random: RandomBits;
  readonly #clients: AnswerTable['clients'];
  readonly #classings: Uint32Array;
  /** By record set: where its decision is written, and at which offset. */
  readonly #written: Written[] = [];
  readonly #offsets: number[] = [];
  readonly #cells: Uint32Array;
  readonly #traffic: Traffic;
  readonly #exposure: ExposureTally;
  readonly #askers: AskerCounter | undefined;
  /** Milliseconds since the epoch, and the first whole second from then on. Here, as a field would take memory for each new value. */
  readonly #now = new Float64Array(2);
  readonly #match: Match = { id: 0, prefixLength: 0 };
  #keys = new Float64Array(64);
  /** Filled where the sender counts, whatever client subnet it tells. */
  readonly #sender: Client;
  // What was chosen last.
  #set = 0;
  #chosen: Written = NOTHING;
  #choice = 0;
  #draw = 0;
  #client: Client;

  /** Counts what is chosen, and what is written. */
  constructor(table: AnswerTable, { traffic, exposure, askers }: Counting, writer: SectionWriter, random: RandomBits) {
    this.#cells = table.cells;
    this.#traffic = traffic;
    this.#exposure = exposure;
    this.#askers = askers && new AskerCounter(askers, table.generation);
    this.#writer = writer;
    this.#random = random;
    this.#clients = table.clients;
    this.#classings = table.classings;
    const sender = { family: 4, address: new Uint8Array(16) } as const;
    this.#sender = { ...sender, prefixLength: 32, isSubnet: false, stream: false, sender };
    this.#client = this.#sender;
    this.take(table.decisions);
  }

  /** These hold from now on, in the place of what was decided for the same record sets. */
  take({ sets, offsets, words, looks }: Decisions): void {
    const written = { words, octets: new Uint8Array(words.buffer, words.byteOffset, words.byteLength), looks };
    for (let i = 0; i < sets.length; i++) {
      this.#written[sets[i]!] = written;
      this.#offsets[sets[i]!] = offsets[i]!;
    }
  }

  /** Tells the time that TTLs go by. */
  setTime(nowMs: number): void {
    this.#now[0] = nowMs;
    this.#now[1] = Math.ceil(nowMs / 1000);
    const second = Math.floor(nowMs / 1000);
    this.#exposure.setSecond(second);
    this.#askers?.setSecond(second);
  }

  /** Draws what a client gets of a record set. What of the client subnet decides goes into the scope (RFC 7871 section 7.2.1). */
  choose(set: number, client: Client, reply: Reply): void {
    const written = this.#written[set]!;
    const words = written.words;
    const offset = this.#offsets[set]!;
    this.#set = set;
    this.#chosen = written;
    this.#client = words[offset + SET.CLIENT] === CLIENT.SENDER && client.isSubnet ? this.#senderOf(client) : client;
    this.#choice = this.#choiceFor(words, offset, set, reply);
    this.#draw = this.#drawOf(words, this.#choice + CHOICE.MIX);
  }

  /** 0 for an answer. */
  get rcode(): number {
    return this.#chosen.words[this.#choice + CHOICE.RCODE]!;
  }

  /** Seconds that an answer without records lives. */
  get ttl(): number {
    return this.#inTime(this.#chosen.words[this.#choice + CHOICE.TTL]!);
  }

  /** Whether there is no record to give. */
  get isEmpty(): boolean {
    return this.#chosen.words[this.#draw + DRAW.RECORDS] === 0;
  }

  /** Writes the records drawn, owned by the name at `owner`. */
  write(owner: number): void {
    const { words, octets } = this.#chosen;
    const draw = this.#draw;
    const count = words[draw + DRAW.RECORDS]!;
    const take = words[draw + DRAW.TAKE]!;
    const ordered = count === 1 || words[draw] === KIND.ORDERED;
    if (!ordered) this.#rank(words, draw, count);
    const writer = this.#writer;
    const rows = draw + DRAW.ROWS;
    let row = rows + RECORD.WIDTH * (ordered ? 0 : this.#best(count));
    // Records of one set have one TTL (RFC 2181 section 5.2): that of the first, which clients try first.
    const ttl = this.#ttlFor(words, words[row + RECORD.LOOKS]!);
    for (let i = 1; ; i++) {
      writer.record(octets, words[row + RECORD.BYTES]!, words[row + RECORD.LENGTH]!, owner, ttl);
      if (writer.fits) this.#exposure.add(words[row + RECORD.ADDRESS]!, ttl);
      if (i >= take) break;
      row = rows + RECORD.WIDTH * (ordered ? i : this.#best(count));
    }
    if (writer.fits) this.#askers?.note(this.#set, this.#client, ttl);
  }

  /** Seconds that an answer lives whose first record is looked at as a row of LOOKS says. */
  #ttlFor(words: Uint32Array, looks: number): number {
    const choice = this.#choice;
    const ttl = words[choice + CHOICE.TTL]!;
    const least = words[choice + CHOICE.LEAST_TTL]!;
    if (least === 0) return ttl;
    return this.#inTime(looks === 0 || least === ttl ? ttl : this.#aligned(ttl, least, (looks - 1) * LOOKS.WIDTH));
  }

  /** The most seconds up to `ttl` that end in the client's own second after a look; `ttl` where those are fewer than `least`. */
  #aligned(ttl: number, least: number, row: number): number {
    const { looks } = this.#chosen;
    const everyMs = looks[row + LOOKS.EVERY_MS]!;
    const seconds = looks[row + LOOKS.SECONDS]!;
    const place = seconds === 1 ? 0 : (stickyScore(this.#client, 0, bitsFor(this.#client, NETWORK_BITS)) >>> 0) % seconds;
    const endMs = this.#now[0]! + 1000 * (ttl - place) - looks[row + LOOKS.PHASE_MS]!;
    const sinceLookMs = endMs - Math.floor(endMs / everyMs) * everyMs;
    const aligned = ttl - ((0.001 * sinceLookMs) | 0);
    return aligned < least ? ttl : aligned;
  }

  /** So much of `ttl` that an answer has run out when what is planned happens; a second at least, for caches that would keep none. */
  #inTime(ttl: number): number {
    const notAfter = this.#chosen.words[this.#choice + CHOICE.NOT_AFTER]!;
    return notAfter === 0 ? ttl : Math.min(ttl, Math.max(1, notAfter - this.#now[1]!));
  }

  #senderOf({ sender }: Client): Client {
    const client = this.#sender;
    client.family = sender.family;
    client.address = sender.address;
    return client;
  }

  /** The choice of the client's class, which is counted. */
  #choiceFor(words: Uint32Array, offset: number, set: number, reply: Reply): number {
    const client = this.#client;
    const classing = words[offset + SET.CLASSING]!;
    const clientClass = classing === 0 ? 0 : this.#classOf((classing - 1) * CLASSING.WIDTH, reply);
    this.#traffic[this.#cells[set]! + clientClass]!++;
    const choice = words[offset + SET.CHOICES + clientClass]!;
    const bits = words[choice + CHOICE.BITS]!;
    if (bits !== 0 && client.isSubnet) reply.scope = Math.max(reply.scope, bitsFor(client, bits));
    return choice;
  }

  #classOf(row: number, reply: Reply): number {
    const { family, address, isSubnet } = this.#client;
    const words = this.#classings;
    const table = this.#clients[words[row + CLASSING.TABLE]!]!;
    lookUp(table.prefixes, family, address, this.#match);
    const clientClass = words[words[row + CLASSING.CLASS_OF]! + this.#match.id]!;
    if (isSubnet) {
      const members = words[row + CLASSING.MEMBERS]! + clientClass * words[row + CLASSING.MEMBERS_WIDTH]!;
      reply.scope = Math.max(reply.scope, scopeOf(table, family, address, words, members));
    }
    return clientClass;
  }

  /** Goes down from a node to records. */
  #drawOf(words: Uint32Array, from: number): number {
    let node = from;
    for (;;) {
      if (words[node] === KIND.MIX) node = this.#optionOf(words, node);
      else if (words[node] === KIND.STICKY) node = this.#branchOf(words, node);
      else return node;
    }
  }

  #optionOf(words: Uint32Array, mix: number): number {
    const options = words[mix + MIX.OPTIONS]!;
    let taken = 0;
    if (options > 1) {
      const number = this.#random() >>> 0;
      while (number > words[mix + MIX.THRESHOLDS + taken]!) taken++;
    }
    return words[mix + MIX.THRESHOLDS + options + taken]!;
  }

  /** The branch with the greatest key for the client's network. */
  #branchOf(words: Uint32Array, sticky: number): number {
    const bits = bitsFor(this.#client, words[sticky + STICKY.BITS]!);
    const end = sticky + STICKY.ROWS + BRANCH.WIDTH * words[sticky + STICKY.BRANCHES]!;
    const keys = this.#keys;
    let best = 0;
    keys[0] = Number.NEGATIVE_INFINITY;
    for (let row = sticky + STICKY.ROWS; row < end; row += BRANCH.WIDTH) {
      rank(keys, 1, stickyScore(this.#client, words[row + BRANCH.SEED]! | 0, bits), words[row + BRANCH.WEIGHT]!);
      if (keys[1]! <= keys[0]!) continue;
      keys[0] = keys[1]!;
      best = row;
    }
    return words[best + BRANCH.NODE]!;
  }

  /** Gives each record a key; the greatest keys win. */
  #rank(words: Uint32Array, draw: number, count: number): void {
    if (this.#keys.length < count) this.#keys = new Float64Array(2 * count);
    const sticky = words[draw] === KIND.STICKY_RECORDS;
    const bits = bitsFor(this.#client, STICKY_BITS);
    for (let i = 0, row = draw + DRAW.ROWS; i < count; i++, row += RECORD.WIDTH) {
      const score = sticky ? stickyScore(this.#client, words[row + RECORD.SEED]! | 0, bits) : this.#random() | 0;
      rank(this.#keys, i, score, words[row + RECORD.WEIGHT]!);
    }
  }

  #best(count: number): number {
    let best = 0;
    for (let i = 1; i < count; i++) if (this.#keys[i]! > this.#keys[best]!) best = i;
    this.#keys[best] = Number.NEGATIVE_INFINITY;
    return best;
  }
}
