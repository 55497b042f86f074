import type { Clock } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import type { Declared } from '../model/declared.ts';
import type { EndpointKey } from '../model/health.ts';
import type { Resolution, Resolutions } from '../model/resolution.ts';
import type { Address } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';
import { type Conclusion, conclude, type Trouble } from './conclude.ts';
import { flattenedHosts } from './flattened-hosts.ts';
import type { AddressFamily, FamilyAnswer, Lookup } from './lookup.ts';
import { waitMs } from './schedule.ts';

/** Something that is worth telling of a host. */
export type HostNews =
  /** It has other addresses than before. */
  | { readonly kind: 'changed'; readonly host: Name; readonly endpoints: readonly EndpointKey[]; readonly resolution: Resolution }
  /** It cannot be looked up, or not any more, or for another kind of reason than before; `addresses` are still answered. */
  | { readonly kind: 'failing'; readonly host: Name; readonly trouble: Trouble; readonly addresses: readonly Address[] }
  | { readonly kind: 'recovered'; readonly host: Name; readonly failedMs: number }
  /** It has other addresses besides these, which are not answered. */
  | { readonly kind: 'refused'; readonly host: Name; readonly refused: readonly string[] };

export interface HostNamesOptions {
  readonly lookup: Lookup;
  /** What was known when Meridian ended. */
  readonly restored: ReadonlyMap<Name, Pick<Resolution, 'addresses' | 'foundAtMs'>>;
  /** Whether loopback addresses may be answered. */
  readonly allowLoopback: boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly onNews: (news: HostNews) => void;
}

interface Host {
  readonly name: Name;
  endpoints: readonly EndpointKey[];
  failures: number;
  trouble: Trouble['kind'] | undefined;
  refused: string;
  /** Resolves with the first answer, or when nobody waits for it any more. */
  readonly first: PromiseWithResolvers<void>;
  ended: boolean;
  cancelTimer: () => void;
}

const UNKNOWN: Resolution = { addresses: [], foundAtMs: undefined, failing: undefined };

/**
 * The addresses of the hosts in pools that flatten: each host is looked up once for all of its endpoints, again when its TTL is over, and
 * keeps what was found last for as long as nothing better is known.
 */
export class HostNames implements Disposable {
  readonly #options: HostNamesOptions;
  readonly #hosts = new Map<Name, Host>();
  readonly #known: Map<Name, Resolution>;

  constructor(options: HostNamesOptions) {
    this.#options = options;
    this.#known = new Map([...options.restored].map(([name, restored]) => [name, { ...UNKNOWN, ...restored }]));
  }

  /** What is known, now and whenever it is looked at. */
  get known(): Resolutions {
    return this.#known;
  }

  readonly addressesOf = (host: Name): readonly Address[] => (this.#known.get(host) ?? UNKNOWN).addresses;

  /** Replaces what is looked up. New hosts are asked for at once; of those that are gone everything stays known until `prune`. */
  assign(declared: Declared): void {
    const wanted = flattenedHosts(declared);
    for (const [name, host] of this.#hosts) if (!wanted.has(name)) this.#drop(host);
    for (const [name, endpoints] of wanted) {
      const host = this.#hosts.get(name);
      if (host) host.endpoints = endpoints;
      else this.#begin(name, endpoints);
    }
  }

  /** Forgets the hosts that are not looked up any more; gives those that are. */
  prune(): ReadonlySet<Name> {
    for (const name of this.#known.keys()) if (!this.#hosts.has(name)) this.#known.delete(name);
    return new Set(this.#hosts.keys());
  }

  /** Resolves when each host has addresses or a first answer; `limitMs` from now at the latest, and at once where `ending` says so. */
  async settled(limitMs: number, ending: AbortSignal): Promise<void> {
    const unknown = [...this.#hosts.values()].filter(({ name }) => this.addressesOf(name).length === 0);
    if (unknown.length === 0) return;
    const enough = Promise.withResolvers<void>();
    const cancel = this.#options.clock.after(limitMs, enough.resolve);
    ending.addEventListener('abort', () => enough.resolve(), { once: true });
    if (!ending.aborted) await Promise.race([Promise.all(unknown.map(({ first }) => first.promise)), enough.promise]);
    cancel();
  }

  [Symbol.dispose](): void {
    for (const host of this.#hosts.values()) this.#drop(host);
  }

  #begin(name: Name, endpoints: readonly EndpointKey[]): void {
    const first = Promise.withResolvers<void>();
    const host = { name, endpoints, failures: 0, trouble: undefined, refused: '', first, ended: false, cancelTimer: () => {} };
    this.#hosts.set(name, host);
    void this.#ask(host);
  }

  #drop(host: Host): void {
    host.ended = true;
    host.cancelTimer();
    host.first.resolve();
    this.#hosts.delete(host.name);
  }

  async #ask(host: Host): Promise<void> {
    const [ipv4, ipv6] = await Promise.all([this.#lookUp(host.name, 'ipv4'), this.#lookUp(host.name, 'ipv6')]);
    if (host.ended) return;
    const { clock, random, allowLoopback, onNews } = this.#options;
    const before = this.#known.get(host.name) ?? UNKNOWN;
    const conclusion = conclude(before.addresses, { ipv4, ipv6 }, { allowLoopback });
    const after = resolutionAfter(before, conclusion, clock.now());
    this.#known.set(host.name, after);
    const news = newsOf(host, { before, after, conclusion, nowMs: clock.now() });
    host.failures = conclusion.trouble ? host.failures + 1 : 0;
    host.trouble = conclusion.trouble?.kind;
    host.refused = conclusion.refused.join();
    host.cancelTimer = clock.after(waitMs({ ...conclusion, failures: host.failures }, random), () => void this.#ask(host));
    host.first.resolve();
    for (const each of news) onNews(each);
  }

  /** A look-up that breaks its promise is one that failed. */
  async #lookUp(name: Name, family: AddressFamily): Promise<FamilyAnswer> {
    try {
      return await this.#options.lookup(name, family);
    } catch (error) {
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  }
}

function resolutionAfter(before: Resolution, { addresses, ttlSeconds, trouble }: Conclusion, nowMs: number): Resolution {
  return {
    addresses,
    foundAtMs: ttlSeconds === undefined ? before.foundAtMs : nowMs,
    failing: trouble && { sinceMs: before.failing?.sinceMs ?? nowMs, reason: trouble.reason },
  };
}

interface Step {
  readonly before: Resolution;
  readonly after: Resolution;
  readonly conclusion: Conclusion;
  readonly nowMs: number;
}

function newsOf(host: Host, { before, after, conclusion, nowMs }: Step): HostNews[] {
  const { name, endpoints } = host;
  const { trouble, refused } = conclusion;
  const news: HostNews[] = [];
  if (trouble && trouble.kind !== host.trouble) news.push({ kind: 'failing', host: name, trouble, addresses: after.addresses });
  if (!trouble && before.failing) news.push({ kind: 'recovered', host: name, failedMs: nowMs - before.failing.sinceMs });
  if (trouble?.kind !== 'refused' && refused.length > 0 && refused.join() !== host.refused)
    news.push({ kind: 'refused', host: name, refused });
  if (after.addresses !== before.addresses) news.push({ kind: 'changed', host: name, endpoints, resolution: after });
  return news;
}
