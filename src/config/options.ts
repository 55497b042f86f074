/** Every flag of the command line with its environment variable. Nothing else reads the environment. */
import { Option } from 'commander';
import type { ControlTarget } from '../model/control-target.ts';
import type { ApiListenOptions } from './api-flags.ts';
import type { DnsOptions } from './protocol-flags.ts';

/** What `serve` runs with. */
export interface ServeOptions extends ApiListenOptions {
  /** The zones directory. */
  readonly zones: string;
  /** Where DNS is answered; an optional one is skipped with a warning where the machine does not have it. */
  readonly dns: readonly { readonly address: string; readonly port: number; readonly optional: boolean }[];
  /** The data directory. */
  readonly data: string;
  readonly workers: number;
  readonly vantage: string;
  /** Of the vantage within this process. */
  readonly region: string | undefined;
  /** What this machine can always reach, unless it is cut off. */
  readonly controls: readonly ControlTarget[];
  /** How many probes run at once. */
  readonly maxProbes: number;
  /** Whom to ask for the addresses of host names; none: those of the system. */
  readonly resolvers: readonly { readonly address: string; readonly port: number }[];
  /** An MMDB file; undefined: the bundled one. */
  readonly geodb: string | undefined;
  readonly protocol: DnsOptions;
  /** Whether monitors may run programs. */
  readonly allowExec: boolean;
  /** Whether the stand-in sites run in this process too. */
  readonly standIns: boolean;
  readonly logLevel: string;
}

/** Both cases are in use; Node knows which one counts. */
const PROXY_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'] as const;

export type ProxyVariables = { readonly [Name in (typeof PROXY_VARIABLES)[number]]?: string };

export const DEFAULT_API = '127.0.0.1:8053';
export const DEFAULT_DATA = '.meridian';
export const LOG_LEVELS: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** Words that turn a flag without a value off in its environment variable. */
const OFF = new Set(['', '0', 'false', 'no', 'off']);

/** `--zones DIR`; so do the others make the flag of their name. */
export function zonesFlag(): Option {
  return flag('--zones <dir>', 'directory of the zone files').default('zones');
}

export function dnsFlag(): Option {
  return listFlag(
    '--dns <addr:port>',
    'answer DNS here, over UDP and TCP; may be given several times (default: 127.0.0.1:5300 and [::1]:5300)',
  );
}

/** How DNS is spoken: `readProtocolFlags` reads them. */
export function protocolFlags(): Option[] {
  return [
    flag('--udp-size <octets>', 'the most octets of an answer over UDP').default('1232'),
    flag('--rate-limit <n>', 'answers of one kind in a second to one /24 or /56; 0: no limit').default('1000'),
    flag('--rate-limit-slip <n>', 'above that, one answer in so many asks the client to come back over TCP; 0: none').default('2'),
    listFlag('--rate-limit-exempt <prefix>', 'no limit for these; may be given several times (default: 127.0.0.0/8 and ::1)'),
    flag('--cookie-secret-file <file>', 'secrets of DNS cookies, for several servers of a zone (default: drawn at the start)'),
    flag('--server-id <text>', 'what id.server, hostname.bind and NSID tell (default: the name of the machine)'),
    listFlag(
      '--hide <question>',
      'do not answer version.bind, version.server, hostname.bind, id.server or nsid; may be given several times',
    ),
  ];
}

export function listenApiFlag(): Option {
  return flag('--api <addr:port>', 'serve the API here').default(DEFAULT_API);
}

/** How the API is served: `readApiFlags` reads them. */
export function apiFlags(): Option[] {
  return [
    flag('--api-cert <file>', 'serve the API with TLS: the certificate and those that lead to its authority, in PEM format'),
    flag('--api-key <file>', 'the key of that certificate, in PEM format'),
    flag('--api-client-ca <file>', 'agents must show a certificate that one of these authorities has signed, in PEM format'),
    switchFlag('--api-insecure', 'let other machines reach the API without TLS'),
  ];
}

export function callApiFlag(): Option {
  return flag('--api <url>', 'where the server has its API: ADDR:PORT or a URL').default(DEFAULT_API);
}

export function caFlag(): Option {
  return flag('--ca <file>', 'authority of the certificate of the API, in PEM format (default: those of the system)');
}

export function roleFlag(): Option {
  return flag('--role <role>', 'what the token may do: probe is for the agent of a vantage').choices([
    'viewer',
    'operator',
    'admin',
    'probe',
  ]);
}

export function tokenVantageFlag(): Option {
  return flag('--vantage <name>', 'the only vantage that the agent speaks for; with --role probe');
}

export function tokenNameFlag(): Option {
  return flag('--name <text>', 'what the token is for, to be seen with what is done with it');
}

export function outFlag(): Option {
  return flag('--out <file>', 'write the token to a new file that only you can read, instead of printing it');
}

export function dataFlag(): Option {
  return flag('--data <dir>', 'data directory').default(DEFAULT_DATA);
}

export function tokenFileFlag(): Option {
  return flag('--token-file <file>', 'file with the token (default: admin.token in the data directory)');
}

export function workersFlag(cores: number): Option {
  return flag('--workers <n>', 'threads that answer DNS').default(String(Math.max(1, Math.min(4, cores))));
}

export function vantageFlag(): Option {
  return flag('--vantage <name>', "name of this server's own probes").default('embedded');
}

export function maxProbesFlag(): Option {
  return flag('--max-probes <n>', 'probes that run at once; each holds a socket').default('4096');
}

export function allowExecFlag(): Option {
  return switchFlag('--allow-exec', 'let monitors of type exec run programs of this machine');
}

export function resolverFlag(): Option {
  return listFlag(
    '--resolver <addr[:port]>',
    'look up host names of pools that flatten here; may be given several times (default: the resolvers of the system)',
  );
}

export function geodbFlag(): Option {
  return flag('--geodb <file>', 'geographic database in MMDB format (default: the bundled one, by country)');
}

/** The flags of `probe` alone: `readProbeOptions` reads them. */
export function agentFlags(): Option[] {
  return [
    flag('--controller <url>', 'where the server has its API: an http or https URL'),
    flag('--vantage <name>', 'name of this vantage, as the token has it'),
    flag('--token-file <file>', 'file with the token of this vantage'),
    regionFlag(),
    flag('--spool <dir>', 'directory for what outlives a restart while the server is away').default('.meridian-probe'),
    caFlag(),
    flag('--cert <file>', 'client certificate to show to the server'),
    flag('--key <file>', 'private key of the client certificate'),
  ];
}

export function regionFlag(): Option {
  return flag('--region <name>', 'region of this vantage, for monitors whose quorum goes by regions');
}

export function controlFlag(): Option {
  return listFlag(
    '--control <url>',
    'something that can always be reached from here: tcp://HOST:PORT, http://HOST/PATH, https://HOST/PATH, icmp://HOST, ' +
      'dns://HOST/NAME; may be given several times',
  );
}

/** The variables that name a proxy for calls to the controller, as they are set. */
export function proxyVariables(): ProxyVariables {
  return Object.fromEntries(PROXY_VARIABLES.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}

export function standInsFlag(): Option {
  return switchFlag('--stand-ins', 'run a small local site at every loopback endpoint, to be broken and mended');
}

export function logLevelFlag(): Option {
  return flag('--log-level <level>', LOG_LEVELS.join(', ')).default('info');
}

export function jsonFlag(): Option {
  return switchFlag('--json', 'print JSON');
}

export function clientFlag(): Option {
  return flag('--client <ip/len>', 'address or prefix of the client, such as 203.0.113.0/24');
}

export function whatIfFlag(state: 'up' | 'down' | 'drain'): Option {
  const supposed = state === 'drain' ? 'drained' : state;
  return listFlag(`--${state} <target>`, `suppose that an endpoint, a pool or a whole site were ${supposed}; may be given several times`);
}

export function lossFlag(): Option {
  return flag('--loss <duration>', 'what a failure may cost a client on average, such as 10s');
}

export function rtoFlag(): Option {
  return flag('--rto <duration>', 'what it may cost at worst, such as 30s');
}

export function floorFlag(): Option {
  return flag('--floor <duration>', 'the shortest TTL that a DNS provider serves, such as 60s or 600s');
}

export function vantagesFlag(): Option {
  return flag('--vantages <n>', 'how many vantages to count on (default: those that have a say now)');
}

export function countriesFlag(): Option {
  return flag(
    '--clients <weights>',
    'what clients weigh by country, such as CN=60,US=30,*=10 (default: the answers counted and the addresses of the database)',
  );
}

export function allFlag(): Option {
  return switchFlag('--all', 'show what would not change, too');
}

export function resolversFlag(): Option {
  return switchFlag('--resolvers', 'show the networks whose resolvers ask again too late, or before their answers have run out');
}

export function reasonFlag(): Option {
  return flag('--reason <text>', 'why, for whoever reads the status later');
}

export function ttlFlag(): Option {
  return flag('--ttl <duration>', 'how long answers live that depend on it, such as 5s (default: as decided by health)');
}

export function expiresFlag(): Option {
  return flag('--expires <when>', 'when it ends by itself: a duration such as 30m, or an RFC 3339 time');
}

export function onlyFlag(): Option {
  return flag('--only <what>', 'release nothing else').choices(['weight', 'override', 'maintenance']);
}

export function forFlag(): Option {
  return flag('--for <duration>', 'how long the work takes, such as 2h').makeOptionMandatory();
}

export function limitFlag(): Option {
  return flag('--limit <n>', 'show so many at the most').default('20');
}

export function fromFlag(): Option {
  return flag('--from <when>', 'when it begins: a duration from now such as 30m, or an RFC 3339 time (default: now)');
}

export function howFlag(ways: readonly string[]): Option {
  return flag('--how <way>', 'how it fails').choices(ways).default(ways[0]);
}

/** Whether errors of the command line come with their stack. */
export function wantsStack(): boolean {
  return ['debug', 'trace'].includes(process.env.MERIDIAN_LOG_LEVEL ?? '');
}

/** A flag with a value, and its environment variable. */
export function flag(flags: string, description: string): Option {
  const option = new Option(flags, description);
  return option.env(variableOf(option));
}

/** A flag that may be given several times; its variable has commas between. */
export function listFlag(flags: string, description: string): Option {
  const parts = (text: string) => text.split(',').map(part => part.trim());
  return flag(flags, description).argParser((text: string, before: string[] | undefined) => [...(before ?? []), ...parts(text)]);
}

/** A flag without a value. Commander takes any value of its variable for "on", so that one meaning "off" is kept from it. */
export function switchFlag(flags: string, description: string): Option {
  const option = new Option(flags, description);
  const value = process.env[variableOf(option)];
  return value !== undefined && OFF.has(value.toLowerCase()) ? option : option.env(variableOf(option));
}

function variableOf(option: Option): string {
  return `MERIDIAN_${option.name().toUpperCase().replaceAll('-', '_')}`;
}
