import type { Clock } from '../../lib/clock.ts';
import type { Capabilities, CloudRecord, PlanStep } from '../../model/cloud.ts';
import type { Name } from '../../model/zone.ts';
import type { CredentialsSource } from '../credentials/credentials.ts';
import { CloudError, type NameServer, type Provider } from '../provider.ts';
import { type Additions, additionKey, additionsInMemory } from './alidns/additions.ts';
import { type Call, createCall } from './alidns/call.ts';
import { Domains, domainName } from './alidns/domain.ts';
import { type AlidnsRecord, readRecords, toCloudRecord } from './alidns/records.ts';
import { Steps } from './alidns/steps.ts';

export interface AlidnsOptions {
  /** Left out: that of the service. */
  readonly endpoint?: string | undefined;
  readonly credentials: CredentialsSource;
  readonly clock: Clock;
  /** The remark that says whose a record is, 1 to 50 characters: that of this Meridian. */
  readonly mark: string;
  /** Left out: in memory. */
  readonly additions?: Additions | undefined;
  readonly timeoutMs?: number | undefined;
}

export const ALIDNS_ENDPOINT = 'https://alidns.aliyuncs.com';

/** 90 to 100, sources say. */
const MOST_WEIGHTED = 90;
/** Seconds: a day. */
const MAX_TTL = 86_400;
const DNS_PORT = 53;

/** Records at AliDNS: a record is changed at a time, clients are told apart by lines, and records have weights and can be switched off. */
export function createAlidns({
  endpoint = ALIDNS_ENDPOINT,
  credentials,
  clock,
  mark,
  additions = additionsInMemory(),
  timeoutMs,
}: AlidnsOptions): Provider {
  return new Alidns({ call: createCall({ endpoint, credentials, clock, timeoutMs }), clock, mark, additions });
}

interface Parts {
  readonly call: Call;
  readonly clock: Clock;
  readonly mark: string;
  readonly additions: Additions;
}

class Alidns implements Provider {
  readonly name = 'alidns';
  readonly #parts: Parts;
  readonly #domains: Domains;
  readonly #steps: Steps;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#domains = new Domains(parts.call, parts.clock);
    this.#steps = new Steps(parts);
  }

  async capabilities(zone: Name, signal: AbortSignal): Promise<Capabilities> {
    const { minTtl, lines } = await this.#domains.of(zone, signal);
    return {
      views: lines.views,
      weights: { min: 1, max: 100, maxRecords: MOST_WEIGHTED, wildcards: false },
      ttl: { min: minTtl, max: MAX_TTL },
      status: true,
      atomic: 'record',
    };
  }

  /** What was added without its mark is given it here, so that it is not taken for another's by the next process. */
  async read(zone: Name, owners: readonly Name[] | 'all', signal: AbortSignal): Promise<readonly CloudRecord[]> {
    const { lines } = await this.#domains.of(zone, signal);
    const records = await readRecords(zone, owners, this.#parts.call, signal);
    const added = new Set(records.filter(record => this.#isUnmarked(record, zone)));
    for (const record of added) await this.#steps.mark(record.RecordId, this.#keyOf(record, zone), signal);
    return records.map(record => toCloudRecord(record, zone, lines, each => each.Remark === this.#parts.mark || added.has(each)));
  }

  async apply(zone: Name, steps: readonly PlanStep[], signal: AbortSignal): Promise<void> {
    const { lines } = await this.#domains.of(zone, signal);
    try {
      for (const step of steps) await this.#steps.apply(step, { zone, lines }, signal);
    } catch (error) {
      // The edition may have changed.
      if (error instanceof CloudError && error.kind === 'capability') this.#domains.forget(zone);
      throw error;
    }
  }

  async servers(zone: Name, signal: AbortSignal): Promise<readonly NameServer[]> {
    const { servers } = await this.#domains.of(zone, signal);
    return servers.map(host => ({ host, port: DNS_PORT }));
  }

  #isUnmarked(record: AlidnsRecord, zone: Name): boolean {
    return record.Remark === undefined || record.Remark === '' ? this.#parts.additions.has(this.#keyOf(record, zone)) : false;
  }

  #keyOf({ RR, Type, Line, Value }: AlidnsRecord, zone: Name): string {
    return additionKey({ domain: domainName(zone), rr: RR, type: Type, line: Line, value: Value });
  }
}
