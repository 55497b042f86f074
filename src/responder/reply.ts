/** The answer that is being made. Hot path: no allocation. */
import type { Reply } from '../answer/source.ts';
import { RCODE } from '../lib/rcode.ts';
import { ANSWER_KIND } from './rate-limit.ts';
import { HEADER_LENGTH } from './wire.ts';

export function createReply(): Reply {
  return { rcode: 0, authoritative: false, answers: 0, authorities: 0, additionals: 0, end: 0, truncated: false, scope: 0 };
}

/** Begins an answer, whose sections go behind `end`. */
export function resetReply(reply: Reply, rcode: number, end: number): void {
  reply.rcode = rcode;
  reply.authoritative = false;
  reply.truncated = false;
  reply.scope = 0;
  emptySections(reply, end);
}

/** Takes all records out again. */
export function emptySections(reply: Reply, end: number): void {
  reply.answers = 0;
  reply.authorities = 0;
  reply.additionals = 0;
  reply.end = end;
}

/** One of ANSWER_KIND. */
export function kindOf({ rcode, answers, authoritative, truncated }: Reply): number {
  if (rcode === RCODE.NXDOMAIN) return ANSWER_KIND.NEGATIVE;
  if (rcode !== RCODE.NOERROR) return ANSWER_KIND.ERROR;
  if (answers > 0 || truncated) return ANSWER_KIND.ANSWER;
  return authoritative ? ANSWER_KIND.NEGATIVE : ANSWER_KIND.REFERRAL;
}

/**
 * A hash of the zone that a negative answer is from: the owner of its SOA, which stands at `at` and is an ending of the name that was asked
 * for. 0 where there is none.
 */
export function zoneOf(out: Uint8Array, at: number, { authorities }: Reply): number {
  if (authorities === 0 || out[at]! < 0xc0) return 0;
  let hash = 0;
  for (let label = ((out[at]! & 0x3f) << 8) | out[at + 1]!; label >= HEADER_LENGTH && label < at - 4; label++) {
    const octet = out[label]!;
    hash = Math.imul(hash ^ (octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet), 0x01000193);
  }
  return hash;
}

/** Sections of an answer have fewer than 65,536 records: each takes 11 octets or more. */
export function writeCounts(out: Uint8Array, questions: number, answers: number, authorities: number, additionals: number): void {
  out[4] = 0;
  out[5] = questions;
  out[6] = answers >> 8;
  out[7] = answers;
  out[8] = authorities >> 8;
  out[9] = authorities;
  out[10] = additionals >> 8;
  out[11] = additionals;
}
