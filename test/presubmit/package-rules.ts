import { importsOf } from './imports.ts';
import { readSourceText } from './source-text.ts';
import { type SourceTree, typescriptBelow, type Violation } from './source-tree.ts';

interface Manifest {
  readonly engines?: { readonly node?: string };
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Dependencies that are called rather than imported, and the file that calls each. */
const TOOLS: ReadonlyMap<string, { readonly file: string; readonly word: string }> = new Map([
  ['@biomejs/biome', { file: 'package.json', word: 'biome check' }],
  ['typescript', { file: 'package.json', word: 'tsc ' }],
  ['node', { file: 'meridian', word: 'node_modules/node/bin/node' }],
]);

/** Every dependency is used where package.json says it is needed: `dependencies` by the program, the others by anything. */
export function usedDependencies(tree: SourceTree): readonly Violation[] {
  const { dependencies = {}, devDependencies = {} } = manifestOf(tree);
  const program = literalsBelow(tree, /^(?:src|probes)\/.*\.(?:ts|js)$/);
  const anything = literalsBelow(tree, /^[^/]*\.ts$|^(?:src|probes|test)\/.*\.(?:ts|js)$/);
  const unused = (names: readonly string[], literals: ReadonlySet<string>): readonly string[] =>
    names.filter(name => !isTool(name, tree) && !isTypesOf(name, dependencies) && ![...literals].some(text => isOf(text, name)));
  return [
    ...unused(Object.keys(dependencies), program).map(name => unusedDependency(name, 'src or probes imports it')),
    ...unused(Object.keys(devDependencies), anything).map(name => unusedDependency(name, 'something imports it')),
  ];
}

function unusedDependency(name: string, expected: string): Violation {
  return { file: 'package.json', line: 0, found: `${name} is not used`, rule: `a dependency stays while ${expected}` };
}

function isTool(name: string, tree: SourceTree): boolean {
  const tool = TOOLS.get(name);
  return tool !== undefined && (tree.get(tool.file) ?? '').includes(tool.word);
}

function isTypesOf(name: string, dependencies: Readonly<Record<string, string>>): boolean {
  const of = /^@types\/(.+)$/.exec(name)?.[1];
  return of !== undefined && (of === 'node' || of in dependencies);
}

function isOf(literal: string, name: string): boolean {
  return literal === name || literal.startsWith(`${name}/`);
}

function literalsBelow(tree: SourceTree, files: RegExp): ReadonlySet<string> {
  const texts = [...tree].filter(([path]) => files.test(path));
  return new Set(texts.flatMap(([, text]) => readSourceText(text).literals.map(({ value }) => value)));
}

/** What runs is installed by `npm ci --omit=dev`: the program imports nothing but Node and `dependencies`. */
export function declaredImports(tree: SourceTree): readonly Violation[] {
  const declared = Object.keys(manifestOf(tree).dependencies ?? {});
  return typescriptBelow(tree, 'src', 'probes').flatMap(([file, text]) =>
    importsOf(text)
      .filter(({ specifier, typeOnly }) => specifier !== undefined && !typeOnly && !/^(?:\.|node:)/.test(specifier))
      .filter(({ specifier = '' }) => !declared.some(name => isOf(specifier, name)))
      .map(({ line, specifier }) => ({
        file,
        line,
        found: `imports ${specifier}`,
        rule: 'what runs stands in dependencies, not devDependencies',
      })),
  );
}

/** `.nvmrc` names the oldest Node that `engines` allows. */
export function nodeVersions(tree: SourceTree): readonly Violation[] {
  const allowed = /^>=\s*(\d+)/.exec(manifestOf(tree).engines?.node ?? '')?.[1];
  const named = /^v?(\d+)/.exec((tree.get('.nvmrc') ?? '').trim())?.[1];
  if (allowed !== undefined && allowed === named) return [];
  return [{ file: '.nvmrc', line: 0, found: `Node ${named}, engines says ${allowed}`, rule: 'both name the same Node' }];
}

/** The lock file works with whatever registry a machine is set up for. */
export function lockFile(tree: SourceTree): readonly Violation[] {
  const lines = (tree.get('package-lock.json') ?? '').split('\n');
  return lines.flatMap((text, index) =>
    /^\s*"resolved":\s*"https?:/.test(text)
      ? [
          {
            file: 'package-lock.json',
            line: index + 1,
            found: text.trim(),
            rule: 'no download addresses (omit-lockfile-registry-resolved)',
          },
        ]
      : [],
  );
}

interface Lock {
  readonly packages?: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
}

/** The lock file has every optional package, those for other machines too: `npm ci` refuses one that leaves any out. */
export function completeLock(tree: SourceTree): readonly Violation[] {
  const { packages = {} } = JSON.parse(tree.get('package-lock.json') ?? '{}') as Lock;
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter(name => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages))
      .map(name => ({ file: 'package-lock.json', line: 0, found: `${name} of ${path}`, rule: 'npm ci needs every optional package' })),
  );
}

function manifestOf(tree: SourceTree): Manifest {
  return JSON.parse(tree.get('package.json') ?? '{}') as Manifest;
}
