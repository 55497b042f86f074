import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Makes a directory, and those above it, if it is not there: mode 0700. Throws what the system says where it cannot be made, or read. */
export function makePrivateDirectory(directory: string): void {
  make(resolve(directory));
}

function make(directory: string): void {
  // Not mkdir's own `recursive`: where the system says that a parent is missing which is there, as /proc does, that never ends.
  if (existsSync(directory)) {
    readdirSync(directory);
    return;
  }
  const above = dirname(directory);
  if (above !== directory) make(above);
  mkdirSync(directory, { mode: 0o700 });
}
