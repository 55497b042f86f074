/**
 * What the protocol engine asks of the answer table. All objects are made once and filled again for every query:
 * nothing here allocates on the query path.
 */

/** A parsed question (RFC 1035 section 4.1.2), class IN; its name is not compressed. */
export interface Question {
  /** The query as it came; the name keeps its case. */
  message: Uint8Array;
  /** Where the name begins in `message`: 12. */
  nameAt: number;
  /** Octets of the name, the root label included: 1 to 255. */
  nameLength: number;
  type: number;
}

/** Who is asking: the client subnet of the query if it has one (RFC 7871), else the address the query came from. */
export interface Client {
  family: 4 | 6;
  /** 4 or 16 octets count; the buffer has 16. */
  address: Uint8Array;
  /** Bits of `address` that are known: 0 to 32 or 128. */
  prefixLength: number;
  /** Whether it is a client subnet: only then does anybody see the scope. */
  isSubnet: boolean;
  /** Whether it asks over a stream, and not with single packets. */
  stream: boolean;
  /** The address the query came from. */
  readonly sender: { family: 4 | 6; address: Uint8Array };
}

/** What `resolve` found: the sections that it wrote, and how to head them. */
export interface Reply {
  rcode: number;
  /** AA: false only for referrals and for names that are not ours. */
  authoritative: boolean;
  answers: number;
  authorities: number;
  additionals: number;
  /** The offset in `out` behind the last octet written; `at` where the sections would have passed `limit`. */
  end: number;
  /** The sections did not fit below `limit`: counts are 0 and the engine sets TC (RFC 2181 section 9). */
  truncated: boolean;
  /** For how many leading bits of the client's address this answer holds (RFC 7871 section 7.2.1); 0: for everybody. */
  scope: number;
}

export interface AnswerSource {
  /** The generation that answers come from. */
  readonly generation: number;
  /** Tells the time, in milliseconds since the epoch: how long answers live may follow from it. To be called before each batch of queries. */
  setTime(nowMs: number): void;
  /**
   * Writes the sections for `question` into `out` from `at` on, which must be `12 + question.nameLength + 4`: the question
   * section stands before it, name at 12, and compression pointers rely on it. Nothing is written at or behind `limit`.
   * A name in none of our zones gives REFUSED. QTYPE ANY gives one record set (RFC 8482).
   */
  resolve(question: Question, client: Client, reply: Reply, out: Uint8Array, at: number, limit: number): void;
}
