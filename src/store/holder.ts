import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes down which process holds the data directory. It informs people; the lock itself is SQLite's. */
export function noteHolder(directory: string, pid: number): void {
  writeFileSync(fileIn(directory), `${pid}\n`, { mode: 0o600 });
}

/** Takes the note away. */
export function forgetHolder(directory: string): void {
  rmSync(fileIn(directory), { force: true });
}

/** The process that was noted, if it is running; undefined where that is not known. */
export function runningHolder(directory: string): number | undefined {
  try {
    const pid = Number(readFileSync(fileIn(directory), 'utf8'));
    if (!Number.isInteger(pid) || pid <= 0) return undefined;
    process.kill(pid, 0);
    return pid;
  } catch {
    return undefined;
  }
}

function fileIn(directory: string): string {
  return join(directory, 'meridian.pid');
}
