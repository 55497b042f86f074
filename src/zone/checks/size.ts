import { MAX_NAME } from '../../lib/dns-name.ts';
import type { Finding } from '../../model/declared.ts';
import { type ExaminedZone, findingAt } from './zone-check.ts';

const MAX_MESSAGE = 0xffff;
/** Header, the longest question, and EDNS with a cookie and a client subnet. */
const AROUND = 12 + MAX_NAME + 4 + 80;
/** A compressed owner, TYPE, CLASS, TTL and RDLENGTH. */
const PER_RECORD = 12;

/** A record set fits into one message, which TCP limits to 65,535 octets (RFC 1035 section 4.2.2). */
export function* checkSize({ sets }: ExaminedZone): Iterable<Finding> {
  for (const set of sets) {
    const size = set.rdata.reduce((sum, wire) => sum + PER_RECORD + wire.length, AROUND);
    if (size > MAX_MESSAGE) yield findingAt('error', set, `the set takes ${size} octets in an answer, expected at most ${MAX_MESSAGE}`);
  }
}
