import { accessSync, constants } from 'node:fs';
import { isVantageName, VANTAGE_NAME_EXPECTED } from '../lib/vantage-name.ts';
import type { ControlTarget } from '../model/control-target.ts';
import { readControlTargets } from './control-targets.ts';
import { LOG_LEVELS, type ProxyVariables } from './options.ts';
import type { NoteProblem } from './protocol-flags.ts';
import { UsageError } from './usage-error.ts';

/** The flags of `probe` as they were given. */
export interface ProbeFlags {
  readonly controller?: string;
  readonly vantage?: string;
  readonly tokenFile?: string;
  readonly region?: string;
  readonly spool: string;
  readonly maxProbes: string;
  readonly allowExec?: boolean;
  readonly control?: readonly string[];
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly logLevel: string;
}

/** What `probe` runs with. */
export interface ProbeAgentOptions {
  /** http or https, without a final slash. */
  readonly controller: string;
  readonly vantage: string;
  readonly tokenFile: string;
  readonly region: string | undefined;
  /** A directory. */
  readonly spool: string;
  /** How many probes run at once. */
  readonly maxProbes: number;
  readonly allowExec: boolean;
  readonly controls: readonly ControlTarget[];
  /** Files in PEM form. */
  readonly tls: { readonly ca: string | undefined; readonly cert: string | undefined; readonly key: string | undefined };
  readonly proxy: ProxyVariables;
  readonly logLevel: string;
}

const MAX_PROBES = 65_536;
const MAX_CONTROLS = 100;

/** Reads and checks the flags of `probe`, and the variables of a proxy. Throws a UsageError that names every bad one at once. */
export function readProbeOptions(flags: ProbeFlags, proxy: ProxyVariables): ProbeAgentOptions {
  const problems: string[] = [];
  const problem: NoteProblem = (name, found, expected) => problems.push(`${name}: expected ${expected}, found "${found}"`);
  const given = (name: string, value: string | undefined, expected: string): string => {
    if (value === undefined) problems.push(`${name}: expected ${expected}, and it is not given`);
    else if (value === '') problem(name, value, expected);
    return value ?? '';
  };
  const controller = readUrl(given('--controller', flags.controller, URL_EXPECTED), problem);
  const options = {
    controller,
    vantage: readName('--vantage', given('--vantage', flags.vantage, VANTAGE_NAME_EXPECTED), problem),
    tokenFile: given('--token-file', flags.tokenFile, 'a path'),
    region: flags.region === undefined ? undefined : readName('--region', given('--region', flags.region, VANTAGE_NAME_EXPECTED), problem),
    spool: given('--spool', flags.spool, 'a path'),
    maxProbes: readCount(flags.maxProbes, problem),
    allowExec: flags.allowExec ?? false,
    controls: readControlTargets(flags.control ?? [], problem),
    tls: readTls(flags, controller, problem),
    proxy,
    logLevel: flags.logLevel,
  };
  if ((flags.control ?? []).length > MAX_CONTROLS) problem('--control', `${flags.control?.length} of them`, `at most ${MAX_CONTROLS}`);
  if (!LOG_LEVELS.includes(flags.logLevel)) problem('--log-level', flags.logLevel, `one of ${LOG_LEVELS.join(', ')}`);
  problems.push(...badProxies(proxy));
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return options;
}

const URL_EXPECTED = 'an http or https URL, such as https://meridian.example.com:8053';

function readUrl(text: string, problem: NoteProblem): string {
  const url = URL.parse(text);
  const isFit = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '' && url.hash === '';
  if (!isFit && text !== '') problem('--controller', text, URL_EXPECTED);
  return isFit ? url.href.replace(/\/+$/, '') : '';
}

function readName(flag: string, text: string, problem: NoteProblem): string {
  if (text !== '' && !isVantageName(text)) problem(flag, text, VANTAGE_NAME_EXPECTED);
  return text;
}

function readCount(text: string, problem: NoteProblem): number {
  const count = Number(text);
  if (!/^\d{1,7}$/.test(text) || count < 1 || count > MAX_PROBES) problem('--max-probes', text, `an integer from 1 to ${MAX_PROBES}`);
  return count;
}

/** What is in the files is looked at whenever a connection is made: they may be replaced while the agent runs. */
function readTls({ ca, cert, key }: ProbeFlags, controller: string, problem: NoteProblem): ProbeAgentOptions['tls'] {
  for (const [flag, file] of Object.entries({ '--ca': ca, '--cert': cert, '--key': key })) {
    if (file === undefined) continue;
    if (controller.startsWith('http:')) problem(flag, file, 'it only with an https URL in --controller');
    const fault = unreadable(file);
    if (fault !== undefined) problem(flag, file, `a file that can be read (${fault})`);
  }
  if (cert !== undefined && key === undefined) problem('--cert', cert, '--key beside it');
  if (key !== undefined && cert === undefined) problem('--key', key, '--cert beside it');
  return { ca, cert, key };
}

function unreadable(file: string): string | undefined {
  try {
    accessSync(file, constants.R_OK);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

/** A proxy's URL may hold a password, and is not shown. */
function badProxies(proxy: ProxyVariables): string[] {
  return Object.entries(proxy).flatMap(([name, value]) => {
    if (/^no_proxy$/i.test(name) || value === '' || /^https?:$/.test(URL.parse(value)?.protocol ?? '')) return [];
    return [`${name}: expected an http or https URL of a proxy, such as http://proxy.example.com:3128, found something else`];
  });
}
