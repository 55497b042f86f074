import { z } from 'zod';
import { asName } from '../../../lib/dns-name.ts';
import type { CloudRecord } from '../../../model/cloud.ts';
import type { Name } from '../../../model/zone.ts';
import type { Call, Parameters } from './call.ts';
import { domainName } from './domain.ts';
import type { Lines } from './lines.ts';
import { readAnswer } from './read-answer.ts';

const RECORD = z.object({
  RecordId: z.string(),
  RR: z.string(),
  Type: z.string(),
  Value: z.string(),
  TTL: z.number(),
  Line: z.string(),
  Status: z.string(),
  Locked: z.boolean().optional(),
  Weight: z.number().optional(),
  LbaStatus: z.boolean().optional(),
  Remark: z.string().optional(),
});

export type AlidnsRecord = z.output<typeof RECORD>;

const PAGE = z.object({ TotalCount: z.number(), DomainRecords: z.object({ Record: z.array(RECORD) }) });

/** The most that a page may have. */
const PAGE_SIZE = 500;

/** Up to so many names are looked at one by one: with more of them all pages of the zone are fewer calls. */
const FEW = 8;

/** The records of these names, or all of a zone. */
export async function readRecords(zone: Name, owners: readonly Name[] | 'all', call: Call, signal: AbortSignal): Promise<AlidnsRecord[]> {
  if (owners === 'all' || owners.length > FEW) {
    const all = await readPages(zone, {}, call, signal);
    return owners === 'all' ? all : all.filter(({ RR }) => owners.includes(ownerOf(RR, zone)));
  }
  const found = await Promise.all(owners.map(owner => readOwner(zone, owner, call, signal)));
  return found.flat();
}

/** Its documents say both that a search goes by RRKeyWord and, if it is exact, by KeyWord; whatever is found besides is left out. */
async function readOwner(zone: Name, owner: Name, call: Call, signal: AbortSignal): Promise<AlidnsRecord[]> {
  const rr = rrOf(owner, zone);
  const found = await readPages(zone, { SearchMode: 'EXACT', KeyWord: rr, RRKeyWord: rr }, call, signal);
  return found.filter(({ RR }) => ownerOf(RR, zone) === owner);
}

/** A record that moves to another page while they are read, since one was added or removed, counts once. */
async function readPages(zone: Name, search: Parameters, call: Call, signal: AbortSignal): Promise<AlidnsRecord[]> {
  const records = new Map<string, AlidnsRecord>();
  for (let PageNumber = 1; ; PageNumber++) {
    const parameters = { DomainName: domainName(zone), PageNumber, PageSize: PAGE_SIZE, ...search };
    const answer = await call('DescribeDomainRecords', parameters, signal);
    const { TotalCount, DomainRecords } = readAnswer(PAGE, 'DescribeDomainRecords', answer);
    for (const record of DomainRecords.Record) records.set(record.RecordId, record);
    if (DomainRecords.Record.length === 0 || PageNumber * PAGE_SIZE >= TotalCount) return [...records.values()];
  }
}

/** A record in the words of the model. */
export function toCloudRecord(record: AlidnsRecord, zone: Name, lines: Lines, isOwned: (record: AlidnsRecord) => boolean): CloudRecord {
  const { RecordId, RR, Type, Value, TTL, Line, Status, Locked = false, Weight, LbaStatus = false } = record;
  return {
    id: RecordId,
    owner: ownerOf(RR, zone),
    type: Type,
    data: Type === 'CNAME' ? (asName(Value, '.') ?? Value) : Value,
    view: lines.viewOf(Line),
    ttl: TTL,
    weight: LbaStatus ? (Weight ?? 1) : undefined,
    enabled: Status.toUpperCase() === 'ENABLE',
    owned: isOwned(record),
    locked: Locked,
  };
}

/** `www`, or `@` for the apex. */
export function rrOf(owner: Name, zone: Name): string {
  return owner === zone ? '@' : owner.slice(0, -zone.length - 1);
}

export function ownerOf(rr: string, zone: Name): Name {
  return rr === '@' ? zone : `${rr.toLowerCase()}.${zone}`;
}

/** Data as the API writes it: a host name without its last dot. */
export function recordValue(data: string): string {
  return data.endsWith('.') ? data.slice(0, -1) : data;
}
