import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { atInterruption } from './clean-up.ts';

/** Loaded with tens of thousands of zones a server takes some seconds to come to its end. */
const ENDS_IN_MS = 10_000;

/** Sees to it that a child does not outlive a bench that is interrupted. One that has children of its own needs SIGTERM to end them. */
export function endWithBench(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL'): void {
  child.once(
    'exit',
    atInterruption(() => child.kill(signal)),
  );
}

/** Ends a child as an operator does, by force where it does not end in time, and waits for it. Nothing happens when it has ended. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), ENDS_IN_MS);
  await exited;
  clearTimeout(late);
}

/** The same for a child that ends with its input, and has something to finish then. */
export async function endInput(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exited = once(child, 'exit');
  child.stdin!.end();
  await exited;
}

/** Whether a child has exited or was killed. */
export function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
