import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { atInterruption } from '../clean-up.ts';

/** A program of this folder, which says one line of JSON at its start, or for each line of its input, and ends with its input. */
export interface ChildProgram extends AsyncDisposable {
  readonly pid: number;
  /** Sends it a line. */
  tell(): void;
  /** The next line that it says; rejects where it has ended. */
  hear<Said>(): Promise<Said>;
}

export function startChild(file: string, ...args: readonly string[]): ChildProgram {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const forget = atInterruption(() => child.kill('SIGKILL'));
  child.once('exit', forget);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    pid: child.pid!,
    tell: () => void child.stdin.write('\n'),
    async hear() {
      const { value } = await lines.next();
      if (value === undefined) throw new Error(`${file} ended with ${child.exitCode ?? child.signalCode}`);
      return JSON.parse(value);
    },
    [Symbol.asyncDispose]: () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.stdin!.end();
  await exited;
}
