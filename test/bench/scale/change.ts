import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../clean-up.ts';
import { startSteady } from '../load/steady.ts';
import { latencies, median, percentile } from '../load/trace.ts';
import type { BenchOptions } from '../options.ts';
import { type Arrival, arrivalOf } from './arrival.ts';
import { type Served, startServe } from './serve.ts';
import { sharedClockMs } from './shared-clock.ts';
import { type Site, startSite } from './site.ts';
import { CHANGE_ZONE, changeQuestions, type Shape, writeChangeZone } from './zones.ts';

/** Questions a second while it happens, from so many ports: enough that every worker gets some. */
export const RATE = 5000;
export const PORTS = 8;
/** Before the change, during it, and the time in which a probe comes. */
const QUIET_MS = 1000;
const CHANGE_MS = 1000;
const SECONDS = 3;

/** What all the record sets depend on, as the API names it. */
const ENDPOINT = `/v1/zones/${CHANGE_ZONE}/pools/first/endpoints/a`;

const SHAPES: readonly Shape[] = ['alike', 'different'];
/** What changes: the site fails its probe, and works again; or an operator forces its endpoint down, and releases it. */
const KINDS = ['verdict', 'override'] as const;

export interface Latencies {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
}

/** All flips of one kind, of one shape of record sets. */
export interface ChangeFigures {
  readonly shape: Shape;
  readonly kind: (typeof KINDS)[number];
  readonly flips: number;
  /** Milliseconds from what decides until the first answer shows it, and until all do. */
  readonly first: { readonly medianMs: number; readonly worstMs: number };
  readonly last: { readonly medianMs: number; readonly worstMs: number };
  /** Of all questions in the second before a change, and in the second from it on. */
  readonly quiet: Latencies;
  readonly during: Latencies;
  /** Of the flip where it was greatest, 5 questions in that second waiting longer. */
  readonly worstP999Ms: number;
  readonly lossPercent: number;
  /** How late the load itself was, at the 99.9th percentile: median over the flips. */
  readonly lateMs: number;
}

interface Flip {
  readonly arrival: Arrival;
  readonly quiet: Float64Array;
  readonly during: Float64Array;
  readonly lost: number;
  readonly lateMs: number;
  readonly sent: number;
}

interface Scene {
  readonly site: Site;
  readonly server: Served;
  readonly questions: string;
  readonly directory: string;
}

/** Turns an endpoint that 10,000 record sets depend on, again and again, under a steady load. */
export async function measureChanges({ flips, progress }: BenchOptions): Promise<readonly ChangeFigures[]> {
  const figures: ChangeFigures[] = [];
  for (const shape of SHAPES) {
    await using folder = await temporaryFolder();
    await using site = await startSite();
    const zones = join(folder.path, 'zones');
    await writeChangeZone(zones, shape, site.port);
    const questions = join(folder.path, 'questions.txt');
    await writeFile(questions, `${changeQuestions().join('\n')}\n`);
    await using server = await startServe(zones, folder.path);
    const scene: Scene = { site, server, questions, directory: folder.path };
    for (const kind of KINDS) figures.push(await measureKind(scene, shape, kind, flips, progress));
  }
  return figures;
}

async function measureKind(
  scene: Scene,
  shape: Shape,
  kind: ChangeFigures['kind'],
  flips: number,
  progress: (line: string) => void,
): Promise<ChangeFigures> {
  const done: Flip[] = [];
  // An even number, so that all is up again; the first two are the warm-up.
  for (let flip = -2; flip < flips + (flips % 2); flip++) {
    // Each flap within an hour doubles what it takes to be up again; what is measured here is the change, not the calm.
    await scene.server.api('POST', `${ENDPOINT}/recover`);
    progress(`10,000 record sets, trees ${shape}: change by ${kind} ${flip < 0 ? '(warming up)' : `${flip + 1} of ${flips}`}`);
    const figures = await measureFlip(scene, kind, flip % 2 !== 0);
    if (flip >= 0 && flip < flips) done.push(figures);
  }
  return {
    shape,
    kind,
    flips: done.length,
    first: medianAndWorst(done.map(({ arrival }) => arrival.firstMs)),
    last: medianAndWorst(done.map(({ arrival }) => arrival.lastMs)),
    quiet: summary(done.map(({ quiet }) => quiet)),
    during: summary(done.map(({ during }) => during)),
    worstP999Ms: Math.max(...done.map(({ during }) => percentile(during, 0.999))),
    lateMs: median(done.map(({ lateMs }) => lateMs)),
    lossPercent: (100 * sum(done.map(({ lost }) => lost))) / sum(done.map(({ sent }) => sent)),
  };
}

async function measureFlip({ site, server, questions, directory }: Scene, kind: ChangeFigures['kind'], up: boolean): Promise<Flip> {
  const load = { port: server.dnsPort, questions, option: undefined, seconds: SECONDS, processors: undefined };
  const running = await startSteady({ ...load, rate: RATE, ports: PORTS, spins: false, directory });
  await sleep(QUIET_MS);
  const turnedMs = sharedClockMs();
  const decidedMs = kind === 'verdict' ? await site.turn(up) : await override(server, up);
  const { sent, answered, lateMs, trace } = await running.outcome;
  return {
    arrival: arrivalOf(trace, decidedMs, up),
    quiet: latencies(trace, turnedMs - QUIET_MS, turnedMs),
    during: latencies(trace, decidedMs, decidedMs + CHANGE_MS),
    lost: sent - answered,
    lateMs,
    sent,
  };
}

/** Gives the moment of the request: what the API does with it, the store among it, counts. */
async function override(server: Served, up: boolean): Promise<number> {
  const path = `${ENDPOINT}/override`;
  const askedMs = sharedClockMs();
  if (up) await server.api('DELETE', path);
  else await server.api('PUT', path, { state: 'down', reason: 'bench' });
  return askedMs;
}

function summary(parts: readonly Float64Array[]): Latencies {
  const all = Float64Array.from(parts.flatMap(part => [...part])).sort();
  return { p50Ms: percentile(all, 0.5), p99Ms: percentile(all, 0.99), p999Ms: percentile(all, 0.999) };
}

function medianAndWorst(values: readonly number[]) {
  return { medianMs: median(values), worstMs: Math.max(...values) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
