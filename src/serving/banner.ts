import { DEFAULT_API, DEFAULT_DATA, type ServeOptions } from '../config/options.ts';
import { displayName } from '../lib/dns-name.ts';
import { formatSocketAddress, type SocketAddress } from '../lib/socket-address.ts';
import type { Declared } from '../model/declared.ts';
import type { StandIn } from '../stand-ins/site.ts';

export interface BannerFacts {
  readonly standIns: readonly StandIn[];
  readonly declared: Declared;
  readonly dns: SocketAddress;
  readonly api: SocketAddress;
  /** Whether the API speaks TLS. */
  readonly tls?: boolean;
  /** What commands need to find this server, a blank before each; empty where all is at its default. */
  readonly flags: string;
}

/** What a newcomer is told when stand-in sites run: how to ask, how to break a site, how to mend it. */
export function standInBanner({ standIns, declared, dns, api, tls, flags }: BannerFacts): string {
  const zone = [...declared.zones.values()].find(({ steering }) => steering !== undefined);
  const name = zone?.steering?.records.find(({ label }) => label === 'www') ?? zone?.steering?.records[0];
  const site = zone && name ? firstSite(zone, standIns) : standIns[0]?.site;
  const ask = name ? `dig @${dns.address} -p ${dns.port} ${displayName(name.owner)} +short` : undefined;
  const where = standIns.map(
    ({ site, listeners }) => `  ${site.padEnd(12)} ${listeners.map(at => `http://${formatSocketAddress(at)}`).join('  ')}`,
  );
  return [
    '',
    'Stand-in sites, local servers for you to break:',
    ...where,
    '',
    'Try a failover from another terminal:',
    ...(ask ? [`  ${ask}`] : []),
    `  ./meridian stand-in break ${site}`,
    ...(ask ? [`  ${ask}`] : []),
    `  ./meridian stand-in mend ${site}`,
    '',
    `API on ${tls ? 'https' : 'http'}://${formatSocketAddress(api)}, status with ./meridian status${flags}`,
    '',
  ].join('\n');
}

/** The site of the first pool, which the first record of a sample steers to while it is up. */
function firstSite({ steering }: NonNullable<ReturnType<Declared['zones']['get']>>, standIns: readonly StandIn[]): string | undefined {
  const pool = steering?.pools.values().next().value;
  return standIns.find(({ site }) => site === pool?.site)?.site ?? standIns[0]?.site;
}

/** The flags with which commands find this server. */
export function clientFlags(api: SocketAddress, { data, apiTls }: Pick<ServeOptions, 'data' | 'apiTls'>): string {
  const at = `${apiTls ? 'https://' : ''}${formatSocketAddress(api)}`;
  return `${at === DEFAULT_API ? '' : ` --api ${at}`}${data === DEFAULT_DATA ? '' : ` --data ${data}`}`;
}
