import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

test('every RFC of docs/protocol.md has a conformance test, and every conformance test its line there', () => {
  const rows = readFileSync(join(ROOT, 'docs/protocol.md'), 'utf8').matchAll(/^\| ([\d, ]+) +\|/gm);
  const told = [...rows].flatMap(([, numbers]) => numbers!.split(',').map(Number));
  const tested = readdirSync(join(ROOT, 'test/conformance')).flatMap(file => /^rfc(\d+)-.*\.test\.ts$/.exec(file)?.[1] ?? []);
  expect(told.toSorted((a, b) => a - b)).toEqual([...new Set(tested.map(Number))].toSorted((a, b) => a - b));
});
