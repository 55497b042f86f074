import { setTimeout as sleep } from 'node:timers/promises';
import { chooseAffinity } from './affinity.ts';
import type { Ask } from './load/ask-for.ts';
import { saturate } from './load/dnsperf.ts';
import { startSteady } from './load/steady.ts';
import { latencies, median, percentile } from './load/trace.ts';
import type { Server } from './servers/server.ts';

/** Ports that the steady load asks from. */
const PORTS = 8;
/** Idle is who takes less than a tenth of a processor for so long; it is waited for so many times at most. */
const IDLE_MS = 50;
const IDLE_LOOKS = 100;

/** What one round of one server under one kind of question gave. */
export interface Round {
  readonly full: FullSpeed;
  readonly steady: SteadyRate;
}

/** As fast as answers come. */
interface FullSpeed {
  /** Microseconds of the server's CPU for each answer. */
  readonly cpuMicros: number;
  readonly answersPerSecond: number;
  readonly lossPercent: number;
  /** How much of one processor the server took. */
  readonly busyPercent: number;
  readonly octets: number;
}

/** At a rate that is the same for all. */
interface SteadyRate {
  readonly cpuMicros: number;
  readonly lossPercent: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  /** How late the generator itself was, at the 99.9th percentile. */
  readonly lateMs: number;
}

export interface MeasureOptions {
  readonly seconds: number;
  readonly rate: number;
  readonly directory: string;
}

/** Measures a server at full speed, and then at the steady rate; leaves it when it has done all that it was asked. */
export async function measureRound(
  server: Server,
  questions: string,
  option: Uint8Array | undefined,
  options: MeasureOptions,
): Promise<Round> {
  const ask = { port: server.port, questions, option, seconds: options.seconds, processors: chooseAffinity(server.threads).load };
  const full = await fullSpeed(server, ask);
  const steady = await steadyRate(server, ask, options);
  await untilIdle(server);
  return { full, steady };
}

/** A server that was asked more than it can do has a queue, which would be the next one's burden. */
async function untilIdle(server: Server): Promise<void> {
  for (let look = 0; look < IDLE_LOOKS; look++) {
    const before = server.cpuMicros();
    await sleep(IDLE_MS);
    if (server.cpuMicros() - before < IDLE_MS * 100) return;
  }
}

async function fullSpeed(server: Server, ask: Ask): Promise<FullSpeed> {
  const before = server.cpuMicros();
  const { sent, answered, seconds, octets } = await saturate(ask);
  const cpu = server.cpuMicros() - before;
  return {
    cpuMicros: cpu / answered,
    answersPerSecond: answered / seconds,
    lossPercent: (100 * (sent - answered)) / sent,
    busyPercent: cpu / (seconds * 10_000),
    octets,
  };
}

/** The CPU of the second of waiting for late answers is in it: a server that loses none has none of that. */
async function steadyRate(server: Server, ask: Ask, { rate, directory }: MeasureOptions): Promise<SteadyRate> {
  const running = await startSteady({ ...ask, rate, ports: PORTS, spins: ask.processors !== undefined, directory });
  const before = server.cpuMicros();
  const { sent, answered, lateMs, trace } = await running.outcome;
  const sorted = latencies(trace);
  return {
    cpuMicros: (server.cpuMicros() - before) / answered,
    lossPercent: (100 * (sent - answered)) / sent,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    p999Ms: percentile(sorted, 0.999),
    lateMs,
  };
}

/** The median of each figure over the rounds; of losses the mean, so that none is hidden. */
export function medianRound(rounds: readonly Round[]): Round {
  return { full: medianOf(rounds.map(({ full }) => full)), steady: medianOf(rounds.map(({ steady }) => steady)) };
}

function medianOf<Figures extends object>(rounds: readonly Figures[]): Figures {
  const keys = Object.keys(rounds[0]!) as (keyof Figures)[];
  const figure = (key: keyof Figures) => {
    const values = rounds.map(round => round[key] as number);
    return key === 'lossPercent' ? values.reduce((sum, value) => sum + value, 0) / values.length : median(values);
  };
  return Object.fromEntries(keys.map(key => [key, figure(key)])) as Figures;
}
