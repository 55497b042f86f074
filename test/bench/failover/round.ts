import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CacheKind } from './caches/cache.ts';
import { between, firstMs, type Listener, lastStaleMs, lostMs, meanTtl, perMinute } from './heard.ts';
import { startClient, startVirtualCaches } from './listeners.ts';
import { addressNumber } from './message.ts';
import { type Relay, startRelay } from './relay.ts';
import { NAME, type Scene } from './scene.ts';
import type { WatchingServer } from './servers/server.ts';
import type { Sites } from './site.ts';

/** One failure of one site. All times in milliseconds. */
export interface RoundPlan {
  readonly scene: Scene;
  /** For the files of all its programs; it exists. */
  readonly directory: string;
  /** How long after a probe the site fails, as a share of the interval. */
  readonly phase: number;
  /** When the clients of real caches begin, as a share of `spreadMs`. */
  readonly stagger: number;
  readonly virtualCaches: number;
  readonly realCaches: readonly CacheKind[];
  /** From the first answer until anybody asks for the bench. */
  readonly settleMs: number;
  /** Over so long the caches ask for the first time. */
  readonly spreadMs: number;
  /** How long the steady state is measured. */
  readonly steadyMs: number;
  /** How long questions are counted after the failure, at least. */
  readonly afterMs: number;
}

export interface RoundFigures {
  /** Of each virtual cache; Infinity: it never had the living site. */
  readonly lostMs: readonly number[];
  /** From the failure until the first new answer, and until the last old one, on the wire. */
  readonly detectedMs: number;
  readonly lastStaleMs: number;
  /** The mean TTL handed out to the virtual caches in the steady state, and from the failure until the first new answer; seconds. */
  readonly steadyTtl: number;
  readonly doubtTtl: number;
  /** Questions of one virtual cache: in the steady state, and in the time from the failure on that is the same for all. */
  readonly steadyPerMinute: number;
  readonly afterPerMinute: number;
  readonly unanswered: number;
  readonly behindCaches: readonly BehindFigures[];
}

/** A client behind a real cache. */
export interface BehindFigures {
  readonly cache: string;
  readonly lostMs: number;
  /** The mean TTL that the cache was told, and how often it asked. */
  readonly steadyTtl: number;
  readonly steadyPerMinute: number;
}

/** How often the name server itself is asked for what is on the wire, and a cache by its client. */
const WIRE_MS = 50;
const CLIENT_MS = 100;
/** Who has no new answer so long after the failure is not waited for. */
const LIMIT_MS = 120_000;
const LOOK_MS = 50;

interface Behind {
  readonly cache: string;
  readonly relay: Relay;
  readonly client: Listener;
}

/** Starts a name server and everything that asks it, lets the active site fail, and measures until all have moved. */
export async function measureRound(server: WatchingServer, sites: Sites, plan: RoundPlan): Promise<RoundFigures> {
  const { scene } = plan;
  await using stack = new AsyncDisposableStack();
  for (const address of [scene.active, scene.standby]) {
    await sites.open(address);
    stack.defer(() => sites.fail(address, 'refused'));
  }
  const { port } = stack.use(await server.start(plan.directory, scene));
  const started = await Promise.all(plan.realCaches.map(kind => startCache(kind, port, plan, stack)));
  await sleep(plan.settleMs);
  const wire = stack.use(await startClient(port, NAME, WIRE_MS));
  const caches = stack.use(await startVirtualCaches({ port, name: NAME, count: plan.virtualCaches, spreadMs: plan.spreadMs }));
  await sleep(plan.stagger * plan.spreadMs);
  const behind = await Promise.all(
    started.map(async ({ cache, relay, cachePort }): Promise<Behind> => {
      return { cache, relay, client: stack.use(await startClient(cachePort, NAME, CLIENT_MS)) };
    }),
  );
  await sleep((1 - plan.stagger) * plan.spreadMs);
  const steadyMs = performance.now();
  await sleep(plan.steadyMs);
  const failedMs = await fail(sites, plan);
  await untilMoved([caches, ...behind.map(({ client }) => client)], addressNumber(scene.standby), failedMs);
  await sleep(Math.max(0, failedMs + plan.afterMs - performance.now()));
  return figures({ plan, wire, caches, behind, steadyMs, failedMs });
}

async function startCache(kind: CacheKind, port: number, { directory }: RoundPlan, stack: AsyncDisposableStack) {
  const relay = stack.use(await startRelay(port));
  const home = join(directory, kind.name);
  await mkdir(home);
  const { port: cachePort } = stack.use(await kind.start({ directory: home, serverPort: relay.port, question: NAME }));
  return { cache: kind.name, relay, cachePort };
}

async function fail(sites: Sites, { scene, phase }: RoundPlan): Promise<number> {
  await sites.nextProbe(scene.active);
  await sleep(phase * scene.intervalSeconds * 1000);
  sites.fail(scene.active, scene.failure);
  return performance.now();
}

async function untilMoved(listeners: readonly Listener[], living: number, failedMs: number): Promise<void> {
  const moved = () => listeners.every(({ heard }) => heard.every(each => each.at(-1)?.address === living));
  while (!moved() && performance.now() < failedMs + LIMIT_MS) await sleep(LOOK_MS);
}

interface Raw {
  readonly plan: RoundPlan;
  readonly wire: Listener;
  readonly caches: Listener;
  readonly behind: readonly Behind[];
  readonly steadyMs: number;
  readonly failedMs: number;
}

function figures({ plan, wire, caches, behind, steadyMs, failedMs }: Raw): RoundFigures {
  const [dead, living] = [addressNumber(plan.scene.active), addressNumber(plan.scene.standby)];
  const direct = [...wire.heard, ...caches.heard];
  const detectedMs = firstMs(direct, living, failedMs);
  const steady = between(caches.heard, steadyMs, failedMs);
  const after = between(caches.heard, failedMs, failedMs + plan.afterMs);
  return {
    lostMs: caches.heard.map(heard => lostMs(heard, living, failedMs)),
    detectedMs,
    lastStaleMs: lastStaleMs(direct, dead, failedMs),
    steadyTtl: meanTtl(steady),
    doubtTtl: meanTtl(between(caches.heard, failedMs, failedMs + detectedMs)),
    steadyPerMinute: perMinute(caches.heard, steadyMs, failedMs),
    afterPerMinute: (after.length * 60_000) / (plan.afterMs * plan.virtualCaches),
    unanswered: caches.unanswered() + wire.unanswered(),
    behindCaches: behind.map(({ cache, relay, client }) => {
      const asked = between([relay.heard], steadyMs, failedMs);
      return {
        cache,
        lostMs: lostMs(client.heard[0]!, living, failedMs),
        steadyTtl: meanTtl(asked),
        steadyPerMinute: perMinute([relay.heard], steadyMs, failedMs),
      };
    }),
  };
}
