/**
 * Why the store cannot be used: `in-use` by another process, `not-a-directory`, `unwritable`, `corrupt`, made by a `newer` Meridian,
 * the disk is `full`, or anything else that the disk or SQLite reports (`failed`).
 */
export type StoreErrorCode = 'in-use' | 'not-a-directory' | 'unwritable' | 'corrupt' | 'newer' | 'full' | 'failed';

/** A fault of the data directory or of what is in it; the message is one line that says what to do. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StoreError';
    this.code = code;
  }
}

/**
 * Error codes of SQLite (primary ones, which begin the extended ones) and of the system, by what they mean here.
 * IOERR_LOCK is what becomes of a write lock on a file that could be opened for reading alone.
 */
const MEANINGS: readonly (readonly [code: StoreErrorCode, pattern: RegExp])[] = [
  ['in-use', /^SQLITE_(BUSY|LOCKED)/],
  ['corrupt', /^SQLITE_(CORRUPT|NOTADB)/],
  ['unwritable', /^(SQLITE_(READONLY|CANTOPEN|PERM|AUTH|IOERR_LOCK)|EACCES|EPERM|EROFS|ENOENT)/],
  ['not-a-directory', /^(ENOTDIR|EEXIST)/],
  ['full', /^(SQLITE_FULL|ENOSPC|EDQUOT)/],
];

/** The StoreError that a fault of SQLite or of the file system at `path` amounts to; one that is a StoreError already stays. */
export function storeError(path: string, fault: unknown): StoreError {
  if (fault instanceof StoreError) return fault;
  const code = MEANINGS.find(([, pattern]) => pattern.test(faultCode(fault)))?.[0] ?? 'failed';
  return new StoreError(code, describe(code, path, oneLine(fault)), fault);
}

/** What `action` gives; what it throws becomes a StoreError about `path`. */
export function guarded<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (fault) {
    throw storeError(path, fault);
  }
}

function describe(code: StoreErrorCode, path: string, fault: string): string {
  switch (code) {
    case 'in-use':
      return `${path} is in use by another process`;
    case 'corrupt':
      return `${path} is damaged (${fault}): restore it from a backup, or move it away to begin with an empty store`;
    case 'unwritable':
      return `${path} cannot be read and written (${fault})`;
    case 'not-a-directory':
      return `${path} is not a directory`;
    case 'full':
      return `${path} cannot be written: the disk is full`;
    case 'newer':
    case 'failed':
      return `${path}: ${fault}`;
  }
}

function faultCode(fault: unknown): string {
  return fault instanceof Error && 'code' in fault && typeof fault.code === 'string' ? fault.code : '';
}

/** The fault with its code, which SQLite's messages do without, on one line. */
function oneLine(fault: unknown): string {
  const message = (fault instanceof Error ? fault.message : String(fault)).replace(/\s+/g, ' ');
  const code = faultCode(fault);
  return code === '' || message.startsWith(code) ? message : `${code}: ${message}`;
}
