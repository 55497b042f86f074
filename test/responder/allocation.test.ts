import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** A young generation so large that nothing is collected while octets are counted. */
const ROOM = ['--min-semi-space-size=64', '--max-semi-space-size=64'];

test('a query takes no memory, whatever it asks, nor does the batch that it comes in', () => {
  const program = fileURLToPath(new URL('./allocation-program.ts', import.meta.url));
  const printed = execFileSync(process.execPath, ['--expose-gc', ...ROOM, program], { encoding: 'utf8' });
  const octets: Readonly<Record<string, number>> = JSON.parse(printed);
  expect(Object.keys(octets)).toHaveLength(19);
  // What is left is the measuring itself, and a few numbers for each batch of 64.
  expect(Object.entries(octets).filter(([, each]) => each >= 2)).toEqual([]);
});
