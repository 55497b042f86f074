import { describe, expect, test } from 'vitest';
import { importsOf, projectPath } from './imports.ts';
import { readSourceText } from './source-text.ts';

describe('readSourceText', () => {
  test('keeps code and lines, blanks comments, literals and regular expressions', () => {
    const text = "const a = 'x'; // it's\n/* 'y'\n*/ const b = /['\"]\\/[/']/g; a / b / 'z';";
    const { code, literals } = readSourceText(text);
    expect(code).toHaveLength(text.length);
    expect(code.split('\n')).toHaveLength(3);
    expect(code).not.toMatch(/it|y|z|x/);
    expect(literals.map(({ value }) => value)).toEqual(['x', 'z']);
  });

  test('takes a template with templates inside for one literal', () => {
    const template = "a @{g(`b @{'}'} c`, { d: 1 })} e".replaceAll('@', '$');
    expect(readSourceText(`f(\`${template}\`); h('i');`).literals.map(({ value }) => value)).toEqual([template, 'i']);
  });

  test('does not trip over quotes in regular expressions or escapes', () => {
    expect(readSourceText("x.replace(/'/g, 'don\\'t'); const y = 1;").literals.map(({ value }) => value)).toEqual(["don\\'t"]);
  });
});

describe('importsOf', () => {
  const show = (text: string): readonly string[] =>
    importsOf(text).map(({ line, specifier, typeOnly }) => `${line} ${specifier}${typeOnly ? ' type' : ''}`);

  test('finds every way to import', () => {
    const text = [
      "import './a.ts';",
      "import b from './b.ts';",
      "import type { C } from './c.ts';",
      "import { type D, d } from './d.ts';",
      "import { type E } from './e.ts';",
      "export * from './f.ts';",
      "export type { G } from './g.ts';",
      'const h = await import("./h.ts");',
      'const i = await import(`./$' + '{name}.ts`);',
      "new Worker(new URL('./j.ts', import.meta.url));",
      "import.meta.resolve('k/data.bin');",
      "require.resolve('l/package.json');",
      'import {',
      '  m,',
      "} from './m.ts';",
    ].join('\n');
    expect(show(text)).toEqual([
      '1 ./a.ts',
      '2 ./b.ts',
      '3 ./c.ts type',
      '4 ./d.ts',
      '5 ./e.ts type',
      '6 ./f.ts',
      '7 ./g.ts type',
      '8 ./h.ts',
      '9 undefined',
      '10 ./j.ts',
      '11 k/data.bin',
      '12 l/package.json',
      '15 ./m.ts',
    ]);
  });

  test('is not taken in by what only looks like an import', () => {
    const text = [
      "// import './a.ts'",
      '/* export * from "./b.ts" */',
      'const c = "import \'./c.ts\'";',
      "export const d = 'from ./d.ts';",
      "export function e() {}\nconst from = './e.ts';",
      "Promise.resolve('f'); path.resolve('g');",
      'const host = import.meta.dirname;',
    ].join('\n');
    expect(show(text)).toEqual([]);
  });

  test('reads relative specifiers as paths from the root', () => {
    expect(projectPath('src/answer/table.ts', '../model/zone.ts')).toBe('src/model/zone.ts');
    expect(projectPath('src/answer/table.ts', 'node:fs')).toBeUndefined();
  });
});
