import type { ServerRuns } from './bench.ts';

/** Seconds, over all runs. */
export interface LossSummary {
  readonly mean: number;
  /** Of the runs' means. */
  readonly medianRun: number;
  readonly leastRun: number;
  readonly mostRun: number;
  /** Of all clients. */
  readonly median: number;
  readonly worst: number;
}

export interface ServerSummary {
  readonly lost: LossSummary;
  readonly detected: Spread;
  readonly lastStale: Spread;
  /** Seconds; `doubtTtl` is NaN where no cache asked in that time. */
  readonly steadyTtl: number;
  readonly doubtTtl: number;
  readonly steadyPerMinute: number;
  readonly afterPerMinute: number;
  readonly unanswered: number;
  /** By the name of the real cache. */
  readonly behind: ReadonlyMap<string, BehindSummary>;
}

/** Seconds. */
export interface Spread {
  readonly median: number;
  readonly mean: number;
  readonly worst: number;
}

export interface BehindSummary extends Spread {
  /** The mean TTL that the cache was told, and how often it asked in a minute. */
  readonly ttl: number;
  readonly perMinute: number;
}

/** What the runs of one name server say together: of what was lost the mean, since the moments of failure are spread evenly; of the rest medians. */
export function summarize({ rounds }: ServerRuns): ServerSummary {
  const means = rounds.map(({ lostMs }) => mean(lostMs) / 1000);
  const all = rounds.flatMap(({ lostMs }) => lostMs).map(ms => ms / 1000);
  return {
    lost: {
      mean: mean(means),
      medianRun: median(means),
      leastRun: Math.min(...means),
      mostRun: Math.max(...means),
      median: median(all),
      worst: all.reduce((most, seconds) => Math.max(most, seconds), 0),
    },
    detected: spread(rounds.map(({ detectedMs }) => detectedMs / 1000)),
    lastStale: spread(rounds.map(({ lastStaleMs }) => lastStaleMs / 1000)),
    steadyTtl: median(rounds.map(({ steadyTtl }) => steadyTtl)),
    doubtTtl: median(rounds.map(({ doubtTtl }) => doubtTtl).filter(ttl => !Number.isNaN(ttl))),
    steadyPerMinute: median(rounds.map(({ steadyPerMinute }) => steadyPerMinute)),
    afterPerMinute: median(rounds.map(({ afterPerMinute }) => afterPerMinute)),
    unanswered: rounds.reduce((sum, { unanswered }) => sum + unanswered, 0),
    behind: behindCaches(rounds),
  };
}

function behindCaches(rounds: ServerRuns['rounds']): ReadonlyMap<string, BehindSummary> {
  const names = new Set(rounds.flatMap(({ behindCaches }) => behindCaches.map(({ cache }) => cache)));
  const figures = (name: string) => rounds.flatMap(({ behindCaches }) => behindCaches.filter(({ cache }) => cache === name));
  return new Map(
    [...names].map(name => [
      name,
      {
        ...spread(figures(name).map(({ lostMs }) => lostMs / 1000)),
        ttl: median(figures(name).map(({ steadyTtl }) => steadyTtl)),
        perMinute: median(figures(name).map(({ steadyPerMinute }) => steadyPerMinute)),
      },
    ]),
  );
}

function spread(values: readonly number[]): Spread {
  return { median: median(values), mean: mean(values), worst: Math.max(...values) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of an even number of values the mean of the two in the middle: the moments of failure are spread evenly to both sides. NaN of none. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : mean(sorted.slice(Math.max(0, half - 1), half + 1));
}
