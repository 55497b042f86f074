import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fencedBlocks, type MarkdownBlock } from './markdown-examples.ts';
import { ROOT } from './sample-server.ts';

/** Every fenced block of README.md and docs/, in the order of the pages. */
export function documentBlocks(): readonly MarkdownBlock[] {
  const files = ['README.md', ...globSync('docs/**/*.md', { cwd: ROOT }).sort()];
  return files.flatMap(file => fencedBlocks(file, readFileSync(join(ROOT, file), 'utf8')));
}

/** The blocks of one language whose tags are exactly these. */
export function blocksTagged(blocks: readonly MarkdownBlock[], language: string, ...tags: readonly string[]): readonly MarkdownBlock[] {
  return blocks.filter(block => block.language === language && block.tags.join(' ') === tags.join(' '));
}
