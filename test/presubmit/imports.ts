import { posix } from 'node:path';
import { readSourceText } from './source-text.ts';
import { lineAt } from './source-tree.ts';

/** One import of a file: static, re-exported, dynamic, or a file named for a worker by `new URL(…, import.meta.url)`. */
export interface Import {
  readonly line: number;
  /** As written: `./table.ts`, `node:fs`, `fastify`. Undefined where it is computed. */
  readonly specifier: string | undefined;
  /** Nothing of it is left when types are stripped. */
  readonly typeOnly: boolean;
}

/** All of them run over code whose literals are blanks: group 1 is what stands before the quote that opens the specifier. */
const STATEMENT = /(\b(?:import|export)\b(?!\s*[.(])(?:[^;'"`()]*?\bfrom)?\s*)(?=['"])/g;
const CALL = /((?:\bimport(?:\.meta\.resolve)?|\brequire(?:\.resolve)?|\.resolve|\bnew\s+URL|\bnew\s+Worker)\s*\(\s*)(['"`])?/g;

/** Every import of a TypeScript file, in the order of the file. */
export function importsOf(text: string): readonly Import[] {
  const { code, literals } = readSourceText(text);
  const valueAt = new Map(literals.map(({ at, value }) => [at, value]));
  const found: (Import & { at: number })[] = [];
  for (const match of code.matchAll(STATEMENT)) {
    const at = match.index + match[0].length;
    found.push({ at, line: lineAt(text, at), specifier: valueAt.get(at), typeOnly: isTypeOnly(match[0]) });
  }
  for (const match of code.matchAll(CALL)) {
    const at = match.index + (match[1] ?? '').length;
    const specifier = match[2] === '`' ? undefined : valueAt.get(at);
    if (isLoading(match[0], specifier)) found.push({ at, line: lineAt(text, at), specifier, typeOnly: false });
  }
  return found.sort((a, b) => a.at - b.at).map(({ line, specifier, typeOnly }) => ({ line, specifier, typeOnly }));
}

/** `import(…)` always loads; a call that only may load counts when a module or a relative file is named. */
function isLoading(call: string, specifier: string | undefined): boolean {
  if (/^import\s*\(/.test(call)) return true;
  return specifier !== undefined && (/^\.{1,2}\//.test(specifier) || /^(?:import|require)/.test(call));
}

function isTypeOnly(statement: string): boolean {
  if (/^(?:import|export)\s+type\b/.test(statement)) return true;
  const names = /\{([^}]*)\}/.exec(statement)?.[1];
  if (names === undefined || /^(?:import|export)\s+[\w$]+\s*,/.test(statement)) return false;
  const each = names.split(',').filter(name => name.trim() !== '');
  return each.length > 0 && each.every(name => /^\s*type\s/.test(name));
}

/** The path from the root that a relative specifier of `file` names; undefined for a package or a Node module. */
export function projectPath(file: string, specifier: string): string | undefined {
  return /^\.{1,2}(?:\/|$)/.test(specifier) ? posix.normalize(posix.join(posix.dirname(file), specifier)) : undefined;
}
