import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../clean-up.ts';
import { percentile } from '../load/trace.ts';
import { describeMachine } from '../machine.ts';
import type { BenchOptions } from '../options.ts';
import type { Table } from '../table-text.ts';
import { apexText } from '../workload.ts';
import { startFleet } from './fleet.ts';
import { type Sites, startSites } from './site.ts';

const ZONE = 'detect.test';
/** Each breaks once, so many moments of the interval are tried at once. */
const ENDPOINTS = 60;
const FALL = 2;
const CONFIRM_MS = 500;

interface Case {
  readonly intervalMs: number;
  readonly vantages: number;
}

const CASES: readonly Case[] = [
  { intervalMs: 10_000, vantages: 1 },
  { intervalMs: 10_000, vantages: 2 },
  { intervalMs: 10_000, vantages: 3 },
  { intervalMs: 30_000, vantages: 3 },
];

export interface DetectionFigures extends Case {
  readonly expectedMs: number;
  readonly meanMs: number;
  readonly p95Ms: number;
  readonly worstMs: number;
}

export interface DetectionReport {
  readonly bench: 'detection';
  readonly machine: string;
  readonly figures: readonly DetectionFigures[];
}

/** How long it takes from the breaking of a site until its verdict is down: real agents beside a real controller. */
export async function benchDetection({ progress }: BenchOptions): Promise<DetectionReport> {
  const figures: DetectionFigures[] = [];
  for (const each of CASES) {
    progress(`${each.vantages} vantages, every ${each.intervalMs / 1000} s: ${ENDPOINTS} endpoints break`);
    figures.push(await measure(each));
  }
  return { bench: 'detection', machine: describeMachine(), figures };
}

async function measure({ intervalMs, vantages }: Case): Promise<DetectionFigures> {
  await using folder = await temporaryFolder();
  await using sites = await startSites();
  const zones = join(folder.path, 'zones');
  await writeZone(zones, sites.port, intervalMs);
  await using fleet = await startFleet({ zones, directory: folder.path, vantages, endpoints: ENDPOINTS });
  await fleet.settled();
  // Phases are those of the whole fleet from the second turn on.
  await sleep(2 * intervalMs);
  const brokenMs = await breakAll(sites, intervalMs);
  while (fleet.downs.size < ENDPOINTS) await sleep(100);
  const took = Float64Array.from(brokenMs, ([endpoint, atMs]) => fleet.downs.get(endpoint)! - atMs).sort();
  const meanMs = took.reduce((sum, ms) => sum + ms, 0) / took.length;
  const expectedMs = intervalMs / (2 * vantages) + 1000;
  return { intervalMs, vantages, expectedMs, meanMs, p95Ms: percentile(took, 0.95), worstMs: took.at(-1)! };
}

/** One after the other, spread over an interval. */
async function breakAll(sites: Sites, intervalMs: number): Promise<ReadonlyMap<string, number>> {
  const brokenMs = new Map<string, number>();
  for (let i = 0; i < ENDPOINTS; i++) {
    const endpoint = (i * 37) % ENDPOINTS;
    brokenMs.set(`${ZONE}./p${endpoint}/a`, Date.now());
    sites.break(addressOf(endpoint));
    await sleep(intervalMs / ENDPOINTS);
  }
  return brokenMs;
}

function addressOf(endpoint: number): string {
  return `127.0.1.${endpoint + 1}`;
}

async function writeZone(directory: string, port: number, intervalMs: number): Promise<void> {
  await mkdir(directory, { recursive: true });
  const all = Array.from({ length: ENDPOINTS }, (_, i) => i);
  const pools = all.map(i => `  p${i}: { site: one, monitor: web, endpoints: { a: ${addressOf(i)} } }\n`);
  const records = all.map(i => `  w${i}: { steer: p${i} }\n`);
  const monitor = `{ type: http, port: ${port}, interval: ${intervalMs}ms, timeout: 1s, fall: ${FALL}, rise: 2, confirm: ${CONFIRM_MS}ms }`;
  await writeFile(join(directory, `${ZONE}.zone`), apexText(ZONE));
  await writeFile(
    join(directory, `${ZONE}.yaml`),
    `sites:\n  one: { country: CN }\nmonitors:\n  web: ${monitor}\npools:\n${pools.join('')}records:\n${records.join('')}`,
  );
}

/** The report as sentences and a table. */
export function detectionSections({ machine, figures }: DetectionReport): readonly (string | Table)[] {
  const head = ['every', 'vantages', 'interval/(2 × vantages) + 1 s', 'mean, s', '95th percentile', 'worst'];
  const lines = figures.map(({ intervalMs, vantages, expectedMs, meanMs, p95Ms, worstMs }) => [
    `${intervalMs / 1000} s`,
    String(vantages),
    ...[expectedMs, meanMs, p95Ms, worstMs].map(ms => (ms / 1000).toFixed(2)),
  ]);
  return [
    `${machine}. ${ENDPOINTS} endpoints that answer 503 from one moment on, fall ${FALL}, confirm ${CONFIRM_MS} ms, quorum majority.`,
    { lines: [head, ...lines], left: 1 },
  ];
}
