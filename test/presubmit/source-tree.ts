import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of every file of the project by its path from the root, `/` between the parts. */
export type SourceTree = ReadonlyMap<string, string>;

/** One breach of a rule of the house. Lines count from 1; 0 stands for the file as a whole. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly found: string;
  readonly rule: string;
}

/** A rule of the house: looks at the whole tree and tells everything that is wrong. */
export type HouseRule = (tree: SourceTree) => readonly Violation[];

const NOT_OURS = new Set(['.git', '.meridian', 'node_modules', 'dist', 'coverage']);

/** Reads every file below `root` that is the project's own: not what npm, git, a build or a running server put there. */
export function readSourceTree(root: string): SourceTree {
  const tree = new Map<string, string>();
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!NOT_OURS.has(entry.name)) walk(path);
      } else if (entry.isFile()) {
        tree.set(path, readFileSync(join(root, path), 'utf8'));
      }
    }
  };
  walk('');
  return tree;
}

/** The TypeScript files at or below any of the folders. */
export function typescriptBelow(tree: SourceTree, ...folders: readonly string[]): readonly (readonly [path: string, text: string])[] {
  return [...tree].filter(([path]) => path.endsWith('.ts') && folders.some(folder => path.startsWith(`${folder}/`)));
}

/** The line, from 1, that the character at `offset` stands on. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** `FILE:LINE: found: rule`, or `FILE: found: rule` where a file as a whole is meant. */
export function showViolation({ file, line, found, rule }: Violation): string {
  return line > 0 ? `${file}:${line}: ${found}: ${rule}` : `${file}: ${found}: ${rule}`;
}
