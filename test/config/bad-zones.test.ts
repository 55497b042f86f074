import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadZones } from '../../src/config/load.ts';
import { presentFinding } from '../../src/config/present.ts';

const ROOT = join(import.meta.dirname, '../fixtures/zones-bad');

/** One directory a kind of mistake; `expected.txt` has the findings, with DIRECTORY for the directory itself. */
describe('a mistake is told with its file, line and column', () => {
  const mistakes = readdirSync(ROOT).sort();

  test.each(mistakes)('%s', mistake => {
    const directory = join(ROOT, mistake);
    const { declared, findings } = loadZones(directory);
    const lines = findings.map(finding => `${presentFinding(finding).replaceAll(directory, 'DIRECTORY')}\n`);
    expect(lines.join('')).toBe(readFileSync(join(directory, 'expected.txt'), 'utf8'));
    expect(findings.length).toBeGreaterThan(0);
    expect(declared === undefined).toBe(findings.some(({ severity }) => severity === 'error'));
  });

  test('there are fixtures of at least 45 kinds', () => expect(mistakes.length).toBeGreaterThanOrEqual(45));
});
