import { RR_TYPE, typeName } from '../../../lib/rr-type.ts';
import type { CloudRecord, CloudType } from '../../../model/cloud.ts';
import type { Name } from '../../../model/zone.ts';
import { CLASS, OPCODE, UPDATE_RCODE } from '../../dns/codes.ts';
import type { Message, WireRecord } from '../../dns/message.ts';
import { type Asking, type DnsParts, type DnsPeer, exchange, TransferRefused, transfer } from '../../dns/session.ts';
import { rcodeFailure } from './failure.ts';
import { isMarkName, markData, markName } from './marks.ts';
import { dataText } from './rdata.ts';

/** Where and for whom a zone is read. */
export interface Reading {
  readonly peer: DnsPeer;
  readonly zone: Name;
  /** The name of this Meridian in its marks. */
  readonly by: string;
  readonly parts: DnsParts;
}

/** Up to so many names are asked for one by one; for more the whole zone is transferred. */
const FEW = 50;

/** Signatures and what else a server makes by itself, and the records that make the zone. */
const NOT_SHOWN: ReadonlySet<number> = new Set([RR_TYPE.SOA, RR_TYPE.RRSIG, RR_TYPE.NSEC, RR_TYPE.OPT, 50, 51, 65_534]);

const CLOUD_TYPES: readonly CloudType[] = ['A', 'AAAA', 'CNAME'];

/** All records of these names, or of the zone; those of others as well. Throws what an exchange does, and CloudError. */
export async function readZone(reading: Reading, owners: readonly Name[] | 'all', signal: AbortSignal): Promise<CloudRecord[]> {
  const wire = await readWire(reading, owners, signal);
  const byName = Map.groupBy(wire, ({ name }) => name);
  const names = owners === 'all' ? [...byName.keys()].filter(name => !isMarkName(name)) : owners;
  return names.flatMap(owner => recordsOf(owner, byName, reading.by));
}

async function readWire(reading: Reading, owners: readonly Name[] | 'all', signal: AbortSignal): Promise<WireRecord[]> {
  if (owners !== 'all' && owners.length <= FEW) return readNames(reading, owners, signal);
  try {
    return await transfer(reading.peer, reading.zone, reading.parts, signal);
  } catch (error) {
    if (error instanceof TransferRefused && owners !== 'all') return readNames(reading, owners, signal);
    throw error;
  }
}

function recordsOf(owner: Name, byName: ReadonlyMap<Name, readonly WireRecord[]>, by: string): CloudRecord[] {
  const marks = (byName.get(markName(owner)) ?? []).filter(({ type }) => type === RR_TYPE.TXT).map(({ rdata }) => Buffer.from(rdata));
  const owned = new Set<string>(CLOUD_TYPES.filter(type => marks.some(mark => mark.equals(markData(by, type)))));
  const records = (byName.get(owner) ?? []).filter(({ type }) => !NOT_SHOWN.has(type)).map(record => toCloudRecord(record, owned));
  return [...new Map(records.map(record => [record.id, record])).values()];
}

function toCloudRecord({ name, type, ttl, rdata }: WireRecord, owned: ReadonlySet<string>): CloudRecord {
  const word = typeName(type);
  const data = dataText(type, rdata);
  return {
    id: `${name} ${word} ${data}`,
    owner: name,
    type: word,
    data,
    view: 'default',
    ttl,
    weight: undefined,
    enabled: true,
    owned: owned.has(word),
    locked: false,
  };
}

async function readNames(reading: Reading, owners: readonly Name[], signal: AbortSignal): Promise<WireRecord[]> {
  const messages = await ask(reading, owners.flatMap(questionsOf), signal);
  const failed = messages.find(({ rcode }) => rcode !== 0 && rcode !== UPDATE_RCODE.NXDOMAIN);
  if (failed) throw rcodeFailure(reading.peer, reading.zone, failed.rcode);
  const wanted = new Set(owners.flatMap(owner => [owner, markName(owner)]));
  const found = messages.flatMap(({ answers }) => answers).filter(({ name }) => wanted.has(name));
  const missing = await notInUse(reading, [...new Set(found.map(({ name }) => name))], signal);
  return found.filter(({ name }) => !missing.has(name));
}

/** ANY for what else there is; not every server tells all of it, so that the types that matter are asked for as well. */
function questionsOf(owner: Name): Asking[] {
  const question = (name: Name, type: number): Asking => ({ opcode: OPCODE.QUERY, question: { name, type } });
  return [
    question(owner, RR_TYPE.A),
    question(owner, RR_TYPE.AAAA),
    question(owner, RR_TYPE.CNAME),
    question(owner, RR_TYPE.ANY),
    question(markName(owner), RR_TYPE.TXT),
  ];
}

/**
 * Names that are answered only by a wildcard above them. A query cannot tell them; a prerequisite takes names as they are written, and a message of
 * nothing else changes nothing (RFC 2136 section 2.4.4).
 */
async function notInUse(reading: Reading, names: readonly Name[], signal: AbortSignal): Promise<Set<Name>> {
  const answers = await ask(
    reading,
    names.map(name => ({
      opcode: OPCODE.UPDATE,
      question: { name: reading.zone, type: RR_TYPE.SOA },
      prerequisites: [{ name, type: RR_TYPE.ANY, class: CLASS.ANY, ttl: 0, rdata: new Uint8Array(0) }],
    })),
    signal,
  );
  const failed = answers.find(({ rcode }) => rcode !== 0 && rcode !== UPDATE_RCODE.NXDOMAIN);
  if (failed) throw rcodeFailure(reading.peer, reading.zone, failed.rcode);
  return new Set(names.filter((_, i) => answers[i]!.rcode === UPDATE_RCODE.NXDOMAIN));
}

async function ask({ peer, parts }: Reading, requests: readonly Asking[], signal: AbortSignal): Promise<Message[]> {
  return requests.length === 0 ? [] : exchange(peer, requests, parts, signal);
}
