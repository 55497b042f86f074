import { chooseAffinity } from './affinity.ts';
import { median } from './load/trace.ts';
import type { Round } from './measure.ts';
import type { Table } from './table-text.ts';

/** One server under one kind of question: medians of the rounds. */
export interface Row extends Round {
  readonly scenario: string;
  readonly server: string;
}

/** Medians of what Meridian with one worker cost in a round, beside another in the same round. */
export interface Ratios {
  readonly scenario: string;
  readonly other: string;
  readonly fullSpeed: number;
  readonly steadyRate: number;
}

export interface EngineFigure {
  readonly scenario: string;
  readonly nanoseconds: number;
}

export interface ResponderReport {
  readonly bench: 'responder';
  readonly machine: string;
  /** Version of dnsperf. */
  readonly load: string;
  readonly rate: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly servers: readonly ServerLine[];
  /** Why a server that is installed was left out. */
  readonly notes: readonly string[];
  readonly rows: readonly Row[];
  readonly ratios: readonly Ratios[];
  /** Of the engine and the look-up without sockets. */
  readonly engine: readonly EngineFigure[];
}

interface ServerLine {
  readonly name: string;
  readonly how: string;
  /** Undefined: it is not installed, and was not measured. */
  readonly version: string | undefined;
  readonly packages: string | undefined;
}

const MERIDIAN = 'meridian';
/** What Meridian means to reach beside each. */
const REACH: ReadonlyMap<string, number> = new Map([
  ['gdnsd', 1],
  ['floor', 1.15],
]);

/** Ratios are taken within a round, where both met the same machine. */
export function pairedRatios(scenario: string, rounds: ReadonlyMap<string, readonly Round[]>): readonly Ratios[] {
  const own = rounds.get(MERIDIAN);
  if (!own) return [];
  return [...REACH.keys()].flatMap(other => {
    const beside = rounds.get(other);
    if (!beside) return [];
    const fullSpeed = median(own.map(({ full }, i) => full.cpuMicros / beside[i]!.full.cpuMicros));
    const steadyRate = median(own.map(({ steady }, i) => steady.cpuMicros / beside[i]!.steady.cpuMicros));
    return [{ scenario, other, fullSpeed, steadyRate }];
  });
}

/** The report as sentences and tables. */
export function responderSections(report: ResponderReport): readonly (string | Table)[] {
  const { machine, load, rate, seconds, rounds, notes, rows, ratios, engine } = report;
  const late = Math.max(...rows.map(({ steady }) => steady.lateMs));
  return [
    `${machine}. ${boundSentence()} dnsperf ${load}; ${rounds} rounds of ${seconds} s at full speed and ${seconds} s at ${rate.toLocaleString('en')} questions a second. ` +
      `In the worst row, 0.1 % of the questions of the steady rate went ${milliseconds(late)} ms late or later.`,
    serverTable(report),
    ...notes,
    ...(ratios.length > 0 ? [ratioTable(ratios)] : []),
    fullSpeedTable(rows),
    steadyTable(rows),
    ...(engine.length > 0 ? [engineTable(engine)] : []),
  ];
}

function boundSentence(): string {
  const { server, load } = chooseAffinity(1);
  if (server === undefined) return 'Nothing is bound to a processor.';
  const more = chooseAffinity(2).server === undefined ? '; servers of two threads share both with the load' : '';
  return `Servers of one thread are bound to processor ${server}, the load to ${load}${more}.`;
}

function serverTable({ servers }: ResponderReport): Table {
  const lines = servers.map(({ name, how, version, packages }) => [name, version ?? `not installed: apt-get install ${packages}`, how]);
  return { lines: [['server', 'version', 'how'], ...lines], left: 3 };
}

function ratioTable(ratios: readonly Ratios[]): Table {
  const head = ['CPU of an answer of one worker', 'beside', 'full speed', 'to reach', 'steady rate'];
  const lines = ratios.map(({ scenario, other, fullSpeed, steadyRate }) => [
    scenario,
    other,
    `× ${fullSpeed.toFixed(2)}`,
    `× ${REACH.get(other)!.toFixed(2)}`,
    `× ${steadyRate.toFixed(2)}`,
  ]);
  return { lines: [head, ...lines], left: 2 };
}

function fullSpeedTable(rows: readonly Row[]): Table {
  const head = ['at full speed', 'server', 'CPU µs/answer', 'answers/s', 'loss', 'processor', 'octets/answer'];
  const lines = rows.map(({ scenario, server, full }) => [
    scenario,
    server,
    full.cpuMicros.toFixed(2),
    Math.round(full.answersPerSecond).toLocaleString('en'),
    `${full.lossPercent.toFixed(2)} %`,
    `${full.busyPercent.toFixed(0)} %`,
    full.octets.toFixed(0),
  ]);
  return { lines: [head, ...lines], left: 2 };
}

function steadyTable(rows: readonly Row[]): Table {
  const head = ['at the steady rate', 'server', 'p50 ms', 'p99 ms', 'p99.9 ms', 'loss', 'CPU µs/answer'];
  const lines = rows.map(({ scenario, server, steady }) => [
    scenario,
    server,
    ...[steady.p50Ms, steady.p99Ms, steady.p999Ms].map(milliseconds),
    `${steady.lossPercent.toFixed(2)} %`,
    steady.cpuMicros.toFixed(2),
  ]);
  return { lines: [head, ...lines], left: 2 };
}

function engineTable(engine: readonly EngineFigure[]): Table {
  const lines = engine.map(({ scenario, nanoseconds }) => [scenario, `${Math.round(nanoseconds)}`]);
  return { lines: [['engine and look-up alone, without sockets', 'ns/answer'], ...lines], left: 1 };
}

function milliseconds(ms: number): string {
  return ms.toFixed(3);
}
