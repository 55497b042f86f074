import { parseArgs } from 'node:util';
import { FAILURES, type Failure } from './failover/scene.ts';

/** What was asked for on the command line. */
export interface BenchOptions {
  readonly benches: readonly string[];
  readonly format: 'text' | 'markdown' | 'json';
  /** Empty: all. */
  readonly scenarios: readonly string[];
  readonly servers: readonly string[];
  readonly rounds: number;
  /** Undefined: as long as each bench likes best. */
  readonly seconds: number | undefined;
  readonly rate: number;
  readonly flips: number;
  readonly runs: number;
  readonly intervalSeconds: number;
  readonly failure: Failure;
  /** One line for the terminal, beside the report. */
  readonly progress: (line: string) => void;
}

export interface Known {
  readonly benches: readonly string[];
  readonly scenarios: readonly string[];
  readonly servers: readonly string[];
}

export class UsageError extends Error {}

const TEXT = { type: 'string' } as const;
const MANY = { type: 'string', multiple: true, default: [] } as const;
const SWITCH = { type: 'boolean', default: false } as const;
const FLAGS = {
  help: SWITCH,
  json: SWITCH,
  markdown: SWITCH,
  scenario: { ...MANY, default: [] as string[] },
  server: { ...MANY, default: [] as string[] },
  rounds: { ...TEXT, default: '5' },
  seconds: TEXT,
  rate: { ...TEXT, default: '20000' },
  flips: { ...TEXT, default: '12' },
  runs: { ...TEXT, default: '12' },
  interval: { ...TEXT, default: '3s' },
  failure: { ...TEXT, default: 'refused' },
} as const;

/** The options, or undefined where help is asked for. Throws UsageError that names what is wrong. */
export function parseOptions(args: readonly string[], known: Known): BenchOptions | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  among('bench', positionals, known.benches);
  among('--scenario', values.scenario, known.scenarios);
  among('--server', values.server, known.servers);
  among('--failure', [values.failure], FAILURES);
  return {
    benches: positionals.length > 0 ? positionals : known.benches,
    format: values.json ? 'json' : values.markdown ? 'markdown' : 'text',
    scenarios: values.scenario,
    servers: values.server,
    rounds: number('--rounds', values.rounds, 1, 100),
    seconds: values.seconds === undefined ? undefined : number('--seconds', values.seconds, 1, 600),
    rate: number('--rate', values.rate, 100, 200_000),
    flips: number('--flips', values.flips, 2, 100),
    runs: number('--runs', values.runs, 1, 100),
    intervalSeconds: wholeSeconds('--interval', values.interval, 2, 60),
    failure: values.failure as Failure,
    progress: line => console.error(line),
  };
}

/** Of the servers of one bench those that were asked for; by default all. Throws UsageError where it has none of them. */
export function askedFor<Kind extends { readonly name: string }>(
  { servers }: Pick<BenchOptions, 'servers'>,
  kinds: readonly Kind[],
): Kind[] {
  const chosen = kinds.filter(({ name }) => servers.length === 0 || servers.some(part => name.startsWith(part)));
  if (chosen.length === 0)
    among(
      '--server',
      servers,
      kinds.map(({ name }) => name),
    );
  return chosen;
}

export function helpText({ benches, scenarios, servers }: Known): string {
  return `npm run bench -- [BENCH]... [OPTIONS]

Figures of this machine, side by side with the name servers that are installed. Everything runs on loopback and ends by itself.

BENCH             ${benches.join(' or ')}; by default all
  responder       what an answer costs: Meridian, its floor, gdnsd, Knot, NSD, PowerDNS; needs dnsperf
  scale           loading 1,000,000 static and 100,000 steered records; a change of 10,000 record sets under load
  geography       compiling 10,000 record sets that look at the client's place, and changing some
  detection       how long it takes until a broken endpoint is seen: one to three vantages
  probes          what one vantage needs for 10,000 endpoints over HTTP: that answer, fail at once, hang
  intake          what 20 vantages report of 10,000 endpoints each, taken in by the controller
  control         weight changes through the API, each until it is on the wire
  failover        what clients lose when a site fails: Meridian, gdnsd, PowerDNS; virtual caches, and real ones that are installed

--json            the report as JSON
--markdown        the report as tables for a page
--rounds N        responder: rounds, in which the servers take turns (5)
--seconds N       responder: seconds at full speed, and as many at the steady rate, of each server in a round (1)
                  probes: seconds of each scenario (60)
                  intake: seconds of reports (60)
                  control: seconds of changes (30)
--rate N          responder: questions a second of the steady rate (20000)
--scenario ID     responder: only this one; may be given several times: ${scenarios.join(', ')}
--server NAME     responder, failover: only this one; may be given several times: ${servers.join(', ')}
--flips N         scale, geography: how often an endpoint changes, of each kind and shape (12)
--runs N          failover: failures of each server, spread evenly over the interval (12)
--interval Ns     failover: seconds between two probes of an endpoint (3s)
--failure HOW     failover: how the site fails: refused (connections to it are refused) or silent (nothing answers) (refused)
--help            this text`;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function among(what: string, given: readonly string[], known: readonly string[]): void {
  const unknown = given.filter(name => !known.includes(name));
  if (unknown.length > 0) throw new UsageError(`${what}: found ${unknown.join(', ')}, expected ${known.join(', ')}`);
}

function number(flag: string, text: string, from: number, to: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= from && value <= to)) throw new UsageError(`${flag}: found ${text}, expected a whole number from ${from} to ${to}`);
  return value;
}

function wholeSeconds(flag: string, text: string, from: number, to: number): number {
  const value = /^\d+s$/.test(text) ? Number(text.slice(0, -1)) : Number.NaN;
  if (!(value >= from && value <= to)) throw new UsageError(`${flag}: found ${text}, expected whole seconds from ${from}s to ${to}s`);
  return value;
}
