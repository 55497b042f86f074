import type { RunOut } from './drain.ts';
import type { EffectiveState } from './effective.ts';
import type { EndpointKey } from './health.ts';
import type { Name } from './zone.ts';

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

/** How many answers caches may still hold, of what. Parts are from 0 to 1. */
export interface Exposure {
  /** When it was counted, and since when is counted at all; both in milliseconds since the epoch. */
  readonly atMs: number;
  readonly countedSinceMs: number;
  /** Unexpired answers with any address, also those that no endpoint has any more. */
  readonly answers: number;
  readonly endpoints: readonly EndpointExposure[];
}

/** Of one endpoint: the answers with its addresses. Endpoints of one address cannot be told apart: each has all of them. */
export interface EndpointExposure {
  readonly endpoint: EndpointKey;
  readonly effective: EffectiveState;
  /** Texts of what answers carry. */
  readonly addresses: readonly string[];
  /** Other endpoints with one of these addresses. */
  readonly sharedWith: readonly EndpointKey[];
  /** Unexpired answers. */
  readonly answers: number;
  /** Undefined where there is none. */
  readonly runOut: RunOut | undefined;
  /** Answers since the process started. */
  readonly total: number;
  /** Which part these are of all unexpired answers with addresses of the zone, and of all; 0 where there is none. */
  readonly ofZone: number;
  readonly ofAll: number;
  /** The same for the records that may answer with this endpoint, if that was asked for. */
  readonly records: readonly RecordExposure[] | undefined;
}

/** Which part an endpoint has of the unexpired answers with addresses that a record may answer with. */
export interface RecordExposure {
  readonly owner: Name;
  readonly part: number;
}

/** What to tell the exposure of. */
export interface ExposureQuestion {
  /** Left out: of all zones. */
  readonly zone?: Name | undefined;
  readonly pool?: string | undefined;
  readonly endpoint?: string | undefined;
  /** Whether to tell the parts of records. */
  readonly records: boolean;
}
