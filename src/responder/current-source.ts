import type { Askers } from '../answer/askers.ts';
import type { ExposureMemory } from '../answer/exposure-memory.ts';
import { ExposureTally } from '../answer/exposure-tally.ts';
import type { Lookup } from '../answer/lookup.ts';
import type { AnswerSource, Client, Question, Reply } from '../answer/source.ts';
import type { AnswerTable, Traffic } from '../answer/table.ts';
import type { RandomBits } from '../lib/random.ts';
import type { CountedUpdate, CreateLookup } from './worker-protocol.ts';

/** The answer source of one worker: always the lookup over its newest table. */
export interface CurrentSource extends AnswerSource {
  /** Answers from `update` on. Throws where it does not fit; the answers then stay as they were. */
  apply(update: CountedUpdate): void;
}

/** What a worker answers from first, and counts in. */
export interface FirstTable {
  readonly table: AnswerTable;
  /** Where answers from it are counted. */
  readonly traffic: Traffic;
  /** Where records are counted until they run out. */
  readonly exposure: ExposureMemory;
  /** Where it is counted who asks again, by all workers. */
  readonly askers: Askers;
}

export function createCurrentSource(createLookup: CreateLookup, first: FirstTable, random: RandomBits): CurrentSource {
  return new SwappedSource(createLookup, first, random);
}

class SwappedSource implements CurrentSource {
  private readonly createLookup: CreateLookup;
  private readonly random: RandomBits;
  private readonly askers: Askers;
  private readonly exposure = new ExposureTally();
  private lookup: Lookup;

  constructor(createLookup: CreateLookup, { table, traffic, exposure, askers }: FirstTable, random: RandomBits) {
    this.createLookup = createLookup;
    this.random = random;
    this.askers = askers;
    this.exposure.use(exposure);
    this.lookup = createLookup(table, random, { traffic, exposure: this.exposure, askers });
  }

  get generation(): number {
    return this.lookup.generation;
  }

  apply(update: CountedUpdate): void {
    if (update.exposure) this.exposure.use(update.exposure);
    if ('change' in update) this.lookup.replace(update.change);
    else
      this.lookup = this.createLookup(update.table, this.random, { traffic: update.traffic, exposure: this.exposure, askers: this.askers });
  }

  setTime(nowMs: number): void {
    this.lookup.setTime(nowMs);
  }

  resolve(question: Question, client: Client, reply: Reply, out: Uint8Array, at: number, limit: number): void {
    this.lookup.resolve(question, client, reply, out, at, limit);
  }
}
