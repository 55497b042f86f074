import { rcodeName } from '../../src/lib/rcode.ts';
import { typeName } from '../../src/lib/rr-type.ts';
import type { DnsCheck } from '../../src/model/monitor.ts';
import type { CheckResult } from '../check.ts';
import { printable } from '../printable.ts';
import type { DnsAnswer } from './dns-answer.ts';

/** Whether an answer is what the monitor expects; undefined is one that could not be read. */
export function judgeAnswer(answer: DnsAnswer | undefined, { expectRcodes, expectRdata, queryType }: DnsCheck): CheckResult {
  if (!answer) return { ok: false, reason: 'malformed response' };
  const { rcode, rdata } = answer;
  if (!expectRcodes.includes(rcode) || expectRdata === undefined)
    return { ok: expectRcodes.includes(rcode), reason: `rcode ${rcodeName(rcode)}` };
  if (rdata.length === 0) return { ok: false, reason: `no ${typeName(queryType)} record` };
  const { values, every } = expectRdata;
  const missing = values.filter(value => !rdata.includes(value));
  const ok = every ? missing.length === 0 : missing.length < values.length;
  return ok ? { ok, reason: printable(`answer ${rdata.join(', ')}`) } : { ok, reason: printable(reasonOf(rdata, missing, every)) };
}

function reasonOf(rdata: readonly string[], missing: readonly string[], every: boolean): string {
  return every ? `not in the answer: ${missing.join(', ')}` : `unexpected answer ${rdata.join(', ')}`;
}
