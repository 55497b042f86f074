import type { Lookup } from '../answer/lookup.ts';
import type { AnswerSource, Client, Question, Reply } from '../answer/source.ts';
import type { AnswerTable } from '../answer/table.ts';
import type { RandomBits } from '../lib/random.ts';
import type { CreateLookup, Update } from './worker-protocol.ts';

/** The answer source of one worker: always the lookup over its newest table. */
export interface CurrentSource extends AnswerSource {
  /** Answers from `update` on. Throws where it does not fit; the answers then stay as they were. */
  apply(update: Update): void;
}

export function createCurrentSource(createLookup: CreateLookup, table: AnswerTable, random: RandomBits): CurrentSource {
  return new SwappedSource(createLookup, table, random);
}

class SwappedSource implements CurrentSource {
  private readonly createLookup: CreateLookup;
  private readonly random: RandomBits;
  private lookup: Lookup;

  constructor(createLookup: CreateLookup, table: AnswerTable, random: RandomBits) {
    this.createLookup = createLookup;
    this.random = random;
    this.lookup = createLookup(table, random);
  }

  get generation(): number {
    return this.lookup.generation;
  }

  apply(update: Update): void {
    if ('change' in update) this.lookup.replace(update.change);
    else this.lookup = this.createLookup(update.table, this.random);
  }

  resolve(question: Question, client: Client, reply: Reply, out: Uint8Array, at: number, limit: number): void {
    this.lookup.resolve(question, client, reply, out, at, limit);
  }
}
