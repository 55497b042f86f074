import { NameError, parseName } from '../../../lib/dns-name.ts';
import { RCODE } from '../../../lib/rcode.ts';
import { parseType, RR_TYPE } from '../../../lib/rr-type.ts';
import type { DnsCheck } from '../../../model/monitor.ts';
import type { Name } from '../../../model/zone.ts';
import { found } from '../../schema/found.ts';
import type { MonitorInputOf } from '../../schema/monitor.ts';
import type { Path } from '../../yaml/path.ts';
import type { Draft } from '../draft.ts';
import { canonicalRdata, rdataExample } from './dns-rdata.ts';

/** No records are of these types: they ask for something else, or for whatever there is. */
const NO_RECORDS = new Set<number>([RR_TYPE.OPT, RR_TYPE.IXFR, RR_TYPE.AXFR, RR_TYPE.ANY]);

/** What a monitor of type `dns` checks. */
export function declareDns(draft: Draft, monitor: string, input: MonitorInputOf<'dns'>): DnsCheck {
  const { type, port, transport, recursion, expect } = input;
  const path = ['monitors', monitor];
  const queryType = readType(draft, [...path, 'query_type'], input.query_type);
  const expectRcodes = expect.rcode.map(name => RCODE[name as keyof typeof RCODE]);
  const settings = { type, port, name: readName(draft, [...path, 'name'], input.name), queryType, transport, recursion, expectRcodes };
  if (expect.all !== undefined && !expect.answer)
    draft.errorAtKey([...path, 'expect', 'all'], 'it says how many of `answer` there must be, and there is none');
  if (!expect.answer) return settings;
  const values = readAnswer(draft, [...path, 'expect', 'answer'], { queryType, answer: expect.answer });
  return { ...settings, expectRdata: { values, every: expect.all ?? false } };
}

function readName(draft: Draft, path: Path, text: string): Name {
  try {
    return parseName(text);
  } catch (error) {
    if (!(error instanceof NameError)) throw error;
    draft.error(path, error.message);
    return '.';
  }
}

function readType(draft: Draft, path: Path, text: string): number {
  const type = parseType(text);
  if (type !== undefined && type > 0 && !NO_RECORDS.has(type)) return type;
  draft.error(path, `expected the type of a record, such as A, AAAA or MX, found ${found(text)}`);
  return RR_TYPE.A;
}

interface Expected {
  readonly queryType: number;
  readonly answer: readonly string[];
}

function readAnswer(draft: Draft, path: Path, { queryType, answer }: Expected): string[] {
  return answer.flatMap((text, i) => {
    const rdata = canonicalRdata(queryType, text);
    if (rdata !== undefined) return [rdata];
    draft.error(answer.length > 1 ? [...path, i] : path, `expected ${rdataExample(queryType)}, found ${found(text)}`);
    return [];
  });
}
