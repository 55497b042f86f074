import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { CommandFailure } from './failure.ts';

/** A new file that is empty yet. */
export interface PrivateFile extends Disposable {
  /** Writes it; without this, disposing takes the file away again. */
  keep(text: string): void;
}

/** Makes a file that only its owner can read (mode 0600). Throws a CommandFailure where it cannot be made or is there already. */
export function newPrivateFile(path: string): PrivateFile {
  const descriptor = open(path);
  let kept = false;
  return {
    keep(text) {
      writeSync(descriptor, text);
      fsyncSync(descriptor);
      kept = true;
    },
    [Symbol.dispose]() {
      closeSync(descriptor);
      if (!kept) rmSync(path, { force: true });
    },
  };
}

function open(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EEXIST' ? 'exists already; remove it, or name another file' : `cannot be made (${code})`;
    throw new CommandFailure(`--out: ${path} ${why}`, { cause: error });
  }
}
