import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSocketAddress, type SocketAddress } from '../../src/lib/socket-address.ts';
import { askDns, type DnsAnswer, type QuestionSettings } from './dns-query.ts';
import { logOf, type ProgramLog } from './program-log.ts';
import { type RunningProgram, runProgram } from './running-program.ts';
import { ROOT } from './sample-server.ts';

export type { LogLine } from './program-log.ts';

export interface ApiAnswer<Body> {
  readonly status: number;
  /** What the JSON of the body is taken for: nothing is checked here. */
  readonly body: Body;
}

export interface CommandResult {
  readonly status: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** `./meridian serve` as a process of its own, on ports that were free. */
export interface Meridian extends ProgramLog, AsyncDisposable {
  readonly program: RunningProgram;
  /** Where it answers DNS, over UDP and TCP. */
  readonly dns: SocketAddress;
  readonly apiUrl: string;
  readonly token: string;
  query(name: string, settings?: QuestionSettings): Promise<DnsAnswer>;
  /** Calls the API with the token. */
  api<Body = unknown>(method: string, path: string, body?: unknown): Promise<ApiAnswer<Body>>;
  /** Runs `./meridian ARGS` against this server. */
  command(...args: readonly string[]): Promise<CommandResult>;
  /** Sends a signal and gives the exit code, or the signal's name, once it has ended. */
  end(signal?: NodeJS.Signals): Promise<number | string>;
}

export interface MeridianSettings {
  readonly zones: string;
  readonly data: string;
  readonly flags?: readonly string[];
  /** Laid over the environment of the tests. */
  readonly environment?: Readonly<Record<string, string>>;
}

const PATIENCE_MS = 20_000;

/** Starts the command line with `args`, as an operator would from the root of the project. */
export function runMeridian(...args: readonly string[]): RunningProgram {
  return runProgram('./meridian', args, { cwd: ROOT });
}

/** Runs a command to its end; throws with what it printed when it has none. */
export async function commandResult(...args: readonly string[]): Promise<CommandResult> {
  const program = runMeridian(...args);
  const patience = setTimeout(() => void program.stop('SIGKILL'), PATIENCE_MS);
  const status = await program.ended;
  clearTimeout(patience);
  if (status === 'SIGKILL') throw new Error(`./meridian ${args.join(' ')} did not end by itself:\n${program.output()}`);
  return { status, stdout: program.stdout(), stderr: program.stderr() };
}

/** The arguments of `serve` on free ports; flags that come later in `flags` win. */
export function serveArguments({ zones, data, flags = [] }: MeridianSettings): readonly string[] {
  return ['serve', '--zones', zones, '--data', data, '--dns', '127.0.0.1:0', '--api', '127.0.0.1:0', ...flags];
}

/** Starts a server and waits until it says what it serves and where. Disposing ends it at once, however it is. */
export async function startMeridian(settings: MeridianSettings): Promise<Meridian> {
  const { environment = {} } = settings;
  const program = runProgram('./meridian', serveArguments(settings), { cwd: ROOT, environment });
  try {
    const log = logOf(program);
    const { msg } = await log.logLine(({ msg }) => /^serving \d+ zones on /.test(msg));
    return { ...log, ...connectedTo(program, settings.data, msg) };
  } catch (error) {
    await program.stop('SIGKILL');
    throw error;
  }
}

function connectedTo(program: RunningProgram, data: string, serving: string): Omit<Meridian, keyof ProgramLog> {
  const [, dnsAt = '', apiUrl = ''] = / on (\S+) \(tcp\).*; API on (\S+);/.exec(serving) ?? [];
  const dns = parseSocketAddress(dnsAt);
  if (!dns) throw new Error(`no address of DNS in the log: ${serving}`);
  const token = readFileSync(join(data, 'admin.token'), 'utf8').trim();
  return {
    program,
    dns,
    apiUrl,
    token,
    query: (name, settings) => askDns(dns, name, settings),
    api: (method, path, body) => callApi({ apiUrl, token }, method, path, body),
    command: (...args) => commandResult(...args, '--api', apiUrl, '--data', data),
    end: signal => program.stop(signal),
    async [Symbol.asyncDispose]() {
      await program.stop('SIGKILL');
    },
  };
}

async function callApi<Body>(
  { apiUrl, token }: Pick<Meridian, 'apiUrl' | 'token'>,
  method: string,
  path: string,
  body?: unknown,
): Promise<ApiAnswer<Body>> {
  const response = await fetch(apiUrl + path, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, body: (isJson ? JSON.parse(text) : undefined) as Body };
}
