import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll } from 'vitest';

/** A program of its own process group, ended with all that it started. */
export interface RunningProgram extends AsyncDisposable {
  readonly pid: number;
  /** What it has printed so far, standard output and standard error as they came. */
  output(): string;
  stdout(): string;
  stderr(): string;
  /** Fulfils when it prints something more, or has ended. */
  printed(): Promise<void>;
  /** The exit code, or the signal's name, once it has ended. */
  readonly ended: Promise<number | string>;
  /** Sends a signal to the program and all that it started, and waits for its end. Nothing happens when it has ended. */
  stop(signal?: NodeJS.Signals): Promise<number | string>;
}

export interface ProgramSettings {
  readonly cwd: string;
  /** Laid over the environment of the tests. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What still runs when the tests of a file are over, because one was given up in the middle, ends with them. */
const running = new Set<number>();
afterAll(() => {
  for (const pid of running) process.kill(-pid, 'SIGKILL');
});

/** Starts a program; a program that cannot be started is one that ended with `ENOENT` or the like. */
export function runProgram(file: string, args: readonly string[], { cwd, environment = {} }: ProgramSettings): RunningProgram {
  const child = spawn(file, args, { cwd, env: { ...process.env, ...environment }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { output: '', stdout: '', stderr: '' };
  let news = Promise.withResolvers<void>();
  for (const from of ['stdout', 'stderr'] as const) {
    child[from].setEncoding('utf8').on('data', (piece: string) => {
      text.output += piece;
      text[from] += piece;
      news.resolve();
      news = Promise.withResolvers();
    });
  }
  if (child.pid !== undefined) running.add(child.pid);
  child.on('exit', () => running.delete(child.pid!));
  const ended = once(child, 'close').then(
    ([code, signal]) => (code ?? signal) as number | string,
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string> => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, signal);
    return ended;
  };
  return {
    pid: child.pid ?? 0,
    output: () => text.output,
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    printed: async () => void (await Promise.race([news.promise, ended])),
    ended,
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
    },
  };
}
