import { GeoDatabaseError } from '../geo/database.ts';
import type { Clock } from '../lib/clock.ts';
import { type Look, lookAt } from './file-version.ts';
import { type PackedDatabase, type ReadDatabase, unpackDatabase } from './packed-database.ts';
import { runThread } from './run-thread.ts';

/** A database that was read, and when. */
export interface LoadedDatabase extends ReadDatabase {
  /** What was seen of the file before it was read. */
  readonly seen: Look;
  /** Milliseconds since the epoch. */
  readonly loadedAtMs: number;
  readonly tookMs: number;
}

export type ReadFile = (file: string, signal: AbortSignal) => Promise<ReadDatabase>;

/** How long reading may take: many times what the largest database needs. A file system that hangs would take for ever. */
const LIMIT_S = 120;

const ENTRY = new URL('./database-thread.ts', import.meta.url);

/** Where the thread begins, and how large its heap may grow: many times what the largest database needs. */
const THREAD = { entry: ENTRY, heapMiB: 2048 };

/**
 * Reads and compiles a database in a thread of its own. Rejects with GeoDatabaseError where the file is none or needs more memory than the
 * thread may have, or when `signal` ends it.
 */
export async function readInThread(file: string, signal: AbortSignal, { entry, heapMiB } = THREAD): Promise<ReadDatabase> {
  const packed = await runThread(entry, file, signal, { maxOldGenerationSizeMb: heapMiB }).catch(cause => {
    if (cause?.code !== 'ERR_WORKER_OUT_OF_MEMORY') throw cause;
    throw new GeoDatabaseError(`${file}: cannot be read: it needs more than ${heapMiB} MiB of memory`, { cause });
  });
  return unpackDatabase(packed as PackedDatabase);
}

export interface ReadingParts {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly look?: (file: string) => Promise<Look>;
  readonly read?: ReadFile;
}

/** Reads a database once, within a limit of time. Rejects with GeoDatabaseError, or with what the signal was ended with. */
export async function readDatabase(
  file: string,
  { clock, signal, look = lookAt, read = readInThread }: ReadingParts,
): Promise<LoadedDatabase> {
  const beganMs = clock.monotonic();
  const seen = await look(file);
  if (seen.missing !== undefined) throw new GeoDatabaseError(seen.missing);
  const late = new AbortController();
  const cancel = clock.after(LIMIT_S * 1000, () => late.abort(new GeoDatabaseError(`${file}: could not be read within ${LIMIT_S} s`)));
  const either = AbortSignal.any([signal, late.signal]);
  try {
    const database = await read(file, either).finally(() => either.throwIfAborted());
    return { ...database, seen, loadedAtMs: clock.now(), tookMs: clock.monotonic() - beganMs };
  } finally {
    cancel();
  }
}
