import { expect, test } from 'vitest';
import { readYaml } from '../../../src/config/yaml/source.ts';

const TEXT = `base: &base { x: 1, y: 2 }
list:
  - one
  - { deep: [a, "b c"] }
merged:
  <<: *base
  y: 3
alias: *base
nothing:
2: two
`;

const { places, value } = readYaml('a.yaml', TEXT).source!;

test.each([
  [[], 1, 1],
  [['base'], 1, 13],
  [['base', 'y'], 1, 24],
  [['list', 0], 3, 5],
  [['list', 1, 'deep', 1], 4, 17],
  [['merged', 'y'], 7, 6],
  [['merged', 'x'], 1, 18],
  [['alias'], 8, 8],
  [['alias', 'x'], 1, 18],
  [['2'], 10, 4],
])('the value at %j is at %i:%i', (path, line, column) => expect(places.value(path)).toEqual({ line, column }));

test.each([
  [['base'], 1, 1],
  [['base', 'y'], 1, 21],
  [['merged', 'x'], 1, 15],
  [['list', 1], 4, 5],
  [['2'], 10, 1],
])('the key of %j is at %i:%i', (path, line, column) => expect(places.key(path)).toEqual({ line, column }));

test('what is not there has the place of what is around it', () => {
  expect(places.value(['list', 1, 'none', 'at', 'all'])).toEqual({ line: 4, column: 5 });
  expect(places.key(['list', 7])).toEqual({ line: 3, column: 3 });
});

test('keys stand in the order of the file, merged ones last', () => {
  expect(places.keys([])).toEqual(['base', 'list', 'merged', 'alias', 'nothing', '2']);
  expect(places.keys(['merged'])).toEqual(['y', 'x']);
  expect(places.keys(['list'])).toEqual([]);
});

test('values are what YAML 1.2 says', () => {
  expect(value).toMatchObject({ merged: { x: 1, y: 3 }, alias: { x: 1 }, nothing: null });
  expect(readYaml('a.yaml', 'country: NO').source!.value).toEqual({ country: 'NO' });
});

test('anchors may be used often where they hold little', () => {
  const sites = Array.from({ length: 900 }, (_, i) => `s${i}: *a\n`).join('');
  expect(readYaml('a.yaml', `s: &a { country: CN }\n${sites}`).findings).toEqual([]);
});
