import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../clean-up.ts';
import { describeMachine } from '../machine.ts';
import { askedFor, type BenchOptions } from '../options.ts';
import { CACHES, TUNED_CACHES } from './caches/all.ts';
import type { CacheKind } from './caches/cache.ts';
import { type CacheHabits, learnHabits } from './habits.ts';
import { measureRound, type RoundFigures, type RoundPlan } from './round.ts';
import type { Scene } from './scene.ts';
import { gdnsd } from './servers/gdnsd.ts';
import { meridian, unalignedMeridian } from './servers/meridian.ts';
import { powerdns } from './servers/powerdns.ts';
import type { WatchingServer } from './servers/server.ts';
import { type Sites, startSites } from './site.ts';

export const SERVERS: readonly WatchingServer[] = [meridian, unalignedMeridian, gdnsd, powerdns];
/** So many failures of each server are measured at once: all of it waits most of the time. */
const AT_ONCE = 4;
const VIRTUAL_CACHES = 300;
const TTL = { min: 1, max: 20 };
const FALL = 2;
const RISE = 3;

/** Everything but the addresses. */
export type CommonScene = Omit<Scene, 'active' | 'standby' | 'sitePort'>;

export interface ServerRuns {
  readonly name: string;
  readonly how: string;
  readonly version: string;
  /** In the order of their phases. */
  readonly rounds: readonly RoundFigures[];
}

export interface FailoverReport {
  readonly bench: 'failover';
  readonly machine: string;
  readonly scene: CommonScene;
  readonly virtualCaches: number;
  /** Seconds that were measured before each failure, and after it. */
  readonly steadySeconds: number;
  readonly afterSeconds: number;
  readonly servers: readonly ServerRuns[];
  readonly caches: readonly { readonly name: string; readonly version: string }[];
  readonly habits: readonly CacheHabits[];
  /** What to install for what was left out. */
  readonly missing: readonly { readonly name: string; readonly package: string }[];
}

type Times = Pick<RoundPlan, 'settleMs' | 'spreadMs' | 'steadyMs' | 'afterMs'>;

/** How much traffic a failover costs, side by side: the same site fails for all, at moments spread evenly over the interval of the probes. */
export async function benchFailover(options: BenchOptions): Promise<FailoverReport> {
  const { runs, intervalSeconds, failure, progress } = options;
  const scene: CommonScene = { intervalSeconds, timeoutSeconds: 1, fall: FALL, rise: RISE, ttl: TTL, failure };
  const chosen = askedFor(options, SERVERS);
  const here = chosen.filter(isHere);
  const caches = CACHES.filter(isHere);
  const times = timesFor(scene);
  await using folder = await temporaryFolder();
  await using sites = await startSites();
  const habits = learnAll([...CACHES, ...TUNED_CACHES].filter(isHere), join(folder.path, 'habits'));
  // It is awaited after the rounds; until then nobody else looks at it.
  habits.catch(() => {});
  const rounds = new Map<WatchingServer, RoundFigures[]>(here.map(server => [server, []]));
  for (let first = 0; first < runs; first += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, runs - first) }, (_, i) => first + i);
    progress(`failover: ${batch.length} failures of each of ${here.length} servers, ${first} of ${runs} done`);
    const plans = batch.map(run => ({ ...times, run, runs, scene, realCaches: caches, folder: folder.path }));
    for (const [server, figures] of await measureBatch(here, sites, plans)) rounds.get(server)!.push(figures);
  }
  return {
    bench: 'failover',
    machine: describeMachine(),
    scene,
    virtualCaches: VIRTUAL_CACHES,
    steadySeconds: times.steadyMs / 1000,
    afterSeconds: times.afterMs / 1000,
    servers: here.map(server => ({ name: server.name, how: server.how(scene), version: server.version()!, rounds: rounds.get(server)! })),
    caches: caches.map(({ name, version }) => ({ name, version: version()! })),
    habits: await habits,
    missing: [...chosen, ...CACHES].flatMap(({ name, version, package: of }) =>
      version() === undefined && of ? [{ name, package: of }] : [],
    ),
  };
}

/** Caches ask for the first time over the longest TTL there is, so that their moments are spread whatever the TTL; then it is measured for longer than that. */
function timesFor({ intervalSeconds, ttl }: CommonScene): Times {
  return {
    settleMs: 4 * intervalSeconds * 1000,
    spreadMs: ttl.max * 1000,
    steadyMs: 2 * ttl.max * 1000,
    afterMs: Math.max(10 * intervalSeconds, 1.5 * ttl.max) * 1000,
  };
}

interface RunPlan extends Times {
  readonly run: number;
  readonly runs: number;
  readonly scene: CommonScene;
  readonly realCaches: readonly CacheKind[];
  readonly folder: string;
}

/** All at once; where one fails all are awaited, so that every program has ended. */
async function measureBatch(servers: readonly WatchingServer[], sites: Sites, plans: readonly RunPlan[]) {
  const measured = plans.flatMap(plan => servers.map(async server => [server, await measureRun(server, sites, plan)] as const));
  const settled = await Promise.allSettled(measured);
  return settled.map(outcome => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

async function measureRun(server: WatchingServer, sites: Sites, plan: RunPlan): Promise<RoundFigures> {
  const { run, runs, folder } = plan;
  const directory = join(folder, `${server.name}-${run}`);
  await mkdir(directory);
  const block = `127.53.${SERVERS.indexOf(server)}`;
  const addresses = { active: `${block}.${2 * run + 1}`, standby: `${block}.${2 * run + 2}`, sitePort: sites.port };
  return measureRound(server, sites, {
    ...plan,
    scene: { ...plan.scene, ...addresses },
    directory,
    phase: (run + 0.5) / runs,
    stagger: staggerOf(run),
    virtualCaches: VIRTUAL_CACHES,
  });
}

/** Evenly spread over all runs, and in no step with the phases: multiples of the golden ratio. */
function staggerOf(run: number): number {
  return ((run + 1) * 0.618_034) % 1;
}

function isHere({ version }: Pick<CacheKind, 'version'>): boolean {
  return version() !== undefined;
}

async function learnAll(caches: readonly CacheKind[], directory: string): Promise<readonly CacheHabits[]> {
  await mkdir(directory);
  return Promise.all(caches.map(kind => learnHabits(kind, directory)));
}
