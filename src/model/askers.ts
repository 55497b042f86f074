/**
 * What was seen of the resolvers of one prefix: /24 of IPv4, /56 of IPv6. Each question that they ask (name, type, client subnet) is followed by
 * itself, and the figures of all of them are put together here.
 */
export interface AskingPrefix {
  /** `192.0.2.0/24`. */
  readonly prefix: string;
  /** How many of its questions are followed. */
  readonly questions: number;
  /** How many answers it got to them. */
  readonly answers: number;
  /** How many of them it asked for although the answer before was good for more than another tenth of its TTL, and more than a second. */
  readonly early: number;
  /** How often it asked again after the answer before had run out. */
  readonly afterwards: number;
  /** Seconds between that and the question: on average, and the least ever. Nobody may have wanted to know meanwhile. */
  readonly meanLateSeconds: number;
  readonly leastLateSeconds: number;
  /** Whether one of its questions comes so evenly late, ten times and more, that chance alone hardly explains it: it keeps answers for longer than it should. */
  readonly overstays: boolean;
}

/** The prefixes that ask otherwise than the TTLs say, among those that are looked at: one in `oneIn`, chosen by a hash. */
export interface AskersReport {
  readonly oneIn: number;
  /** Prefixes that are followed now. */
  readonly prefixes: number;
  /** Answers that could not be taken in, because there was no room for one more question. */
  readonly unseen: number;
  /** Those that ask later than they should, the ones that overstay and then the latest first. */
  readonly later: readonly AskingPrefix[];
  /** Those that ask again before their answer has run out, the most often first. */
  readonly early: readonly AskingPrefix[];
}
