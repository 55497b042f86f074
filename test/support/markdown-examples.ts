/** A fenced block of a Markdown page: everything between two lines of at least three backticks. */
export interface MarkdownBlock {
  readonly file: string;
  /** Where its first line of content stands, from 1. */
  readonly line: number;
  /** The first word behind the fence: `sh`, `yaml` …; empty where there is none. */
  readonly language: string;
  /** The other words behind the fence, which say what a test does with the block. */
  readonly tags: readonly string[];
  readonly text: string;
}

/** One command of a `sh` block with the output that the page shows. */
export interface CommandExample {
  readonly file: string;
  readonly line: number;
  readonly command: string;
  /** `…` in a line stands for anything; a line of `…` alone for any number of lines. Empty: the page shows no output. */
  readonly expected: readonly string[];
}

const FENCE = /^( {0,3})(`{3,})\s*([^`]*)$/;

/** Every fenced block of a page. A fence that is never closed reaches to the end, as in CommonMark. */
export function fencedBlocks(file: string, text: string): readonly MarkdownBlock[] {
  const lines = text.split('\n');
  const blocks: MarkdownBlock[] = [];
  for (let at = 0; at < lines.length; at++) {
    const fence = FENCE.exec(lines[at] ?? '');
    if (fence === null) continue;
    const [, indent = '', ticks = '', info = ''] = fence;
    const closing = lines.findIndex((line, index) => index > at && line.trim().startsWith(ticks) && /^`+$/.test(line.trim()));
    const end = closing < 0 ? lines.length : closing;
    const [language = '', ...tags] = info.trim().split(/\s+/);
    const content = lines.slice(at + 1, end).map(line => (line.startsWith(indent) ? line.slice(indent.length) : line));
    blocks.push({ file, line: at + 2, language, tags, text: content.join('\n') });
    at = end;
  }
  return blocks;
}

/** The commands of a block: lines that begin with `$ `, each with the lines below it as what it prints. */
export function commandExamples({ file, line, text }: MarkdownBlock): readonly CommandExample[] {
  const examples: { file: string; line: number; command: string; expected: string[] }[] = [];
  let continued = false;
  for (const [index, content] of text.split('\n').entries()) {
    const last = examples.at(-1);
    if (continued && last !== undefined) last.command += `\n${content}`;
    else if (content.startsWith('$ ')) examples.push({ file, line: line + index, command: content.slice(2), expected: [] });
    else last?.expected.push(content);
    continued = (continued || content.startsWith('$ ')) && content.endsWith('\\');
  }
  return examples.map(example => ({ ...example, expected: withoutBlankEnds(example.expected) }));
}

function withoutBlankEnds(lines: readonly string[]): readonly string[] {
  const filled = lines.map((line, index) => (line.trim() === '' ? -1 : index)).filter(index => index >= 0);
  return filled.length === 0 ? [] : lines.slice(filled[0], (filled.at(-1) ?? 0) + 1);
}

/** Whether a command printed what the page shows: line for line, blanks at line ends and runs of blanks counting as one. */
export function showsExpected(expected: readonly string[], output: string): boolean {
  if (expected.length === 0) return true;
  return matchesLines(expected.map(squeeze), squeeze(output.trim()) === '' ? [] : output.trim().split('\n').map(squeeze));
}

function matchesLines(expected: readonly string[], actual: readonly string[]): boolean {
  const [first, ...rest] = expected;
  if (first === undefined) return actual.length === 0;
  if (first === '…') return actual.some((_, skipped) => matchesLines(rest, actual.slice(skipped))) || matchesLines(rest, []);
  const [line, ...others] = actual;
  return line !== undefined && asPattern(first).test(line) && matchesLines(rest, others);
}

function asPattern(line: string): RegExp {
  const parts = line.split('…').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

function squeeze(line: string): string {
  return line.replace(/\s+/g, ' ').trim();
}

/** Puts other numbers and paths in place of those a page is written with; whole words only, so that 5300 leaves 15300 alone. */
export function withReplacements(text: string, replacements: ReadonlyMap<string, string>): string {
  let replaced = text;
  for (const [from, to] of replacements) {
    const escaped = from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    replaced = replaced.replace(new RegExp(`(?<![\\w./-])${escaped}(?![\\w-])`, 'g'), () => to);
  }
  return replaced;
}
