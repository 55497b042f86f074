/** The answer that is being made. Hot path: no allocation. */
import type { Reply } from '../answer/source.ts';
import { RCODE } from '../lib/rcode.ts';
import { endOfName, lowerOctet, readUint16 } from '../lib/wire-name.ts';
import { ANSWER_KIND } from './rate-limit.ts';

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

/** A hash of the zone that a negative answer is from: the owner of the SOA behind its answers, of which the first stands at `at`. 0 where there is none. */
export function zoneOf(out: Uint8Array, at: number, { answers, authorities }: Reply): number {
  if (authorities === 0) return 0;
  let record = at;
  for (let i = 0; i < answers; i++) {
    const behind = endOfName(out, record);
    record = behind + 10 + readUint16(out, behind + 8);
  }
  let hash = 0;
  for (let label = record; out[label] !== 0; ) {
    const octet = out[label]!;
    if (octet >= 0xc0) label = readUint16(out, label) & 0x3fff;
    else for (const end = label + octet; label <= end; label++) hash = Math.imul(hash ^ lowerOctet(out[label]!), 0x01000193);
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
