import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Path } from '../../../src/config/yaml/path.ts';
import { readPlainYaml } from '../../../src/config/yaml/plain.ts';
import { placesOfPlain } from '../../../src/config/yaml/plain-places.ts';
import { readWithPlaces, readYaml } from '../../../src/config/yaml/source.ts';

const ROOT = join(import.meta.dirname, '../../..');
const TEXTS = ['zones', 'test/fixtures'].flatMap(directory =>
  readdirSync(join(ROOT, directory), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.yaml'))
    .map(file => readFileSync(join(ROOT, directory, file), 'utf8')),
);

/** Every path of a value, and one beside each that is not there. */
function pathsOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  const steps = Array.isArray(value) ? value.map((_, i) => i) : Object.keys(value);
  return [at, [...at, 'nowhere'], ...steps.flatMap(step => pathsOf((value as Record<string | number, unknown>)[step], [...at, step]))];
}

/** Whether the text is plain; its places are those of the exact reader then. Each path is asked of new places: they remember. */
function agree(text: string): boolean {
  const plain = readPlainYaml(text);
  if (!plain) return false;
  const exact = readWithPlaces('test.yaml', text).source!.places;
  const paths = pathsOf(plain.value);
  const quick = () => readYaml('test.yaml', text).source!.places;
  expect(paths.map(path => [path, quick().value(path), quick().key(path)])).toEqual(
    paths.map(path => [path, exact.value(path), exact.key(path)]),
  );
  return true;
}

test('places are those of the exact reader on every fixture', () => {
  expect(TEXTS.filter(agree).length).toBeGreaterThan(TEXTS.length / 2);
});

test('they are on fixtures that were damaged', () => {
  const piece = fc.constantFrom('', ' ', '\n', '\n  ', ':', '{', '}', ',', '"', "'", '- ', '  ', 'x', 'a: ', '\na:');
  let taken = 0;
  fc.assert(
    fc.property(fc.constantFrom(...TEXTS), fc.nat(), fc.nat({ max: 3 }), piece, (text, where, dropped, put) => {
      const at = where % (text.length + 1);
      if (agree(text.slice(0, at) + put + text.slice(at + dropped))) taken++;
    }),
    { numRuns: 300 },
  );
  expect(taken).toBeGreaterThan(10);
});

test('a place two levels deep costs no reading of the whole text', () => {
  const records = Array.from({ length: 1000 }, (_, i) => `  w${i}: { steer: { failover: [a, b] } }\n`);
  const text = `pools:\n  a: { site: x }\nrecords:\n${records.join('')}`;
  const read: number[] = [];
  const places = placesOfPlain(readPlainYaml(text)!.value, text, part => {
    read.push(part.length);
    return readWithPlaces('test.yaml', part).source;
  });
  expect(places.value(['records', 'w500', 'steer', 'failover', 1])).toEqual({ line: 504, column: 34 });
  expect(Math.max(...read)).toBeLessThan(100);
});
