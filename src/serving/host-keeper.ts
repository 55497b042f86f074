import type { Control } from '../control/loop.ts';
import type { Clock } from '../lib/clock.ts';
import { isLoopback, parseIp } from '../lib/ip-address.ts';
import type { Random } from '../lib/random.ts';
import type { SocketAddress } from '../lib/socket-address.ts';
import type { Declared } from '../model/declared.ts';
import { dnsLookup } from '../resolve/dns-lookup.ts';
import { HostNames, type HostNews } from '../resolve/host-names.ts';
import { limited } from '../resolve/limited.ts';
import type { Resolutions, RestoredResolutions, SavedResolution } from '../store/resolutions.ts';
import type { Faults } from './faults.ts';
import { describeHost } from './host-words.ts';
import { LateWrites } from './late-writes.ts';
import type { Logger } from './log.ts';

export interface HostKeeperParts {
  /** Resolvers to ask; empty: those of the system. */
  readonly resolvers: readonly SocketAddress[];
  /** What the store held at start. */
  readonly stored: RestoredResolutions['resolutions'];
  readonly store: Pick<Resolutions, 'save' | 'prune'>;
  /** Takes changes of addresses to the answers, as soon as there are any. */
  readonly control: Promise<Pick<Control, 'verdictChanged'>>;
  readonly faults: Pick<Faults, 'note'>;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly clock: Clock;
  readonly random: Random;
}

/** How long a start or a reload waits for hosts of which nothing is known: its first answers would be worse without. */
export const FIRST_LOOKUPS_MS = 2000;

/** Questions under way at once: a resolver is not to be flooded when ten thousand names are declared together. */
const MOST_QUESTIONS = 64;

/** The hosts that are looked up, and what comes of it: it is written down, told in the log, and carried to the answers. */
export class HostKeeper implements Disposable {
  readonly names: HostNames;
  readonly #parts: HostKeeperParts;
  readonly #end = new DisposableStack();
  readonly #writes: LateWrites<SavedResolution>;

  constructor(parts: HostKeeperParts) {
    const { resolvers, stored: restored, store, faults, clock, random } = parts;
    const onFault = (error: unknown) => faults.note('addresses of hosts could not be stored', error);
    const { lookup } = this.#end.use(dnsLookup(resolvers));
    this.#parts = parts;
    this.#writes = this.#end.use(new LateWrites({ write: rows => store.save(rows), clock, onFault }));
    const allowLoopback = resolvers.length > 0 && resolvers.every(({ address }) => isLoopback(parseIp(address)!));
    const asked = limited(lookup, MOST_QUESTIONS);
    const names = new HostNames({ lookup: asked, restored, allowLoopback, clock, random, onNews: news => this.#take(news) });
    this.names = this.#end.use(names);
  }

  assign(declared: Declared): void {
    this.names.assign(declared);
  }

  /** Resolves when something is known of each host, after FIRST_LOOKUPS_MS at the latest, and at once when told to end. */
  settled(ending: AbortSignal): Promise<void> {
    return this.names.settled(FIRST_LOOKUPS_MS, ending);
  }

  /** Forgets what is not declared any more, in the store too. */
  prune(): void {
    const { store, faults } = this.#parts;
    try {
      store.prune(this.names.prune());
    } catch (error) {
      faults.note('hosts that are not declared any more are still in the store', error);
    }
  }

  [Symbol.dispose](): void {
    this.#end.dispose();
  }

  #take(news: HostNews): void {
    const { log } = this.#parts;
    const line = describeHost(news);
    if (line) log[line.level](line.fields, line.message);
    if (news.kind !== 'changed') return;
    this.#writes.add(news.host, { host: news.host, ...news.resolution, foundAtMs: news.resolution.foundAtMs! });
    for (const endpoint of news.endpoints) void this.#carry(endpoint);
  }

  async #carry(endpoint: string): Promise<void> {
    const { control, faults } = this.#parts;
    try {
      await (await control).verdictChanged(endpoint);
    } catch (error) {
      faults.note('addresses of a host could not be carried to the answers', error);
    }
  }
}
