import { nameToWire, wireToName } from '../lib/dns-name.ts';
import { formatIp } from '../lib/ip-address.ts';
import { RR_TYPE, typeName } from '../lib/rr-type.ts';
import { serialOf } from '../lib/soa.ts';
import type { CloudType, WantedRecord } from '../model/cloud.ts';
import type { Name } from '../model/zone.ts';
import { updateRcodeName } from './dns/codes.ts';
import type { Message, Question } from './dns/message.ts';

/** What a name server must answer for a change to be seen there. */
export type Expectation =
  /** The zone at this serial, or at one behind it. */
  | { readonly kind: 'serial'; readonly zone: Name; readonly serial: number }
  | {
      readonly kind: 'set';
      readonly owner: Name;
      readonly type: CloudType;
      /** What clients may be given. */
      readonly data: readonly string[];
      /** Whether every answer has all of it. If not, answers are chosen by weight or place: several are asked for, and none may have anything else. */
      readonly isWhole: boolean;
    };

/** What the records that are wanted make servers answer, a set each. */
export function expectationsOf(records: readonly WantedRecord[]): Expectation[] {
  const given = records.filter(({ enabled }) => enabled);
  return [...Map.groupBy(given, ({ owner, type }) => `${owner} ${type}`).values()].map(set => {
    const [{ owner, type }] = set as [WantedRecord];
    const isWhole = set.every(({ view, weight }) => view === 'default' && weight === undefined);
    return { kind: 'set', owner, type, data: [...new Set(set.map(({ data }) => data))].sort(), isWhole };
  });
}

/** What to ask; a wildcard is asked for by a name that it answers. */
export function questionOf(expected: Expectation): Question {
  if (expected.kind === 'serial') return { name: expected.zone, type: RR_TYPE.SOA };
  return { name: expected.owner.replace(/^\*\./, '_meridian-asks.'), type: RR_TYPE[expected.type] };
}

/** How an answer differs from what is expected, in words; undefined where it does not. */
export function missing(expected: Expectation, answer: Message): string | undefined {
  const question = questionOf(expected);
  if (answer.rcode !== 0) return `${updateRcodeName(answer.rcode)} for ${question.name} ${typeName(question.type)}`;
  return expected.kind === 'serial' ? missingSerial(expected.serial, answer) : missingData(expected, question, answer);
}

function missingSerial(serial: number, { answers }: Message): string | undefined {
  const soa = answers.find(({ type }) => type === RR_TYPE.SOA);
  if (soa === undefined) return 'no SOA record';
  const told = serialOf(soa.rdata);
  return isBehind(told, serial) ? `serial ${told}, expected ${serial}` : undefined;
}

/** RFC 1982 section 3.2. */
function isBehind(told: number, serial: number): boolean {
  return ((serial - told) | 0) > 0;
}

function missingData(expected: Extract<Expectation, { kind: 'set' }>, { name, type }: Question, { answers }: Message): string | undefined {
  const told = answers
    .filter(record => record.type === type && record.name === wireToName(nameToWire(name)))
    .map(({ rdata }) => (type === RR_TYPE.CNAME ? wireToName(rdata) : formatIp(rdata)))
    .sort();
  const isRight =
    told.length > 0 && told.every(data => expected.data.includes(data)) && (!expected.isWhole || told.length === expected.data.length);
  return isRight ? undefined : `${name} ${expected.type} is ${told.join(', ') || 'nothing'}, expected ${expected.data.join(', ')}`;
}
