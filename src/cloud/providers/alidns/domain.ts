import { z } from 'zod';
import type { Clock } from '../../../lib/clock.ts';
import type { Name } from '../../../model/zone.ts';
import type { Call } from './call.ts';
import { type Lines, linesOf } from './lines.ts';
import { readAnswer } from './read-answer.ts';

/** What AliDNS says of a domain. */
export interface Domain {
  /** Seconds. */
  readonly minTtl: number;
  readonly lines: Lines;
  /** Its name servers. */
  readonly servers: readonly string[];
}

const INFO = z.object({
  MinTtl: z.number().optional(),
  AvailableTtls: z.object({ AvailableTtl: z.array(z.string()) }).optional(),
  DnsServers: z.object({ DnsServer: z.array(z.string()) }).optional(),
});

const LINES = z.object({ RecordLines: z.object({ RecordLine: z.array(z.object({ LineCode: z.string() })) }) });

/** Seconds: of the editions without a fee. */
const FREE_MIN_TTL = 600;

/** An edition changes seldom: a change of it is seen after that. */
const KNOWN_FOR_MS = 3_600_000;

/** Looks domains up, and remembers them for an hour or until `forget`. */
export class Domains {
  readonly #call: Call;
  readonly #clock: Clock;
  readonly #known = new Map<Name, { readonly domain: Domain; readonly untilMs: number }>();

  constructor(call: Call, clock: Clock) {
    this.#call = call;
    this.#clock = clock;
  }

  async of(zone: Name, signal: AbortSignal): Promise<Domain> {
    const known = this.#known.get(zone);
    if (known && this.#clock.monotonic() < known.untilMs) return known.domain;
    const domain = await this.#look(zone, signal);
    this.#known.set(zone, { domain, untilMs: this.#clock.monotonic() + KNOWN_FOR_MS });
    return domain;
  }

  /** What was remembered has turned out to be wrong. */
  forget(zone: Name): void {
    this.#known.delete(zone);
  }

  async #look(zone: Name, signal: AbortSignal): Promise<Domain> {
    const DomainName = domainName(zone);
    const [info, lines] = await Promise.all([
      this.#call('DescribeDomainInfo', { DomainName, NeedDetailAttributes: true }, signal),
      this.#call('DescribeSupportLines', { DomainName }, signal),
    ]);
    const { MinTtl, AvailableTtls, DnsServers } = readAnswer(INFO, 'DescribeDomainInfo', info);
    const { RecordLines } = readAnswer(LINES, 'DescribeSupportLines', lines);
    const offered = (AvailableTtls?.AvailableTtl ?? []).map(Number).filter(ttl => ttl > 0);
    return {
      minTtl: MinTtl ?? (offered.length > 0 ? Math.min(...offered) : FREE_MIN_TTL),
      lines: linesOf(RecordLines.RecordLine.map(({ LineCode }) => LineCode)),
      servers: DnsServers?.DnsServer ?? [],
    };
  }
}

/** `example.com`, as the API names the zone `example.com.`. */
export function domainName(zone: Name): string {
  return zone.slice(0, -1);
}
