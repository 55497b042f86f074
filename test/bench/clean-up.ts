import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What must not be left behind when the bench is interrupted: children still running, folders. */
const endings = new Set<() => void>();

/** Takes note of something to end at an interruption; gives what takes it back. */
export function atInterruption(end: () => void): () => void {
  endings.add(end);
  return () => endings.delete(end);
}

/** Ends everything at SIGINT and SIGTERM, and then the bench. */
export function endWhenInterrupted(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      for (const end of [...endings].reverse()) end();
      process.exit(1);
    });
  }
}

/** A folder that is removed with all that is in it. */
export async function temporaryFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'meridian-bench-'));
  const remove = () => rmSync(path, { recursive: true, force: true });
  const forget = atInterruption(remove);
  return {
    path,
    async [Symbol.asyncDispose]() {
      forget();
      remove();
    },
  };
}
