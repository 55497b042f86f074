import type { Name } from '../../model/zone.ts';

/** One record of a message. An UPDATE says with CLASS and an empty RDATA what is to be there, to be added or to go (RFC 2136 section 2). */
export interface WireRecord {
  readonly name: Name;
  readonly type: number;
  readonly class: number;
  readonly ttl: number;
  /** Names inside it are not compressed. */
  readonly rdata: Uint8Array;
}

/** What a query asks; the zone of an UPDATE. */
export interface Question {
  readonly name: Name;
  readonly type: number;
}

/** A DNS message (RFC 1035 section 4), and as UPDATE (RFC 2136 section 2): prerequisites stand as answers, updates as authority. */
export interface Message {
  readonly id: number;
  readonly opcode: number;
  readonly isResponse: boolean;
  readonly isAuthoritative: boolean;
  readonly isTruncated: boolean;
  readonly rcode: number;
  /** One, or none as in the later messages of a transfer. */
  readonly question: Question | undefined;
  readonly answers: readonly WireRecord[];
  readonly authority: readonly WireRecord[];
  readonly additional: readonly WireRecord[];
}

/** What a message that asks for something has in it; the rest is empty. */
export interface Request {
  readonly id: number;
  readonly opcode: number;
  readonly question: Question;
  /** Asked of a resolver, not of a name server. */
  readonly isRecursive?: boolean;
  readonly prerequisites?: readonly WireRecord[];
  readonly updates?: readonly WireRecord[];
}
