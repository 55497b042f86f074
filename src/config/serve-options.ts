import { parseSocketAddress } from '../lib/socket-address.ts';
import { isVantageName, VANTAGE_NAME_EXPECTED } from '../lib/vantage-name.ts';
import { type ApiFlags, readApiFlags } from './api-flags.ts';
import { readControlTargets } from './control-targets.ts';
import { LOG_LEVELS, type ServeOptions } from './options.ts';
import { type ProtocolFlags, readProtocolFlags } from './protocol-flags.ts';
import { readResolvers } from './resolvers.ts';
import { UsageError } from './usage-error.ts';

/** The flags of `serve` as they were given. */
export interface ServeFlags extends ApiFlags, ProtocolFlags {
  readonly zones: string;
  readonly dns?: readonly string[];
  readonly data: string;
  readonly workers: string;
  readonly vantage: string;
  readonly region?: string;
  readonly control?: readonly string[];
  readonly maxProbes: string;
  readonly resolver?: readonly string[];
  readonly geodb?: string;
  readonly allowExec?: boolean;
  readonly standIns?: boolean;
  readonly logLevel: string;
}

const MAX_WORKERS = 256;
const MAX_PROBES = 65_536;

/** The IPv6 one is skipped on a machine without IPv6. */
const DEFAULT_DNS = [
  { address: '127.0.0.1', port: 5300, optional: false },
  { address: '::1', port: 5300, optional: true },
];

/** Reads and checks the flags of `serve`. Throws a UsageError that names every bad one at once. */
export function readServeOptions(flags: ServeFlags): ServeOptions {
  const problems: string[] = [];
  const problem = (name: string, found: string, expected: string) => problems.push(`${name}: expected ${expected}, found "${found}"`);
  const check = (name: string, value: string, fits: boolean, expected: string) => {
    if (!fits) problem(name, value, expected);
    return value;
  };
  const path = (name: string, value: string) => check(name, value, value !== '', 'a path');
  const count = (name: string, value: string, most: number) =>
    Number(check(name, value, isCount(value, most), `an integer from 1 to ${most}`));
  const address = (name: string, value: string) => {
    const parsed = parseSocketAddress(value);
    check(name, value, parsed !== undefined, 'ADDR:PORT, such as 127.0.0.1:5300 or [::1]:5300');
    return parsed ?? { address: '', port: 0 };
  };
  const options = {
    zones: path('--zones', flags.zones),
    dns: flags.dns?.map(text => ({ ...address('--dns', text), optional: false })) ?? DEFAULT_DNS,
    ...readApiFlags(flags, line => problems.push(line)),
    data: path('--data', flags.data),
    workers: count('--workers', flags.workers, MAX_WORKERS),
    vantage: check('--vantage', flags.vantage, isVantageName(flags.vantage), VANTAGE_NAME_EXPECTED),
    region: flags.region === undefined ? undefined : check('--region', flags.region, isVantageName(flags.region), VANTAGE_NAME_EXPECTED),
    controls: readControlTargets(flags.control ?? [], problem),
    maxProbes: count('--max-probes', flags.maxProbes, MAX_PROBES),
    resolvers: readResolvers(flags.resolver ?? [], problem),
    geodb: flags.geodb === undefined ? undefined : path('--geodb', flags.geodb),
    protocol: readProtocolFlags(flags, problem),
    allowExec: flags.allowExec ?? false,
    standIns: flags.standIns ?? false,
    logLevel: check('--log-level', flags.logLevel, LOG_LEVELS.includes(flags.logLevel), `one of ${LOG_LEVELS.join(', ')}`),
  };
  for (const twice of repeated(flags.dns ?? [])) problems.push(`--dns: ${twice} is given twice`);
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return options;
}

function isCount(text: string, most: number): boolean {
  return /^\d{1,7}$/.test(text) && Number(text) >= 1 && Number(text) <= most;
}

function repeated(texts: readonly string[]): string[] {
  return [...new Set(texts.filter((text, i) => !text.endsWith(':0') && texts.indexOf(text) !== i))];
}
