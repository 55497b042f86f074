import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { loadZones } from '../../src/config/load.ts';

const directory = mkdtempSync(join(tmpdir(), 'meridian-circles-'));

afterAll(() => rmSync(directory, { recursive: true }));

/** Errors of a zone where the record `rI` is steered to the names `rJ`, for every J that `aliases` gives for I. */
function circles(aliases: readonly (readonly number[])[]): string[] {
  const pools = aliases.flatMap((targets, i) =>
    targets.length === 0
      ? []
      : [`  p${i}: { site: s, endpoints: { ${targets.map((to, k) => `e${k}: r${to}.example.com`).join(', ')} } }\n`],
  );
  const records = aliases.map((targets, i) => `  r${i}: { steer: ${targets.length === 0 ? 'end' : `p${i}`} }\n`);
  const end = '  end: { site: s, endpoints: { a: 192.0.2.1 } }\n';
  writeFileSync(join(directory, 'example.com.zone'), '$TTL 60\n@ SOA ns h 1 1 1 1 1\n@ NS ns\nns A 192.0.2.1\n');
  writeFileSync(join(directory, 'example.com.yaml'), `sites: { s: {} }\npools:\n${end}${pools.join('')}records:\n${records.join('')}`);
  const errors = loadZones(directory).findings.filter(({ severity }) => severity === 'error');
  return errors.map(({ message }) => message);
}

/** Whether a name leads to itself, found by taking away names that lead nowhere. */
function hasCircle(aliases: readonly (readonly number[])[]): boolean {
  const left = new Set(aliases.keys());
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const i of left) if (!aliases[i]!.some(to => left.has(to))) left.delete(i);
  }
  return left.size > 0;
}

test('an error where names lead in a circle, and nowhere else', () => {
  const graph = fc
    .integer({ min: 1, max: 7 })
    .chain(size => fc.array(fc.uniqueArray(fc.nat(size - 1), { maxLength: 2 }), { minLength: size, maxLength: size }));
  fc.assert(
    fc.property(graph, aliases => {
      expect(circles(aliases).length > 0).toBe(hasCircle(aliases));
    }),
  );
});

test('a long chain takes no stack, and its message is short', () => {
  const length = 10_000;
  const chain = Array.from({ length }, (_, i) => (i + 1 < length ? [i + 1] : []));
  expect(circles(chain)).toEqual([]);
  const way = [0, 1, 2, 3, 4, 5, '…', 0].map(i => (i === '…' ? i : `r${i}.example.com`)).join(' → ');
  expect(circles([...chain.slice(0, -1), [0]])).toEqual([`records.r0.steer: pool \`p0\` leads in a circle: ${way}`]);
});
