import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makePrivateDirectory } from '../../src/lib/private-directory.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'meridian-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

test('it is made with those above it, for its owner alone; what is there stays', () => {
  const path = join(folder(), 'a', 'b');
  makePrivateDirectory(path);
  expect([path, join(path, '..')].map(each => statSync(each).mode & 0o777)).toEqual([0o700, 0o700]);
  makePrivateDirectory(path);
});

test('where it cannot be made, that is an error and not without end', () => {
  const file = join(folder(), 'file');
  writeFileSync(file, '');
  expect(() => makePrivateDirectory(join(file, 'x'))).toThrow(/ENOTDIR/);
  expect(() => makePrivateDirectory('/proc/nowhere/x')).toThrow(/ENOENT/);
});
