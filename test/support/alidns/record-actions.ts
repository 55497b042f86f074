import { isIPv4, isIPv6 } from 'node:net';
import { besides, type DomainState, isWeighted, MOST_WEIGHTED, RefusedError, type StandInRecord, weightedKey } from './domain-state.ts';

/** The parameters of one call. */
export type Question = ReadonlyMap<string, string>;

/** What the actions work on. */
export interface Account {
  readonly domains: Map<string, DomainState>;
  nextId(): string;
}

export type Action = (question: Question, account: Account) => object;

/** All actions about domains and records that the stand-in knows, by the documented rules. */
export const RECORD_ACTIONS: Readonly<Record<string, Action>> = {
  DescribeDomainInfo(question, account) {
    const domain = domainOf(question, account);
    return {
      DomainName: domain.name,
      VersionCode: domain.edition.versionCode,
      MinTtl: domain.edition.minTtl,
      AvailableTtls: { AvailableTtl: [1, 60, 120, 600, 1800, 3600].filter(ttl => ttl >= domain.edition.minTtl).map(String) },
      LineType: 'region_province',
      DnsServers: { DnsServer: domain.servers },
    };
  },
  DescribeSupportLines(question, account) {
    const { lines } = domainOf(question, account);
    return { RecordLines: { RecordLine: lines.map(code => ({ LineCode: code, LineName: code, LineDisplayName: code })) } };
  },
  DescribeDomainRecords(question, account) {
    const domain = domainOf(question, account);
    const size = numberOf(question, 'PageSize', 20);
    const page = numberOf(question, 'PageNumber', 1);
    if (size < 1 || size > 500) throw new RefusedError('InvalidPageSize', 'The PageSize must be from 1 to 500.');
    const found = [...domain.records.values()].reverse().filter(record => fits(record, question));
    const shown = found.slice((page - 1) * size, page * size);
    return {
      TotalCount: found.length,
      PageNumber: page,
      PageSize: size,
      DomainRecords: { Record: shown.map(record => presentRecord(record, domain)) },
    };
  },
  AddDomainRecord(question, account) {
    const domain = domainOf(question, account);
    const record: StandInRecord = {
      id: account.nextId(),
      ...fieldsOf(question, domain),
      status: 'ENABLE',
      weight: 1,
      locked: false,
      remark: undefined,
    };
    if (domain.records.size >= domain.edition.mostRecords)
      throw new RefusedError('QuotaExceeded.Record', 'The number of records is exceeded.');
    admit(record, domain);
    domain.records.set(record.id, record);
    return { RecordId: record.id };
  },
  UpdateDomainRecord(question, account) {
    const { domain, record } = recordOf(question, account);
    const changed = { ...record, ...fieldsOf(question, domain) };
    if (['rr', 'type', 'value', 'ttl', 'line'].every(key => changed[key as 'rr'] === record[key as 'rr']))
      throw new RefusedError('DomainRecordDuplicate', 'The DNS record already exists.');
    admit(changed, domain);
    Object.assign(record, changed);
    return { RecordId: record.id };
  },
  UpdateDomainRecordRemark(question, account) {
    const { record } = recordOf(question, account);
    const remark = question.get('Remark') ?? '';
    if (remark.length > 50) throw new RefusedError('InvalidRemark', 'The remark is too long.');
    record.remark = remark === '' ? undefined : remark;
    return {};
  },
  SetDomainRecordStatus(question, account) {
    const { record } = recordOf(question, account);
    const status = question.get('Status');
    if (status !== 'Enable' && status !== 'Disable') throw new RefusedError('InvalidStatus', 'Status is Enable or Disable.');
    record.status = status === 'Enable' ? 'ENABLE' : 'DISABLE';
    return { RecordId: record.id, Status: status };
  },
  DeleteDomainRecord(question, account) {
    const { domain, record } = recordOf(question, account);
    domain.records.delete(record.id);
    return { RecordId: record.id };
  },
  SetDNSSLBStatus(question, account) {
    const domain = domainOf(question, account);
    const subDomain = needed(question, 'SubDomain');
    if (!subDomain.endsWith(`.${domain.name}`))
      throw new RefusedError('InvalidSubDomain', `Expected NAME.${domain.name}, or @.${domain.name}.`);
    const rr = subDomain.slice(0, -domain.name.length - 1);
    if (rr.startsWith('*')) throw new RefusedError('PanDomainRecord', 'Wildcards cannot be weighted.');
    const [type, line] = [question.get('Type') ?? 'A', question.get('Line') ?? 'default'];
    if (!domain.lines.includes(line)) throw new RefusedError('SubDomainInvalid.Line', 'The line does not exist.');
    const open = question.get('Open') !== 'false';
    const members = [...domain.records.values()].filter(each => each.rr === rr && each.type === type && each.line === line);
    if (open && members.length === 0) throw new RefusedError('DisableDNSSLB', 'The name has no such records.');
    if (open && members.length > MOST_WEIGHTED) throw new RefusedError('LineDnsSlb.QuotaExceeded', 'Too many records for weights.');
    const key = weightedKey({ rr, type, line });
    if (open) domain.weighted.add(key);
    else domain.weighted.delete(key);
    for (const member of members) member.weight = 1;
    return { RecordCount: members.length, Open: open };
  },
  UpdateDNSSLBWeight(question, account) {
    const { domain, record } = recordOf(question, account);
    const weight = numberOf(question, 'Weight', Number.NaN);
    if (!Number.isInteger(weight) || weight < 1 || weight > 100) throw new RefusedError('InvalidWeigth', 'The weight is 1 to 100.');
    if (record.status === 'DISABLE') throw new RefusedError('DomainRecordDisable', 'The record is disabled.');
    if (!isWeighted(domain, record)) throw new RefusedError('DisableDNSSLB', 'Weights are not switched on.');
    record.weight = weight;
    return { RecordId: record.id, Weight: weight };
  },
  DescribeDNSSLBSubDomains(question, account) {
    const domain = domainOf(question, account);
    const names = [...domain.weighted].map(key => key.split(' ')).filter(([rr]) => !question.get('Rr') || rr === question.get('Rr'));
    return {
      TotalCount: names.length,
      SlbSubDomains: { SlbSubDomain: names.map(([rr, type]) => ({ SubDomain: `${rr}.${domain.name}`, Type: type, Open: true })) },
    };
  },
};

function presentRecord(record: StandInRecord, domain: DomainState): object {
  const { id, rr, type, value, ttl, line, status, weight, locked, remark } = record;
  const weighted = isWeighted(domain, record);
  return {
    RecordId: id,
    DomainName: domain.name,
    RR: rr,
    Type: type,
    Value: value,
    TTL: ttl,
    Line: line,
    Status: status,
    Locked: locked,
    LbaStatus: weighted,
    ...(weighted && { Weight: weight }),
    ...(remark !== undefined && { Remark: remark }),
  };
}

function fits({ rr, type, line, status }: StandInRecord, question: Question): boolean {
  const keyword = question.get('KeyWord') ?? question.get('RRKeyWord');
  if (question.get('SearchMode') === 'EXACT') return keyword === undefined || rr.toLowerCase() === keyword.toLowerCase();
  return (
    (keyword === undefined || rr.toLowerCase().includes(keyword.toLowerCase())) &&
    (question.get('Type') ?? type) === type &&
    (question.get('Line') ?? line) === line &&
    (question.get('Status') ?? status).toUpperCase() === status
  );
}

function fieldsOf(question: Question, domain: DomainState): Pick<StandInRecord, 'rr' | 'type' | 'value' | 'ttl' | 'line'> {
  const ttl = numberOf(question, 'TTL', 600);
  const line = question.get('Line') ?? 'default';
  if (ttl < domain.edition.minTtl)
    throw new RefusedError('QuotaExceeded.TTL', `The least TTL of this edition is ${domain.edition.minTtl}.`);
  if (!domain.lines.includes(line)) throw new RefusedError('UnsupportedLine', `The line ${line} is not supported.`);
  return { rr: needed(question, 'RR').toLowerCase(), type: needed(question, 'Type'), value: needed(question, 'Value'), ttl, line };
}

/** Throws where the record cannot be beside the others. */
function admit(record: StandInRecord, domain: DomainState): void {
  const { type, value } = record;
  if (type === 'A' ? !isIPv4(value) : type === 'AAAA' && !isIPv6(value))
    throw new RefusedError('InvalidDomainRecordValue', `${value} is no ${type} value.`);
  const others = besides(domain, record);
  if (others.some(other => other.type === type && other.value === value))
    throw new RefusedError('DomainRecordDuplicate', 'The DNS record already exists.');
  if (others.some(other => other.status === 'ENABLE' && (other.type === 'CNAME') !== (type === 'CNAME')))
    throw new RefusedError('DomainRecordConflict', 'The DNS record conflicts with other records.');
}

function domainOf(question: Question, { domains }: Account): DomainState {
  const domain = domains.get(needed(question, 'DomainName'));
  if (!domain) throw new RefusedError('IncorrectDomainUser', 'The domain name belongs to another user.');
  return domain;
}

function recordOf(question: Question, { domains }: Account): { readonly domain: DomainState; readonly record: StandInRecord } {
  const id = needed(question, 'RecordId');
  for (const domain of domains.values()) {
    const record = domain.records.get(id);
    if (record?.locked) throw new RefusedError('DomainRecordLocked', 'The DNS record is locked.');
    if (record) return { domain, record };
  }
  throw new RefusedError('DomainRecordNotBelongToUser', 'The DNS record is not yours.');
}

/** A parameter that must be there. */
export function needed(question: Question, name: string): string {
  const value = question.get(name);
  if (!value) throw new RefusedError(`Missing${name}`, `${name} is mandatory for this action.`);
  return value;
}

function numberOf(question: Question, name: string, otherwise: number): number {
  const text = question.get(name);
  return text === undefined ? otherwise : Number(text);
}
