import { displayName } from '../lib/dns-name.ts';
import type { Address } from '../model/steering.ts';
import type { HostNews } from '../resolve/host-names.ts';

/** A line of the log. */
export interface HostLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: Readonly<Record<string, string | number>>;
}

/** What there is to tell of a host in an operator's words; undefined of a change of addresses, which each endpoint tells by itself. */
export function describeHost(news: HostNews): HostLine | undefined {
  const host = displayName(news.host);
  switch (news.kind) {
    case 'changed':
      return undefined;
    case 'failing':
      return describeFailing(host, news);
    case 'recovered': {
      const seconds = Math.round(news.failedMs / 1000);
      return { level: 'info', message: `${host} is looked up again, after ${seconds} s`, fields: { host, seconds } };
    }
    case 'refused': {
      const refused = news.refused.join(', ');
      return { level: 'warn', message: `${host} has addresses that are never answered: ${refused}`, fields: { host, refused } };
    }
  }
}

function describeFailing(host: string, { trouble, addresses }: Extract<HostNews, { kind: 'failing' }>): HostLine {
  const { kind, reason } = trouble;
  const fields = { host, reason, addresses: present(addresses) };
  const kept = addresses.length === 0 ? 'nothing is known of it yet' : `answers keep what was found last: ${present(addresses)}`;
  switch (kind) {
    case 'failed':
      return { level: 'warn', message: `${host} cannot be looked up (${reason}); ${kept}`, fields };
    case 'gone':
      return { level: 'error', message: `${host} has no addresses (${reason}); ${kept}`, fields };
    case 'refused':
      return { level: 'error', message: `${host} has addresses that are never answered (${reason}); ${kept}`, fields };
  }
}

function present(addresses: readonly Address[]): string {
  return addresses.map(({ text }) => text).join(', ');
}
