import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPlainYaml } from '../../../src/config/yaml/plain.ts';
import { readWithPlaces, readYaml } from '../../../src/config/yaml/source.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Every YAML file of the sample zone and of the fixtures. */
const TEXTS = ['zones', 'test/fixtures'].flatMap(directory =>
  readdirSync(join(ROOT, directory), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.yaml'))
    .map(file => readFileSync(join(ROOT, directory, file), 'utf8')),
);

/** What the fast reader takes, the one that knows places takes as well, and as the same. */
function agree(text: string): boolean {
  const plain = readPlainYaml(text);
  if (!plain) return false;
  const { source, findings } = readWithPlaces('test.yaml', text);
  expect({ text, findings, value: source?.value }).toEqual({ text, findings: [], value: plain.value ?? undefined });
  expect(readYaml('test.yaml', text).source!.places.keys([])).toEqual(source!.places.keys([]));
  return true;
}

test('the fast reader agrees with the exact one on every fixture, and takes most of them', () => {
  const taken = TEXTS.filter(agree);
  expect(taken.length).toBeGreaterThan(TEXTS.length / 2);
});

const LINE = fc.string({
  unit: fc.constantFrom(
    ...' :{}[],"\'#-\n01ax.~?|&*+e=_',
    'a: ',
    '  ',
    '- ',
    'null',
    'true',
    '0x1',
    '1.5',
    '1e999',
    '---',
    '...',
    'b',
    'c',
  ),
});

test('it agrees on any text', () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.array(LINE, { maxLength: 8 }), lines => {
      if (agree(lines.join('\n'))) taken++;
    }),
    { numRuns: 3000 },
  );
  // Else nothing would have been compared.
  expect(taken).toBeGreaterThan(10);
});

const WORD = fc.constantFrom(
  'a',
  'b-c',
  '10',
  '1e3',
  '0o7',
  '0x1F',
  '1_0',
  '.5',
  '+1',
  '-.inf',
  'True',
  'yes',
  'null',
  '~',
  '10.0.0.1',
  '2001-01-01',
  '"q: #"',
  "'it''s'",
  'x y',
  'a:b',
  '::1',
  '"::1"',
);
const NODE: fc.Memo<string> = fc.memo(depth =>
  depth <= 1
    ? WORD
    : fc.oneof(
        WORD,
        fc
          .array(fc.tuple(WORD, NODE(depth - 1)), { maxLength: 3 })
          .map(pairs => `{ ${pairs.map(([key, value]) => `${key}: ${value}`).join(', ')} }`),
        fc.array(NODE(depth - 1), { maxLength: 3 }).map(items => `[${items.join(', ')}]`),
      ),
);

test('it agrees on nested maps and lists', () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(WORD, NODE(4)), { maxLength: 4 }), pairs => {
      if (agree(pairs.map(([key, value]) => `${key}: ${value}\n`).join(''))) taken++;
    }),
    { numRuns: 2000 },
  );
  // Else nothing would have been compared.
  expect(taken).toBeGreaterThan(10);
});

test('it agrees on fixtures that were damaged', () => {
  const piece = fc.constantFrom('', ' ', '\n', ':', '{', '}', ',', '"', '- ', '  ', '#', 'x');
  fc.assert(
    fc.property(fc.constantFrom(...TEXTS), fc.nat(), fc.nat({ max: 3 }), piece, (text, where, dropped, put) => {
      const at = where % (text.length + 1);
      agree(text.slice(0, at) + put + text.slice(at + dropped));
    }),
    { numRuns: 1500 },
  );
});

test.each([
  ['an anchor', 'a: &x 1\nb: *x'],
  ['a merge', 'a: { <<: { b: 1 } }'],
  ['a tag', 'a: !!str 1'],
  ['a document border', '---\na: 1'],
  ['a document border behind blanks', '  ---\na: 1'],
  ['a number beyond all numbers', 'a: 1e999'],
  ['a number as key', '1: a'],
  ['nothing as key', 'null: a'],
  ['an escape', 'a: "\\n"'],
  ['a key given twice', 'a: 1\na: 2'],
  ['a key that JavaScript knows', '__proto__: 1'],
  ['a letter that is not ASCII', 'a: ü'],
  ['deep nesting', `${'['.repeat(60)}${']'.repeat(60)}`],
])('%s is left to the exact reader', (_, text) => {
  expect(readPlainYaml(text)).toBeUndefined();
});
