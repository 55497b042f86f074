import { closeSync, openSync } from 'node:fs';

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
