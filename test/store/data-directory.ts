import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { StoreError } from '../../src/store/errors.ts';

/** A directory of this test's own, removed after it. */
export function dataDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'meridian-store-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** The StoreError that `action` throws. */
export function storeErrorOf(action: () => unknown): StoreError {
  try {
    action();
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error('expected a StoreError, nothing was thrown');
}

/** Runs `action` without the superuser's right to write everywhere, so that file modes count even where tests run as root. */
export function asOrdinaryUser<T>(directory: string, action: () => T): T {
  if (process.getuid?.() !== 0) return action();
  chmodSync(directory, 0o755);
  process.seteuid?.(65_534);
  try {
    return action();
  } finally {
    process.seteuid?.(0);
  }
}
