import { growableWords } from '../lib/growable.ts';
import { RCODE } from '../lib/rcode.ts';
import type { Pool, PoolSelect } from '../model/steering.ts';
import type { Decision } from '../steering/decide.ts';
import type { Draw, Member, Outcome } from '../steering/policy.ts';
import { CHOICE, MODE } from './decision-layout.ts';
import { InternedRows } from './interned-rows.ts';
import { addressRecord } from './records.ts';
import { seedOf } from './sticky.ts';
import type { Decisions } from './table.ts';

/** RCODEs of decisions that give no answer (RFC 1035 section 4.1.1). */
const RCODE_OF = { answer: RCODE.NOERROR, nodata: RCODE.NOERROR, servfail: RCODE.SERVFAIL } as const;

const FULL = 0xffff_ffff;

/** What of a draw is written down. */
interface WrittenDraw {
  readonly pool: Pick<Pool, 'select' | 'answers'>;
  readonly members: readonly Member[];
}

/** A decision without an answer. */
const NOTHING: WrittenDraw = { pool: { select: 'failover', answers: 1 }, members: [] };

/** One way to answer, and the share of the clients that get it. */
export interface Option {
  readonly share: number;
  readonly draw: Draw;
}

/**
 * What an outcome comes down to: a draw of one record at random by weight is taken apart, so that one random number decides. Shares sum to 1.
 */
export function optionsOf(outcome: Outcome, splitOf = split): Option[] {
  const options = outcome.flatMap(({ weight, draw }) => splitOf(draw).map(({ part, member }) => ({ share: weight * part, draw: member })));
  const sum = options.reduce((running, { share }) => running + share, 0);
  return options.map(({ share, draw }) => ({ share: share / sum, draw }));
}

interface Part {
  readonly part: number;
  readonly member: Draw;
}

function split(draw: Draw): readonly Part[] {
  const { pool, members } = draw;
  const take = takeOf(draw);
  if (pool.select === 'failover') return [{ part: 1, member: { pool, members: members.slice(0, take) } }];
  if (pool.select === 'sticky' || members.length <= 1 || take > 1) return [{ part: 1, member: draw }];
  const weights = members.map(member => weightIn(pool.select, member));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return members.map((member, i) => ({ part: weights[i]! / total, member: { pool, members: [member] } }));
}

/** How many records of a draw one answer carries. An alias stands alone (RFC 2181 section 10.1), whatever `answers` and `select` say. */
export function takeOf({ pool, members }: WrittenDraw): number {
  if (members[0]?.endpoint.address.family === 'host') return 1;
  return pool.select === 'all' ? members.length : Math.min(pool.answers, members.length);
}

/** `all` takes every endpoint alike. */
function weightIn(select: PoolSelect, member: Member): number {
  return select === 'all' ? 1 : member.weight;
}

/** Writes decisions one behind the other into one buffer; see `decision-layout.ts`. */
export class DecisionWriter {
  readonly #words = growableWords();
  readonly #sets: number[] = [];
  readonly #offsets: number[] = [];
  /** What is written already, by what it says: record sets that steer differently still share pools and answers. */
  readonly #choices = new InternedRows(this.#words);
  readonly #draws = new Map<string, number>();
  /** Many decisions share their draws: each is taken apart, and written with a TTL, once. */
  readonly #parts = new Map<Draw, readonly Part[]>();
  readonly #written = new Map<number, Map<WrittenDraw, number>>();

  /** Adds the decision for each client class of a shape, for all its record sets. */
  add(sets: readonly number[], classMap: number | undefined, ttl: number, decisions: readonly Decision[]): void {
    const choices = decisions.map(decision => this.#choice(decision, ttl));
    const offset = this.#words.append([classMap === undefined ? 0 : classMap + 1, choices.length, ...choices]);
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
    return { sets: shared(this.#sets), offsets: shared(this.#offsets), words: this.#words.toShared() };
  }

  #choice(decision: Decision, ttl: number): number {
    const options = decision.kind === 'answer' ? optionsOf(decision.outcome, draw => this.#partsOf(draw)) : [];
    const draws = options.length > 0 ? options.map(({ draw }) => this.#draw(draw, ttl)) : [this.#draw(NOTHING, ttl)];
    const row: number[] = [];
    row[CHOICE.RCODE] = RCODE_OF[decision.kind];
    row[CHOICE.TTL] = ttl;
    row[CHOICE.STICKY] = options.some(({ draw }) => draw.pool.select === 'sticky' && draw.members.length > takeOf(draw)) ? 1 : 0;
    row[CHOICE.OPTIONS] = draws.length;
    row.push(...thresholds(options), ...draws);
    return this.#choices.add(row);
  }

  #draw(draw: WrittenDraw, ttl: number): number {
    const written = this.#written.get(ttl) ?? new Map<WrittenDraw, number>();
    this.#written.set(ttl, written);
    const offset = written.get(draw) ?? this.#write(draw, ttl);
    written.set(draw, offset);
    return offset;
  }

  #write(draw: WrittenDraw, ttl: number): number {
    const { pool, members } = draw;
    const key = `${ttl} ${keyOf(draw)}`;
    const known = this.#draws.get(key);
    if (known !== undefined) return known;
    const records = members.map(({ endpoint }) => addressRecord(endpoint.address, ttl));
    const rows = members.flatMap((member, i) => [
      weightIn(pool.select, member),
      seedOf(member.endpoint.address.text),
      this.#octets(records[i]!),
      records[i]!.length,
    ]);
    const offset = this.#words.append([modeOf(pool.select), takeOf(draw), members.length, ...rows]);
    this.#draws.set(key, offset);
    return offset;
  }

  #partsOf(draw: Draw): readonly Part[] {
    const parts = this.#parts.get(draw) ?? split(draw);
    this.#parts.set(draw, parts);
    return parts;
  }

  /** The byte offset of octets laid into words, in the byte order of this machine. */
  #octets(octets: Uint8Array): number {
    const padded = new Uint8Array(4 * Math.ceil(octets.length / 4));
    padded.set(octets);
    return 4 * this.#words.append(new Uint32Array(padded.buffer));
  }
}

function modeOf(select: PoolSelect): number {
  if (select === 'failover') return MODE.ORDERED;
  return select === 'sticky' ? MODE.STICKY : MODE.RANDOM;
}

/** Draws of the same key give the same records in the same way, whatever their pools are called. */
function keyOf({ pool: { select, answers }, members }: WrittenDraw): string {
  return `${select} ${answers} ${members.map(({ endpoint, weight }) => `${endpoint.address.text} ${weight}`)}`;
}

/** Option i is taken by the random numbers from threshold i-1 (not included) to threshold i; the last takes the rest. */
function thresholds(options: readonly Option[]): number[] {
  if (options.length === 0) return [FULL];
  let sum = 0;
  return options.map(({ share }, i) => {
    sum += share;
    return i === options.length - 1 ? FULL : Math.min(FULL, Math.max(0, Math.round(sum * 2 ** 32) - 1));
  });
}
