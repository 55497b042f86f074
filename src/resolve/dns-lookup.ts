import { Resolver } from 'node:dns/promises';
import { displayName } from '../lib/dns-name.ts';
import { parseIp } from '../lib/ip-address.ts';
import { formatSocketAddress, type SocketAddress } from '../lib/socket-address.ts';
import type { AddressFamily, FamilyAnswer, Lookup } from './lookup.ts';

/** How long one try waits for one resolver. */
const TIMEOUT_MS = 2000;
/** How often the list of resolvers is gone through. */
const ROUNDS = 2;

/** Resolvers that are asked over DNS. Disposing ends every question at once. */
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

const FAILED_TO_ASK: FamilyAnswer = { kind: 'failed', reason: FAILED.get('ECANCELLED')! };

/**
 * Asks `servers`, without any those of the system as they were when the process began: one after the other until one knows, twice, and
 * first the one that knew last. c-ares itself, as Node has it, would take an error for an answer and leave the others alone.
 */
export function dnsLookup(servers: readonly SocketAddress[]): DnsLookup {
  const texts = servers.length > 0 ? servers.map(formatSocketAddress) : new Resolver().getServers();
  const resolvers = texts.map(resolverAt);
  const end = new AbortController();
  let first = 0;
  const lookup: Lookup = async (host, family) => {
    let answer: FamilyAnswer = FAILED_TO_ASK;
    const begin = first;
    for (let i = 0; i < ROUNDS * resolvers.length && !end.signal.aborted; i++) {
      const at = (begin + i) % resolvers.length;
      answer = await ask(resolvers[at]!, displayName(host), family);
      if (answer.kind === 'failed') continue;
      first = at;
      return answer;
    }
    return answer;
  };
  return {
    lookup,
    [Symbol.dispose]() {
      end.abort();
      for (const resolver of resolvers) resolver.cancel();
    },
  };
}

function resolverAt(server: string): Resolver {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 });
  resolver.setServers([server]);
  return resolver;
}

function ask(resolver: Resolver, name: string, family: AddressFamily): Promise<FamilyAnswer> {
  const records = family === 'ipv4' ? resolver.resolve4(name, { ttl: true }) : resolver.resolve6(name, { ttl: true });
  return records.then(found, notFound);
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
