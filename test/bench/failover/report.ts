import type { Table } from '../table-text.ts';
import type { FailoverReport } from './bench.ts';
import { habitSections } from './habit-report.ts';
import { type ServerSummary, summarize } from './summary.ts';

/** Of what gdnsd loses, and of half an interval and half a TTL. */
const OF_GDNSD = 0.65;
const OF_EXPECTED = 1.15;

const HOW = { refused: 'connections refused', silent: 'no answer' } as const;

type Summaries = ReadonlyMap<string, ServerSummary>;

/** The report as sentences and tables. */
export function failoverSections(report: FailoverReport): readonly (string | Table)[] {
  const summaries = new Map(report.servers.map(server => [server.name, summarize(server)]));
  return [
    head(report),
    { lines: [['server', 'version', 'how'], ...report.servers.map(({ name, version, how }) => [name, version, how])], left: 3 },
    ...missing(report),
    ...toReach(report, summaries),
    lossTable(summaries),
    costTable(summaries),
    ...behindTables(summaries),
    ...habitSections(report),
  ];
}

function head({ machine, scene, virtualCaches, servers, steadySeconds, afterSeconds }: FailoverReport): string {
  const { intervalSeconds, timeoutSeconds, ttl, failure } = scene;
  const runs = Math.max(0, ...servers.map(({ rounds }) => rounds.length));
  return (
    `${machine}. ${runs} failures of each server, ${virtualCaches} virtual caches each, ${HOW[failure]}; probes every ${intervalSeconds} s, ` +
    `timeout ${timeoutSeconds} s, TTL from ${ttl.min} to ${ttl.max} s. Steady: ${steadySeconds} s before each failure; after it: ${afterSeconds} s.`
  );
}

function missing({ missing }: FailoverReport): readonly string[] {
  if (missing.length === 0) return [];
  return [`Not installed and left out: ${missing.map(({ name, package: of }) => `${name} (${of})`).join(', ')}.`];
}

function toReach({ scene }: FailoverReport, summaries: Summaries): readonly Table[] {
  const ours = summaries.get('meridian');
  if (!ours) return [];
  const expected = (scene.intervalSeconds + ours.steadyTtl) / 2;
  const lines = [...summaries].flatMap(([name, theirs]) => {
    if (theirs === ours) return [];
    const queries = ours.steadyPerMinute / theirs.steadyPerMinute;
    const promised = name === 'gdnsd';
    return [[name, ratio(ours.lost.mean / theirs.lost.mean), promised ? ratio(OF_GDNSD) : '', ratio(queries), promised ? ratio(1) : '']];
  });
  const own = [`interval/2 + mean TTL/2 = ${seconds(expected)} s`, ratio(ours.lost.mean / expected), ratio(OF_EXPECTED), '', ''];
  return [{ lines: [['meridian beside', 'traffic lost', 'to reach', 'DNS queries', 'to reach'], ...lines, own], left: 1 }];
}

function lossTable(summaries: Summaries): Table {
  const top = ['traffic lost by a client, s', 'mean', 'median run', 'least run', 'most run', 'median client', 'worst client'];
  const lines = [...summaries].map(([name, { lost }]) => {
    return [name, ...[lost.mean, lost.medianRun, lost.leastRun, lost.mostRun, lost.median, lost.worst].map(seconds)];
  });
  return { lines: [top, ...lines], left: 1 };
}

function costTable(summaries: Summaries): Table {
  const top = [
    'on the wire',
    'detected after, s',
    'worst',
    'last stale answer, s',
    'worst',
    'mean TTL, s',
    'in doubt',
    'queries/min',
    'after',
    'lost',
  ];
  const lines = [...summaries].map(([name, { detected, lastStale, ...rest }]) => [
    name,
    ...[detected.median, detected.worst, lastStale.median, lastStale.worst].map(seconds),
    ...[rest.steadyTtl, rest.doubtTtl, rest.steadyPerMinute, rest.afterPerMinute].map(seconds),
    String(rest.unanswered),
  ]);
  return { lines: [top, ...lines], left: 1 };
}

function behindTables(summaries: Summaries): readonly Table[] {
  const names = [...new Set([...summaries.values()].flatMap(({ behind }) => [...behind.keys()]))];
  if (names.length === 0) return [];
  const top = ['one client behind', 'in front of', 'lost, median s', 'mean', 'worst', 'beside meridian', 'mean TTL told, s', 'queries/min'];
  const ours = (cache: string) => summaries.get('meridian')?.behind.get(cache)?.mean;
  const lines = names.flatMap(cache =>
    [...summaries].map(([server, { behind }]) => {
      const figures = behind.get(cache)!;
      const beside = ours(cache) === undefined ? '' : ratio(figures.mean / ours(cache)!);
      const lost = [figures.median, figures.mean, figures.worst].map(seconds);
      return [cache, server, ...lost, beside, seconds(figures.ttl), seconds(figures.perMinute)];
    }),
  );
  return [{ lines: [top, ...lines], left: 2 }];
}

/** A number with two digits, or what stands for none. */
export function seconds(value: number): string {
  if (Number.isNaN(value)) return '–';
  return Number.isFinite(value) ? value.toFixed(2) : 'never';
}

function ratio(value: number): string {
  return Number.isFinite(value) ? `× ${value.toFixed(2)}` : '–';
}
