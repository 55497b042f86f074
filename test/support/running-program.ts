import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program of its own process group, ended with all that it started. */
export interface RunningProgram extends AsyncDisposable {
  readonly pid: number;
  /** What it has printed so far, standard output and standard error as they came. */
  output(): string;
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

/** Starts a program; a program that cannot be started is one that ended with `ENOENT` or the like. */
export function runProgram(file: string, args: readonly string[], { cwd, environment = {} }: ProgramSettings): RunningProgram {
  const child = spawn(file, args, { cwd, env: { ...process.env, ...environment }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const pieces: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece));
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
    output: () => pieces.join(''),
    ended,
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
    },
  };
}
