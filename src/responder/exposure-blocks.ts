import { BLOCK, createExposureMemory, type ExposureMemory, type Ring, reachOf, ringsFor, withRoom } from '../answer/exposure-memory.ts';
import type { Decisions } from '../answer/table.ts';
import type { Clock } from '../lib/clock.ts';
import type { AnswersGiven } from '../model/exposure.ts';
import { addUnexpired, ExposureAxis, ringsOf, totalIn } from './exposure-reading.ts';

/** Addresses with their numbers, from 0 on. */
export interface NumberedAddresses {
  readonly texts: readonly string[];
  numberOf(text: string): number | undefined;
}

/** Memory that was taken from a worker, until all that it holds has run out. */
interface Retired {
  readonly memory: ExposureMemory;
  /** Milliseconds of the monotonic clock. */
  readonly overAtMs: number;
}

/** How long a worker may go on in memory that was taken from it. */
const LATE_MS = 10_000;

/**
 * What the workers count of records until they run out: memory for each, which outlives its thread, grows with the addresses, and is read here
 * at any time. A thread that was given up counts on where nobody else does.
 */
export class ExposureBlocks {
  readonly #workers: number;
  readonly #clock: Clock;
  #rings = ringsFor(0, 0);
  #room = 0;
  #longestTtl = 0;
  #memories: readonly ExposureMemory[];
  #retired: readonly Retired[] = [];
  /** Answers that were counted in memory that is no more, by the number of the address. */
  readonly #gone: number[] = [];

  constructor(workers: number, clock: Clock) {
    this.#workers = workers;
    this.#clock = clock;
    this.#memories = Array.from({ length: workers }, () => createExposureMemory(this.#rings, 0));
  }

  /** Where a worker, known by its number, is to count. */
  of(worker: number): ExposureMemory {
    return this.#memories[worker]!;
  }

  /** Makes room to count answers of these decisions, and of all that came before; whether the workers are to be told. */
  makeRoom({ addresses, longestTtl }: Pick<Decisions, 'addresses' | 'longestTtl'>): boolean {
    this.#forget();
    this.#longestTtl = Math.max(this.#longestTtl, longestTtl);
    const room = Math.max(this.#room, BLOCK * Math.ceil(addresses / BLOCK));
    const rings = ringsFor(this.#longestTtl, this.#workers * room);
    const keep = isSame(rings.near, this.#rings.near) && isSame(rings.far, this.#rings.far);
    if (keep && room === this.#room) return false;
    if (!keep) for (const memory of this.#memories) this.#retire(memory);
    this.#memories = this.#memories.map(memory => (keep ? withRoom(memory, room) : createExposureMemory(rings, room)));
    this.#rings = rings;
    this.#room = room;
    return true;
  }

  /** A worker was given up: its successor counts elsewhere. */
  renew(worker: number): void {
    this.#retire(this.of(worker));
    this.#memories = this.#memories.with(worker, createExposureMemory(this.#rings, this.#room));
  }

  /** What has been counted up to now. */
  read(addresses: NumberedAddresses): AnswersGiven {
    this.#forget();
    const atMs = this.#clock.now();
    const second = Math.floor(atMs / 1000);
    const rings = [...this.#memories, ...this.#retired.map(({ memory }) => memory)].flatMap(ringsOf);
    const axis = new ExposureAxis(this.#memories[0]!);
    const counts = new Uint32Array(axis.endsInSeconds.length);
    return {
      atMs,
      endsInSeconds: axis.endsInSeconds,
      addresses: addresses.texts,
      unexpired(address) {
        const number = addresses.numberOf(address);
        if (number === undefined) return undefined;
        counts.fill(0);
        const sum = rings.reduce((sum, ring) => sum + addUnexpired(ring, number, second, axis, counts), 0);
        return sum > 0 ? counts : undefined;
      },
      total: address => {
        const number = addresses.numberOf(address);
        return number === undefined ? 0 : this.#totalOf(number, rings);
      },
    };
  }

  #totalOf(number: number, rings: readonly Parameters<typeof totalIn>[0][]): number {
    return rings.reduce((sum, ring) => sum + totalIn(ring, number), this.#gone[number] ?? 0);
  }

  #retire(memory: ExposureMemory): void {
    const reach = Math.max(...ringsOf(memory).map(reachOf));
    this.#retired = [...this.#retired, { memory, overAtMs: this.#clock.monotonic() + 1000 * reach + LATE_MS }];
  }

  /** Lets memory go of which everything has run out; only sums stay. */
  #forget(): void {
    const nowMs = this.#clock.monotonic();
    for (const { memory, overAtMs } of this.#retired) {
      if (overAtMs > nowMs) continue;
      for (let number = 0; number < this.#room; number++)
        this.#gone[number] = ringsOf(memory).reduce((sum, ring) => sum + totalIn(ring, number), this.#gone[number] ?? 0);
    }
    this.#retired = this.#retired.filter(({ overAtMs }) => overAtMs > nowMs);
  }
}

function isSame(a: Ring | undefined, b: Ring | undefined): boolean {
  return a?.shift === b?.shift && a?.slots === b?.slots;
}
