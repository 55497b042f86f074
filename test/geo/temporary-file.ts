import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Writes a file that is gone when the test is over; gives its path. */
export function temporaryFile(name: string, bytes: Uint8Array): string {
  const directory = mkdtempSync(join(tmpdir(), 'meridian-geo-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, name);
  writeFileSync(file, bytes);
  return file;
}
