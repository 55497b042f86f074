import { closeSync, existsSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes the data directory, and those above it, if it is not there: mode 0700. */
export function makeDirectory(directory: string): void {
  // Not mkdir's own `recursive`: where the system says that a parent is missing which is there, as /proc does, that never ends.
  if (existsSync(directory)) {
    readdirSync(directory);
    return;
  }
  const above = dirname(directory);
  if (above !== directory) makeDirectory(above);
  mkdirSync(directory, { mode: 0o700 });
}

/**
 * Makes an empty file that only its owner can read (mode 0600), if it is not there. One that is there is not even opened: closing it
 * would take away the locks that this process holds on it (fcntl(2), "Record locking").
 */
export function makePrivateFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
