import { Resolver } from 'node:dns/promises';
import { displayName } from '../lib/dns-name.ts';
import { parseIp } from '../lib/ip-address.ts';
import { formatSocketAddress, type SocketAddress } from '../lib/socket-address.ts';
import type { FamilyAnswer, Lookup } from './lookup.ts';

/** Milliseconds that the first try waits for one resolver; the second waits twice as long. */
const TIMEOUT_MS = 2000;
const TRIES = 2;

/** Resolvers that are asked over DNS, one after the other. Disposing ends every question at once. */
export interface DnsLookup extends Disposable {
  readonly lookup: Lookup;
}

/** What Node's codes of errors (those of c-ares) mean where the resolver has answered. */
const NONE: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'no such name'],
  ['ENODATA', 'no addresses'],
]);

const FAILED: ReadonlyMap<string, string> = new Map([
  ['ETIMEOUT', 'timeout'],
  ['ECONNREFUSED', 'no resolver answers'],
  ['ESERVFAIL', 'the resolver says SERVFAIL'],
  ['EREFUSED', 'the resolver says REFUSED'],
  ['ENOTIMP', 'the resolver says NOTIMP'],
  ['EFORMERR', 'the resolver says FORMERR'],
  ['EBADRESP', 'the answer of the resolver cannot be read'],
  ['ECANCELLED', 'given up'],
]);

/** Asks `servers`, or without any those of the system, as they were when the process began. */
export function dnsLookup(servers: readonly SocketAddress[]): DnsLookup {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (servers.length > 0) resolver.setServers(servers.map(formatSocketAddress));
  const ask = {
    ipv4: (name: string) => resolver.resolve4(name, { ttl: true }),
    ipv6: (name: string) => resolver.resolve6(name, { ttl: true }),
  };
  return {
    lookup: (host, family) => ask[family](displayName(host)).then(found, notFound),
    [Symbol.dispose]: () => resolver.cancel(),
  };
}

function found(records: readonly { readonly address: string; readonly ttl: number }[]): FamilyAnswer {
  const addresses = records.map(({ address }) => address).filter(address => parseIp(address));
  if (addresses.length === 0) return { kind: 'none', reason: NONE.get('ENODATA')! };
  return { kind: 'found', addresses, ttlSeconds: Math.min(...records.map(({ ttl }) => ttl)) };
}

function notFound(error: NodeJS.ErrnoException): FamilyAnswer {
  const code = error.code ?? '';
  const none = NONE.get(code);
  return none ? { kind: 'none', reason: none } : { kind: 'failed', reason: FAILED.get(code) ?? error.message };
}
