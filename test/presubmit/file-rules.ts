import { lineAt, type SourceTree, typescriptBelow, type Violation } from './source-tree.ts';

const LONGEST = 300;
const EMPTY_NAMES = /^(?:utils?|helpers?|managers?|services?|common|misc)$/;
const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** File and folder names: kebab-case, and none of the words that say nothing. */
export function fileNames(tree: SourceTree): readonly Violation[] {
  return typescriptBelow(tree, 'src', 'probes', 'test').flatMap(([file]) => {
    const parts = file.split(/[/.]/);
    const odd = parts.find(part => !KEBAB.test(part));
    const empty = parts.flatMap(part => part.split('-')).find(word => EMPTY_NAMES.test(word));
    return [
      ...(odd === undefined ? [] : [{ file, line: 0, found: odd, rule: 'names are kebab-case' }]),
      ...(empty === undefined ? [] : [{ file, line: 0, found: empty, rule: 'a name says what the file is' }]),
    ];
  });
}

/** Files no longer than can be read at a sitting. */
export function fileLengths(tree: SourceTree): readonly Violation[] {
  return typescriptBelow(tree, 'src', 'probes', 'test').flatMap(([file, text]) => {
    const lines = text.split('\n').length - 1;
    return lines <= LONGEST ? [] : [{ file, line: 0, found: `${lines} lines`, rule: `at most ${LONGEST} lines; two things live in it` }];
  });
}

/** The files that everybody who opens the project looks for. */
export function expectedFiles(tree: SourceTree): readonly Violation[] {
  return ['LICENSE', 'CHANGELOG.md', 'README.md', '.nvmrc', 'Dockerfile', 'docker-compose.yml', '.ci/run']
    .filter(file => (tree.get(file) ?? '').trim() === '')
    .map(file => ({ file, line: 0, found: 'missing or empty', rule: 'every project has one' }));
}

const LINK = /\]\(([^)\s]+)\)/g;

/** Every page of docs/ can be reached from README.md or docs/README.md, and no link of any page leads nowhere. */
export function documentLinks(tree: SourceTree): readonly Violation[] {
  const pages = [...tree].filter(([path]) => /^(?:[^/]+|docs\/.*)\.md$/.test(path));
  const links = pages.flatMap(([file, text]) =>
    [...text.matchAll(LINK)].flatMap(match => {
      const target = linkTarget(file, match[1] ?? '');
      return target === undefined ? [] : [{ file, line: lineAt(text, match.index), target }];
    }),
  );
  const indexed = new Set(links.filter(({ file }) => /^(?:docs\/)?README\.md$/.test(file)).map(({ target }) => target));
  const exists = (target: string): boolean => tree.has(target) || [...tree.keys()].some(path => path.startsWith(`${target}/`));
  return [
    ...links
      .filter(({ target }) => !exists(target))
      .map(({ file, line, target }) => ({ file, line, found: target, rule: 'a link leads somewhere' })),
    ...pages
      .filter(([path]) => path.startsWith('docs/') && !indexed.has(path))
      .map(([file]) => ({ file, line: 0, found: 'not linked', rule: 'README.md or docs/README.md names every page' })),
  ];
}

/** The path from the root that a link of `file` leads to; undefined for another site or a heading of the same page. */
function linkTarget(file: string, link: string): string | undefined {
  if (/^(?:[a-z]+:|#)/.test(link)) return undefined;
  return new URL(link, `file:///${file}`).pathname.slice(1).replace(/\/$/, '');
}
