import { parseType, RR_TYPE } from '../../../lib/rr-type.ts';
import type { CloudRecord, CloudType, PlanStep } from '../../../model/cloud.ts';
import type { Name } from '../../../model/zone.ts';
import { CLASS, OPCODE } from '../../dns/codes.ts';
import type { WireRecord } from '../../dns/message.ts';
import type { Asking } from '../../dns/session.ts';
import { afterStep } from '../../plan/after-step.ts';
import { MARK_TTL, markData, markName } from './marks.ts';
import { dataOctets } from './rdata.ts';

export interface NameChange {
  readonly zone: Name;
  readonly owner: Name;
  /** The name of this Meridian in its marks. */
  readonly by: string;
  readonly steps: readonly PlanStep[];
  /** All records of the name as they were read. */
  readonly before: readonly CloudRecord[];
}

const TYPES: readonly CloudType[] = ['A', 'AAAA', 'CNAME'];
const NOTHING = new Uint8Array(0);

/**
 * One message for all that changes at a name; a server does all of it or nothing. It is done only where each of the record sets that may be ours is
 * exactly as it was read, and the mark still there: a writer that is late, and a hand in between, are found out by the server.
 */
export function updateMessage(change: NameChange): Asking {
  const { zone, owner, steps, before } = change;
  const after = steps.reduce(afterStep, before);
  const touched = TYPES.filter(type => !isSame(ofType(before, type), ofType(after, type)));
  return {
    opcode: OPCODE.UPDATE,
    question: { name: zone, type: RR_TYPE.SOA },
    prerequisites: [...TYPES.flatMap(type => asRead(owner, type, ofType(before, type))), ...stillMarked(owner, before)],
    updates: [
      ...touched.filter(type => ofType(before, type).length > 0).map(type => emptySet(owner, number(type), CLASS.ANY)),
      ...touched.flatMap(type => ofType(after, type).map(record => wireRecord(record, record.ttl))),
      ...touched.flatMap(type => markChanges(change, type, ofType(before, type).length > 0, ofType(after, type).length > 0)),
    ],
  };
}

/** RFC 2136 sections 2.4.2 and 2.4.3. */
function asRead(owner: Name, type: CloudType, records: readonly CloudRecord[]): WireRecord[] {
  return records.length === 0 ? [emptySet(owner, number(type), CLASS.NONE)] : records.map(record => wireRecord(record, 0));
}

/** RFC 2136 section 2.4.1. */
function stillMarked(owner: Name, before: readonly CloudRecord[]): WireRecord[] {
  return before.some(({ owned }) => owned) ? [emptySet(markName(owner), RR_TYPE.TXT, CLASS.ANY)] : [];
}

function markChanges({ owner, by }: NameChange, type: CloudType, was: boolean, is: boolean): WireRecord[] {
  if (was === is) return [];
  const mark = { name: markName(owner), type: RR_TYPE.TXT, rdata: markData(by, type) };
  return [is ? { ...mark, class: CLASS.IN, ttl: MARK_TTL } : { ...mark, class: CLASS.NONE, ttl: 0 }];
}

function emptySet(name: Name, type: number, rrClass: number): WireRecord {
  return { name, type, class: rrClass, ttl: 0, rdata: NOTHING };
}

function wireRecord({ owner, type, data }: CloudRecord, ttl: number): WireRecord {
  return { name: owner, type: number(type), class: CLASS.IN, ttl, rdata: dataOctets(type, data) };
}

function ofType(records: readonly CloudRecord[], type: CloudType): CloudRecord[] {
  return records.filter(record => record.type === type);
}

function number(type: string): number {
  return parseType(type)!;
}

function isSame(before: readonly CloudRecord[], after: readonly CloudRecord[]): boolean {
  const text = (records: readonly CloudRecord[]) =>
    records
      .map(({ data, ttl }) => `${data} ${ttl}`)
      .sort()
      .join();
  return text(before) === text(after);
}
