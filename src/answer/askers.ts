/**
 * Who asks again, and when: too late, or before the answer has run out. Hot path: numbers in memory that all workers share, nothing is
 * allocated, no clock is read; watched by `npm run bench:micro`. Of sixteen prefixes one is looked at, chosen by a hash that is another one
 * after each start; the others cost that hash alone.
 *
 * The rows are shared because the machine spreads the questions of one resolver over the workers by chance. A row belongs to one question of
 * one prefix; what says when its answer runs out is exchanged in one go, the other words are added to plainly: two workers that do so at once
 * may lose a count.
 */
import type { Client } from './source.ts';

/** Of so many prefixes one is looked at. */
export const ONE_IN = 16;

/** Rows in all: 8,192 questions, which is 384 KiB. */
export const ROWS = 8192;

/** The words in front of the rows. */
export const HEAD = { SEED: 0, UNSEEN: 1, WIDTH: 16 } as const;

export const ROW = {
  /** A hash of prefix, client subnet, record set and table; 0: free, 1: being taken. */
  TAG: 0,
  /** The second, counted from BEGINNING, at which the answer given last runs out. */
  RUNS_OUT: 1,
  /** 4 or 6, and the octets of the prefix: of IPv4 three in LOW, of IPv6 four in HIGH and three in LOW. */
  FAMILY: 2,
  HIGH: 3,
  LOW: 4,
  ANSWERS: 5,
  EARLY: 6,
  AFTERWARDS: 7,
  /** Seconds between the moment an answer ran out and the next question: all together, and the least. */
  LATE_SUM: 8,
  LATE_LEAST: 9,
  WIDTH: 12,
} as const;

const TAKING = 1;
/** Whoever has not asked for so long after its answer ran out makes room for others. */
const STALE_SECONDS = 900;
/** No gap is counted as longer than this: nobody asked, and that says nothing. */
const LONGEST_LATE_SECONDS = 86_400;

/** Seconds of the epoch are counted from here on: small numbers, which no thread needs memory for. */
const BEGINNING = 1_600_000_000;

/** Words that all workers write and the main thread reads at any time. */
export type Askers = Int32Array<SharedArrayBuffer>;

/** Nothing is counted yet. `seed`: 32 bits by chance. */
export function createAskers(seed: number): Askers {
  const words = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * (HEAD.WIDTH + ROWS * ROW.WIDTH)));
  words[HEAD.SEED] = seed;
  return words;
}

/** Counts for one worker and table. */
export class AskerCounter {
  readonly #words: Askers;
  readonly #seed: number;
  /** Numbers of record sets are those of one table. */
  readonly #table: number;
  /** The second at hand, from BEGINNING on. */
  #second = 0;

  /** `generation`: that of the whole table, without the changes that came since. */
  constructor(words: Askers, generation: number) {
    this.#words = words;
    this.#seed = words[HEAD.SEED]!;
    this.#table = Math.imul(generation, 0x9e3779b1);
  }

  /** Tells the time, in whole seconds of the epoch. */
  setSecond(clock: number): void {
    this.#second = (clock - BEGINNING) | 0;
  }

  /** Takes note of an answer with records: of which set, to whom, and for how many seconds. To be called once for each. */
  note(set: number, client: Client, ttlSeconds: number): void {
    const { family, address } = client.sender;
    const high = family === 4 ? 0 : fourOctets(address, 0);
    const low = threeOctets(address, family === 4 ? 0 : 4);
    const prefix = mix(mix(this.#seed ^ high) ^ low ^ (family << 24));
    if ((prefix & (ONE_IN - 1)) !== 0) return;
    const hash = mix(mix(prefix ^ subnetBits(client)) ^ set ^ this.#table);
    const tag = hash === 0 || hash === TAKING ? hash + 2 : hash;
    const words = this.#words;
    const row = HEAD.WIDTH + ((hash >>> 0) % ROWS) * ROW.WIDTH;
    if (words[row + ROW.TAG] === tag) this.#compare(row, ttlSeconds);
    else if (this.#take(row, tag, this.#second + ttlSeconds)) {
      words[row + ROW.FAMILY] = family;
      words[row + ROW.HIGH] = high;
      words[row + ROW.LOW] = low;
      for (let word = ROW.ANSWERS; word < ROW.WIDTH; word++) words[row + word] = 0;
      words[row + ROW.ANSWERS] = 1;
      Atomics.store(words, row + ROW.TAG, tag);
    } else words[HEAD.UNSEEN]!++;
  }

  /** Whether the row is this question's now: it was free, or its question has not come for long. */
  #take(row: number, tag: number, runsOut: number): boolean {
    const words = this.#words;
    const before = words[row + ROW.TAG]!;
    const isTaken = before !== 0 && this.#second - words[row + ROW.RUNS_OUT]! < STALE_SECONDS;
    if (before === TAKING || before === tag || isTaken) return false;
    if (Atomics.compareExchange(words, row + ROW.TAG, before, TAKING) !== before) return false;
    words[row + ROW.RUNS_OUT] = runsOut;
    return true;
  }

  #compare(row: number, ttlSeconds: number): void {
    const words = this.#words;
    const late = this.#second - Atomics.exchange(words, row + ROW.RUNS_OUT, this.#second + ttlSeconds);
    words[row + ROW.ANSWERS]!++;
    if (late < 0) {
      // Caches that fetch ahead do so in the last tenth; and the seconds of two clocks do not begin together.
      if (-late > 1 && -late * 10 > ttlSeconds) words[row + ROW.EARLY]!++;
      return;
    }
    const counted = Math.min(late, LONGEST_LATE_SECONDS);
    const least = words[row + ROW.LATE_LEAST]!;
    if (words[row + ROW.AFTERWARDS]!++ === 0 || counted < least) words[row + ROW.LATE_LEAST] = counted;
    words[row + ROW.LATE_SUM]! += counted;
  }
}

/** Caches keep an answer for each client subnet by itself (RFC 7871 section 7.3); 0 where none was told. */
function subnetBits({ isSubnet, family, address }: Client): number {
  if (!isSubnet) return 0;
  return family === 4 ? mix(threeOctets(address, 0) ^ 0x4000000) : mix(mix(fourOctets(address, 0)) ^ threeOctets(address, 4) ^ 0x6000000);
}

function fourOctets(octets: Uint8Array, at: number): number {
  return (octets[at]! << 24) | threeOctets(octets, at + 1);
}

function threeOctets(octets: Uint8Array, at: number): number {
  return (octets[at]! << 16) | (octets[at + 1]! << 8) | octets[at + 2]!;
}

/** Spreads 32 bits so that each hangs on all: the finalizer of MurmurHash3. */
function mix(bits: number): number {
  let hash = bits;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
