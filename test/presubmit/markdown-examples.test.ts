import { describe, expect, test } from 'vitest';
import { commandExamples, fencedBlocks, showsExpected, withReplacements } from '../support/markdown-examples.ts';

const page = (...lines: readonly string[]): string => lines.join('\n').replaceAll("'''", '```');

describe('fencedBlocks', () => {
  test('tells language, tags, place and content', () => {
    const text = page('# Title', '', "'''sh peers", '$ dig', "'''", 'text', "''' yaml zone", 'a: 1', 'b: 2', "'''", "'''", 'plain', "'''");
    expect(fencedBlocks('docs/a.md', text)).toEqual([
      { file: 'docs/a.md', line: 4, language: 'sh', tags: ['peers'], text: '$ dig' },
      { file: 'docs/a.md', line: 8, language: 'yaml', tags: ['zone'], text: 'a: 1\nb: 2' },
      { file: 'docs/a.md', line: 12, language: '', tags: [], text: 'plain' },
    ]);
  });

  test('a longer fence may hold a shorter one', () => {
    expect(fencedBlocks('a.md', page("''''''md", "'''sh", "'''", "''''''")).map(({ text }) => text)).toEqual(['```sh\n```']);
  });

  test('a fence that is never closed reaches to the end', () => {
    expect(fencedBlocks('a.md', page("'''sh", '$ ls')).map(({ text }) => text)).toEqual(['$ ls']);
  });
});

describe('commandExamples', () => {
  const examples = (text: string): readonly unknown[] => commandExamples({ file: 'a.md', line: 10, language: 'sh', tags: [], text });

  test('takes each command with what it prints', () => {
    expect(examples('$ ls\na\nb\n\n$ true\n$ cat \\\n  file\nc')).toEqual([
      { file: 'a.md', line: 10, command: 'ls', expected: ['a', 'b'] },
      { file: 'a.md', line: 14, command: 'true', expected: [] },
      { file: 'a.md', line: 15, command: 'cat \\\n  file', expected: ['c'] },
    ]);
  });

  test('a block without a prompt has no command', () => {
    expect(examples('npm start')).toEqual([]);
  });
});

describe('showsExpected', () => {
  test.each([
    [[], 'anything'],
    [['generation 4'], '  generation   4 \n'],
    [['generation …'], 'generation 17'],
    [['a', '…', 'z'], 'a\nb\nc\nz'],
    [['a', '…', 'z'], 'a\nz'],
    [['…', 'z'], 'z'],
    [['…'], ''],
    [['took … (… of 2)'], 'took 5 ms (1 of 2)'],
  ])('%j fits %j', (expected, output) => {
    expect(showsExpected(expected, output)).toBe(true);
  });

  test.each([
    [['a'], ''],
    [['a'], 'a\nb'],
    [['a', 'b'], 'a'],
    [['a.c'], 'abc'],
    [['a', '…', 'z'], 'a\nb'],
    [['generation …'], 'the generation 17'],
  ])('%j does not fit %j', (expected, output) => {
    expect(showsExpected(expected, output)).toBe(false);
  });
});

test('withReplacements changes whole words alone', () => {
  const replacements = new Map([
    ['5300', '20001'],
    ['.meridian', 'data/x'],
    ['zones', 'other'],
  ]);
  expect(withReplacements('dig -p 5300 15300 127.0.0.1:5300 5300-1', replacements)).toBe('dig -p 20001 15300 127.0.0.1:20001 5300-1');
  expect(withReplacements('check zones http://a/v1/zones/b', replacements)).toBe('check other http://a/v1/zones/b');
  expect(withReplacements('ls .meridian/token a.meridian ./meridian', replacements)).toBe('ls data/x/token a.meridian ./meridian');
});
