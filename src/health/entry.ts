import type { Elector } from './electorate.ts';
import { LastLook } from './last-look.ts';
import type { Look } from './proof.ts';
import type { Vote } from './vote.ts';

/** The last word of one vantage. */
export interface Entry extends Look {
  vote: Vote;
  readonly last: LastLook;
  heardMs: number;
  /** The term of its elector in which it was said. */
  term: number;
}

/** A vantage that is heard of a target for the first time. */
export function newEntry(elector: Elector, vote: Vote): Entry {
  return {
    elector,
    vote,
    last: new LastLook(elector.facts.name),
    heardMs: 0,
    doubtedMs: 0,
    term: elector.term,
    okLooksBefore: 0,
    okLooksLately: 0,
  };
}
