import { randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { guarded, StoreError } from './errors.ts';
import { digestOf, drawSecret, isSecret } from './secret.ts';

/** The token that may do everything, for whoever can read the data directory. */
export interface AdminToken {
  readonly token: string;
  readonly file: string;
  /** What to tell the operator of the file's mode; undefined where only its owner can read it. */
  readonly warning: string | undefined;
}

/**
 * Reads `admin.token` in `directory`; the first start writes it, mode 0600, whole or not at all. To be called while the store of the
 * same directory is open, so that two first starts cannot meet. Throws StoreError.
 */
export function adminToken(directory: string): AdminToken {
  const file = join(directory, 'admin.token');
  return guarded(file, () => {
    if (!existsSync(file)) writeToken(file, drawSecret(randomBytes));
    return { token: readToken(file), file, warning: modeWarning(file) };
  });
}

/** Whether two tokens are the same, in a time that tells nothing of either. */
export function tokensEqual(given: string, expected: string): boolean {
  return timingSafeEqual(digestOf(given), digestOf(expected));
}

function writeToken(file: string, token: string): void {
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  const descriptor = openSync(draft, 'wx', 0o600);
  try {
    writeSync(descriptor, `${token}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draft, file);
}

function readToken(file: string): string {
  const token = readFileSync(file, 'utf8').trim();
  if (isSecret(token)) return token;
  throw new StoreError('corrupt', `${file} holds no token (mrd_ and 43 characters): remove it, and the next start writes a new one`);
}

function modeWarning(file: string): string | undefined {
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o077) === 0) return undefined;
  return `${file} is open to other users of this machine (mode 0${mode.toString(8)}): chmod 600 ${file}`;
}
