import { growableWords } from '../lib/growable.ts';
import { InternedRows } from '../lib/interned-rows.ts';
import { knownOr } from '../lib/known-or.ts';
import { RCODE } from '../lib/rcode.ts';
import type { Looks } from '../model/health.ts';
import type { StickyPrefix } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import type { Decision } from '../steering/decide.ts';
import type { Draw, Member, Outcome, RecordDraw, StickyDraw } from '../steering/policy.ts';
import { alignedSeconds, knownPhaseMs } from '../ttl/align.ts';
import type { TtlDecision } from '../ttl/decide.ts';
import type { AddressBook } from './address-book.ts';
import { CHOICE, CLIENT, KIND, LOOKS, STICKY_PREFIX } from './decision-layout.ts';
import { type Option, optionsOf, type Part, partsOf, takeOf, weightIn } from './options.ts';
import { addressRecord } from './records.ts';
import { packBits, seedOf } from './sticky.ts';
import type { Decisions } from './table.ts';

/** RCODEs of decisions that give no answer (RFC 1035 section 4.1.1). */
const RCODE_OF = { answer: RCODE.NOERROR, nodata: RCODE.NOERROR, servfail: RCODE.SERVFAIL } as const;

const FULL = 0xffff_ffff;

/** Weights that are not whole are written so many times as large: only their ratio counts. */
const FINER = 4096;

/** A decision without an answer. */
const NOTHING: RecordDraw = { kind: 'records', select: 'failover', answers: 1, pools: [], members: [] };

/** What decisions are written for. */
export interface WrittenFor {
  readonly sets: readonly number[];
  /** Undefined: all clients are one class. */
  readonly classing: number | undefined;
  /** Whether a client subnet counts. */
  readonly clientSubnet: boolean;
  /** The same object for the same TTL, as far as is known. */
  readonly ttl: TtlDecision;
  /** That of the pools. */
  readonly zone: Name;
}

/** When vantages look at what a record of a zone names. */
export type LooksOf = (zone: Name, member: Member) => Looks | undefined;

/** A node as it is written: where it stands, and how many bits of the client's address it goes by. */
interface Node {
  readonly offset: number;
  readonly bits: StickyPrefix;
}

const NO_OPTIONS: readonly Option[] = [{ share: 1, draw: NOTHING }];

const NO_BITS: StickyPrefix = { ipv4: 0, ipv6: 0 };

/** Writes decisions one behind the other into one buffer; see `decision-layout.ts`. */
export class DecisionWriter {
  readonly #words = growableWords();
  readonly #sets: number[] = [];
  readonly #offsets: number[] = [];
  /** What is written already, by what it says: record sets that steer differently still share pools and answers. */
  readonly #rows = new InternedRows(this.#words);
  readonly #draws = new Map<string, number>();
  /** Many decisions share their draws: each is taken apart, and written, once. */
  readonly #parts = new Map<Draw, readonly Part[]>();
  readonly #written = new Map<Draw, Node>();
  /** By TTL, the choices that come to one draw alone. */
  readonly #single = new Map<TtlDecision, Map<Draw, number>>();
  /** Rows of LOOKS, and by what they say their numbers + 1. */
  readonly #looks: number[] = [];
  readonly #looksRows = new Map<string, number>();
  readonly #addresses: AddressBook;
  readonly #looksOf: LooksOf;
  #zone: Name = '';
  #longestTtl = 0;
  readonly #takeApart = (draw: Draw) => knownOr(this.#parts, draw, () => partsOf(draw));

  /** Takes numbers for addresses from `addresses`. */
  constructor(addresses: AddressBook, looksOf: LooksOf) {
    this.#addresses = addresses;
    this.#looksOf = looksOf;
  }

  /** Adds the decision for each client class of a shape, for all its record sets. */
  add({ sets, classing, clientSubnet, ttl, zone }: WrittenFor, decisions: readonly Decision[]): void {
    this.#zone = zone;
    if (ttl.seconds > this.#longestTtl) this.#longestTtl = ttl.seconds;
    const row = [classing === undefined ? 0 : classing + 1, clientSubnet ? CLIENT.SUBNET : CLIENT.SENDER, decisions.length];
    for (const decision of decisions) row.push(this.#choice(decision, ttl));
    const offset = this.#words.append(row);
    for (const set of sets) {
      this.#sets.push(set);
      this.#offsets.push(offset);
    }
  }

  finish(): Decisions {
    const shared = (values: readonly number[]) => {
      const array = new Uint32Array(new SharedArrayBuffer(4 * values.length));
      array.set(values);
      return array;
    };
    const looks = new Float64Array(new SharedArrayBuffer(8 * this.#looks.length));
    looks.set(this.#looks);
    return {
      sets: shared(this.#sets),
      offsets: shared(this.#offsets),
      words: this.#words.toShared(),
      looks,
      addresses: this.#addresses.texts.length,
      longestTtl: this.#longestTtl,
    };
  }

  /** Most decisions come to one draw, and many to the same. */
  #choice(decision: Decision, ttl: TtlDecision): number {
    const only = decision.kind === 'answer' && decision.outcome.length === 1 ? decision.outcome[0]!.draw : undefined;
    if (!only) return this.#writeChoice(decision, ttl);
    const known = knownOr(this.#single, ttl, () => new Map<Draw, number>());
    return knownOr(known, only, () => this.#writeChoice(decision, ttl));
  }

  #writeChoice(decision: Decision, { seconds, leastSeconds, notAfterMs }: TtlDecision): number {
    const options = decision.kind === 'answer' ? this.#options(decision.outcome) : [];
    const row: number[] = [];
    row[CHOICE.RCODE] = RCODE_OF[decision.kind];
    const notAfter = notAfterMs === undefined || notAfterMs > 1000 * FULL ? 0 : Math.floor(notAfterMs / 1000);
    row[CHOICE.TTL] = seconds;
    row[CHOICE.LEAST_TTL] = leastSeconds === seconds && notAfter === 0 ? 0 : leastSeconds;
    row[CHOICE.NOT_AFTER] = notAfter;
    row[CHOICE.BITS] = 0;
    row[CHOICE.BITS] = packBits(this.#mix(row, options));
    return this.#rows.add(row);
  }

  #options(outcome: Outcome): readonly Option[] {
    return optionsOf(outcome, this.#takeApart);
  }

  /** Adds a MIX to a row. */
  #mix(row: number[], options: readonly Option[]): StickyPrefix {
    if (options.length === 0) return this.#mix(row, NO_OPTIONS);
    row.push(KIND.MIX, options.length);
    pushThresholds(row, options);
    let bits = NO_BITS;
    for (const { draw } of options) {
      const node = knownOr(this.#written, draw, () => (draw.kind === 'sticky' ? this.#sticky(draw) : this.#records(draw)));
      row.push(node.offset);
      bits = more(bits, node.bits);
    }
    return bits;
  }

  #sticky({ prefix, of }: StickyDraw): Node {
    const weights = wholeWeights(of);
    const row = [KIND.STICKY, packBits(prefix), of.length];
    let bits = prefix;
    of.forEach(({ name, outcome }, i) => {
      const branch: number[] = [];
      bits = more(bits, this.#mix(branch, this.#options(outcome)));
      row.push(weights[i]!, seedOf(name), this.#rows.add(branch));
    });
    return { offset: this.#rows.add(row), bits };
  }

  #records(draw: RecordDraw): Node {
    const bits = draw.select === 'sticky' && draw.members.length > takeOf(draw) ? STICKY_PREFIX : NO_BITS;
    const looks = draw.members.map(member => this.#looksRow(this.#looksOf(this.#zone, member)));
    const key = `${looks} ${keyOf(draw)}`;
    return { offset: knownOr(this.#draws, key, () => this.#write(draw, looks)), bits };
  }

  #write(draw: RecordDraw, looks: readonly number[]): number {
    const { select, members } = draw;
    const records = members.map(({ address }) => addressRecord(address));
    const weights = wholeWeights(members.map(member => ({ weight: weightIn(select, member) })));
    const rows = members.flatMap(({ address: { text } }, i) => [
      weights[i]!,
      seedOf(text),
      this.#octets(records[i]!),
      records[i]!.length,
      this.#addresses.take(text),
      looks[i]!,
    ]);
    return this.#words.append([kindOf(draw), takeOf(draw), members.length, ...rows]);
  }

  /** The number of a row of LOOKS, + 1; 0: nobody looks. */
  #looksRow(looks: Looks | undefined): number {
    if (!looks) return 0;
    const { everyMs } = looks;
    const phaseMs = knownPhaseMs(looks);
    const row = () => this.#looks.push(everyMs, phaseMs, alignedSeconds(everyMs)) / LOOKS.WIDTH;
    return knownOr(this.#looksRows, `${everyMs} ${phaseMs}`, row);
  }

  /** The byte offset of octets laid into words, in the byte order of this machine. */
  #octets(octets: Uint8Array): number {
    const padded = new Uint8Array(4 * Math.ceil(octets.length / 4));
    padded.set(octets);
    return 4 * this.#words.append(new Uint32Array(padded.buffer));
  }
}

function kindOf({ select }: RecordDraw): number {
  if (select === 'failover') return KIND.ORDERED;
  return select === 'sticky' ? KIND.STICKY_RECORDS : KIND.RANDOM;
}

/** Draws of the same key give the same records in the same way, whatever their pools are called. */
function keyOf({ select, answers, members }: RecordDraw): string {
  return `${select} ${answers} ${members.map(({ address, weight }) => `${address.text} ${weight}`)}`;
}

function wholeWeights(of: readonly Pick<Member, 'weight'>[]): number[] {
  const finer = of.every(({ weight }) => Number.isInteger(weight)) ? 1 : FINER;
  return of.map(({ weight }) => Math.max(1, Math.round(weight * finer)));
}

function more(a: StickyPrefix, b: StickyPrefix): StickyPrefix {
  return b === NO_BITS || a === b ? a : { ipv4: Math.max(a.ipv4, b.ipv4), ipv6: Math.max(a.ipv6, b.ipv6) };
}

/** Option i is taken by the random numbers from threshold i-1 (not included) to threshold i; the last takes the rest. */
function pushThresholds(row: number[], options: readonly Option[]): void {
  let sum = 0;
  for (let i = 0; i < options.length - 1; i++) {
    sum += options[i]!.share;
    row.push(Math.min(FULL, Math.max(0, Math.round(sum * 2 ** 32) - 1)));
  }
  row.push(FULL);
}
