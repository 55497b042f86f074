import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../load/trace.ts';
import { type Authority, startAuthority } from './authority.ts';
import type { CacheKind } from './caches/cache.ts';
import type { Heard, Listener } from './heard.ts';
import { startClient } from './listeners.ts';
import { ZONE } from './scene.ts';

/** What a cache makes of a TTL. */
export interface TtlHabit {
  /** What the name server says, in seconds. */
  readonly ttl: number;
  /** From when it has said so until a client is told the last time: the median and the worst, in seconds. */
  readonly heldSeconds: number;
  readonly longestSeconds: number;
  /** How long after an answer the name server is asked again; the median, in seconds. */
  readonly againSeconds: number;
  /** The greatest TTL that a client is told, and the least. */
  readonly mostTold: number;
  readonly leastTold: number;
}

export interface CacheHabits {
  readonly cache: string;
  readonly version: string;
  readonly ttls: readonly TtlHabit[];
  /** How old answers become that clients are given while the name server is silent, in seconds; and what they are given then. */
  readonly silentSeconds: number;
  readonly silentAnswers: 'stale' | 'error' | 'nothing';
  /** From when the name server speaks again until a client has a fresh answer; Infinity: longer than was waited. */
  readonly freshSeconds: number;
}

const TTLS = [0, 1, 5, 20];
/** The TTL whose answers are followed while the name server is silent. */
const SILENT_TTL = 5;
const CLIENT_MS = 100;
const SPEAKS_MS = 65_000;
const SILENT_MS = 20_000;
const PATIENCE_MS = 30_000;
const LOOK_MS = 20;
/** A stale answer is one that is older than its TTL by more than the next whole second. */
const ROUNDING_SECONDS = 1.2;

/** Lets clients ask a cache all the time, with a name server behind it that speaks, is silent, and speaks again. */
export async function learnHabits(kind: CacheKind, directory: string): Promise<CacheHabits> {
  await using stack = new AsyncDisposableStack();
  const authority = stack.use(await startAuthority());
  const home = join(directory, kind.name.replaceAll(/\W+/g, '-'));
  await mkdir(home);
  const { port } = stack.use(await kind.start({ directory: home, serverPort: authority.port, question: nameOf(SILENT_TTL) }));
  const clients = new Map<number, Listener>();
  for (const ttl of TTLS) clients.set(ttl, stack.use(await startClient(port, nameOf(ttl), CLIENT_MS)));
  await sleep(SPEAKS_MS);
  authority.silent = true;
  const silentMs = performance.now();
  await sleep(SILENT_MS);
  authority.silent = false;
  const followed = clients.get(SILENT_TTL)!.heard[0]!;
  const freshSeconds = await untilFresh(followed, authority);
  return {
    cache: kind.name,
    version: kind.version() ?? '',
    ttls: TTLS.map(ttl => ttlHabit(ttl, before(clients.get(ttl)!.heard[0]!, silentMs), authority)),
    ...silence(followed, authority, silentMs),
    freshSeconds,
  };
}

function nameOf(ttl: number): string {
  return `ttl${ttl}.${ZONE}`;
}

function before(heard: readonly Heard[], ms: number): readonly Heard[] {
  return heard.filter(({ atMs, address }) => atMs < ms && address !== 0);
}

/** Every answer but the first, which may have been asked for before there was a client, and the last, which was not yet over. */
function ttlHabit(ttl: number, heard: readonly Heard[], { given }: Authority): TtlHabit {
  const addresses = [...new Set(heard.map(({ address }) => address))].slice(1, -1);
  const times = addresses.map(address => given.get(address)!.atMs);
  const held = addresses.map((address, i) => (heard.findLast(each => each.address === address)!.atMs - times[i]!) / 1000);
  const again = times.slice(1).map((atMs, i) => (atMs - times[i]!) / 1000);
  const told = heard.map(each => each.ttl);
  return {
    ttl,
    heldSeconds: median(held),
    longestSeconds: Math.max(...held),
    againSeconds: median(again),
    mostTold: Math.max(...told),
    leastTold: Math.min(...told),
  };
}

function silence(heard: readonly Heard[], { given }: Authority, silentMs: number): Pick<CacheHabits, 'silentSeconds' | 'silentAnswers'> {
  const during = heard.filter(({ atMs }) => atMs >= silentMs && atMs < silentMs + SILENT_MS);
  const ages = during.filter(({ address }) => address !== 0).map(({ atMs, address }) => (atMs - given.get(address)!.atMs) / 1000);
  const silentSeconds = Math.max(0, ...ages);
  if (silentSeconds > SILENT_TTL + ROUNDING_SECONDS) return { silentSeconds, silentAnswers: 'stale' };
  return { silentSeconds, silentAnswers: during.some(({ address }) => address === 0) ? 'error' : 'nothing' };
}

async function untilFresh(heard: readonly Heard[], { given }: Authority): Promise<number> {
  const sinceMs = performance.now();
  while (performance.now() < sinceMs + PATIENCE_MS) {
    const last = heard.at(-1);
    const givenMs = last && given.get(last.address)?.atMs;
    if (last && givenMs !== undefined && givenMs >= sinceMs) return (last.atMs - sinceMs) / 1000;
    await sleep(LOOK_MS);
  }
  return Number.POSITIVE_INFINITY;
}
