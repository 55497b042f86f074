import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endInput, endWithBench } from '../child.ts';

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
  endWithBench(child);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    pid: child.pid!,
    tell: () => void child.stdin.write('\n'),
    async hear() {
      const { value } = await lines.next();
      if (value === undefined) throw new Error(`${file} ended with ${child.exitCode ?? child.signalCode}`);
      return JSON.parse(value);
    },
    [Symbol.asyncDispose]: () => endInput(child),
  };
}
