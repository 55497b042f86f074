/**
 * What the responder's workers have counted of the answers they gave, read at one moment. A record in an answer counts as one, for its
 * address, until its TTL has run out: so long may a cache hold it. It is counted when it is given, and never taken back: caches that have let go
 * early, and asked again, are in it with every record they got.
 */
export interface AnswersGiven {
  /** When this was read, in milliseconds since the epoch; the seconds below count from here. */
  readonly atMs: number;
  /**
   * The one time axis of all counts: after so many seconds all answers counted at the same place have run out. Ascending, above 0, none
   * twice; the steps may be wider further away.
   */
  readonly endsInSeconds: Uint32Array;
  /** Texts of the addresses that were ever answered since the process started, as `Address.text` has them; each once. */
  readonly addresses: Iterable<string>;
  /**
   * How many answers with this address run out in each step of `endsInSeconds`; undefined for an address that has no unexpired answer.
   * Good until the next call: it may be filled again then.
   */
  unexpired(address: string): Uint32Array | undefined;
  /** How many answers with this address were given since the process started; 0 for one that is not known. */
  total(address: string): number;
}

/** Reads what has been counted up to now. Cheap by itself; each `unexpired` costs some reads for each step and worker. */
export type ReadAnswersGiven = () => AnswersGiven;
