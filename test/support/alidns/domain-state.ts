import type { Refusal } from './signature.ts';

/** A record as the service keeps it. */
export interface StandInRecord {
  readonly id: string;
  rr: string;
  type: string;
  value: string;
  ttl: number;
  line: string;
  status: 'ENABLE' | 'DISABLE';
  weight: number;
  locked: boolean;
  remark: string | undefined;
}

export interface Edition {
  readonly versionCode: string;
  /** Seconds. */
  readonly minTtl: number;
  readonly mostRecords: number;
}

/** The editions of the service that differ in what they allow. */
export const EDITIONS = {
  free: { versionCode: 'mianfei', minTtl: 600, mostRecords: 2000 },
  standard: { versionCode: 'version_enterprise_basic', minTtl: 60, mostRecords: 10_000 },
  ultimate: { versionCode: 'version_enterprise_advanced', minTtl: 1, mostRecords: 100_000 },
} as const satisfies Readonly<Record<string, Edition>>;

/** Lines that the domain of a test has. */
export const LINES = [
  'default',
  'telecom',
  'unicom',
  'mobile',
  'edu',
  'oversea',
  'internal',
  'cn_region_zhejiang',
  'os_asia',
  'os_asia_jp',
  'os_asia_sg',
  'os_namerica',
  'os_namerica_us',
  'os_euro',
];

/** The most weighted records of a name and line. */
export const MOST_WEIGHTED = 100;

/** One domain and its records. */
export interface DomainState {
  readonly name: string;
  edition: Edition;
  lines: readonly string[];
  servers: readonly string[];
  /** In the order in which they were added. */
  readonly records: Map<string, StandInRecord>;
  /** `RR type line` of which the weighting is on. */
  readonly weighted: Set<string>;
}

/** What the service says no to. */
export class RefusedError extends Error {
  readonly refusal: Refusal;

  constructor(code: string, message = code, status = 400) {
    super(message);
    this.refusal = { status, code, message };
  }
}

export function newDomain(name: string): DomainState {
  return {
    name,
    edition: EDITIONS.ultimate,
    lines: LINES,
    servers: ['ns1.alidns.com', 'ns2.alidns.com'],
    records: new Map(),
    weighted: new Set(),
  };
}

export function weightedKey({ rr, type, line }: Pick<StandInRecord, 'rr' | 'type' | 'line'>): string {
  return `${rr} ${type} ${line}`;
}

export function isWeighted(domain: DomainState, record: StandInRecord): boolean {
  return domain.weighted.has(weightedKey(record));
}

/** Records that clients of one name and line are given. */
export function besides(domain: DomainState, record: Pick<StandInRecord, 'rr' | 'line'> & { readonly id?: string }): StandInRecord[] {
  return [...domain.records.values()].filter(each => each.rr === record.rr && each.line === record.line && each.id !== record.id);
}
