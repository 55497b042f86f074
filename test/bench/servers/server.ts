import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { boundTo, chooseAffinity } from '../affinity.ts';
import { askSoa } from '../ask.ts';
import { endChild, endWithBench } from '../child.ts';
import { cpuMicros, processTree } from '../process-figures.ts';
import { STATIC_ZONE } from '../workload.ts';

/** A name server under load: a process of its own, or several, on a loopback port. */
export interface Server extends AsyncDisposable {
  readonly name: string;
  readonly port: number;
  /** Threads that answer queries. */
  readonly threads: number;
  /** Microseconds of CPU that it has used, all its processes and threads together. */
  cpuMicros(): number;
}

/** A server that may be there: `start` gives undefined where it is not installed. */
export interface ServerKind {
  readonly name: string;
  /** What stands in the report beside the name. */
  readonly how: string;
  /** The Debian package, for those that are not of the project. */
  readonly package?: string;
  /** Ids of the scenarios that it has an answer for. */
  readonly scenarios: readonly string[];
  /** Whether it speaks DNS at all; the floor does not. */
  readonly answers: boolean;
  readonly version: () => string | undefined;
  readonly start: (directory: string) => Promise<Server>;
}

export interface Launch {
  readonly name: string;
  readonly command: readonly string[];
  readonly threads: number;
}

const PATIENCE_MS = 120_000;
const TELLS = 4000;

/** Starts one of our own programs, which prints its port once it serves. */
export async function startProgram({ name, command, threads }: Launch): Promise<Server> {
  const child = launch(command, threads);
  const said = sayings(child);
  const [line] = await Promise.race([once(createInterface(child.stdout!), 'line'), untilEnd(name, child, said)]);
  return serverOf(name, Number(line), threads, child);
}

/** Starts a server that was told its port, and waits until it answers for the static zone, which all of them have. */
export async function startPeer({ name, command, threads, port }: Launch & { readonly port: number }): Promise<Server> {
  const child = launch(command, threads);
  const said = sayings(child);
  child.stdout!.resume();
  const end = untilEnd(name, child, said);
  const patience = AbortSignal.timeout(PATIENCE_MS);
  while (!(await Promise.race([askSoa(port, STATIC_ZONE), end]))) {
    if (!patience.aborted) continue;
    child.kill('SIGKILL');
    throw new Error(`${name} did not answer:\n${said()}`);
  }
  return serverOf(name, port, threads, child);
}

/** What a program prints at `flag`, its version among it; undefined where it is not installed. */
export function versionOf(program: string, flag: string): string | undefined {
  const { error, stdout, stderr } = spawnSync(program, [flag], { encoding: 'utf8' });
  return error ? undefined : /\d+\.\d+(?:\.\d+)?/.exec(stdout + stderr)?.[0];
}

function launch(command: readonly string[], threads: number): ChildProcess {
  const [file = '', ...args] = boundTo(chooseAffinity(threads).server, command);
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  endWithBench(child, 'SIGTERM');
  return child;
}

/** The last that it said on stderr. */
function sayings(child: ChildProcess): () => string {
  let text = '';
  child.stderr!.setEncoding('utf8').on('data', piece => {
    text = (text + piece).slice(-TELLS);
  });
  return () => text;
}

function untilEnd(name: string, child: ChildProcess, said: () => string): Promise<never> {
  const ended = once(child, 'exit').then(([code, signal]) => Promise.reject(new Error(`${name} ended with ${code ?? signal}:\n${said()}`)));
  ended.catch(() => {});
  return ended;
}

function serverOf(name: string, port: number, threads: number, child: ChildProcess): Server {
  const pids = processTree(child.pid!);
  return {
    name,
    port,
    threads,
    cpuMicros: () => cpuMicros(pids),
    [Symbol.asyncDispose]: () => endChild(child),
  };
}
