import type { Path } from './path.ts';

/** Whole lines of a text that hold one pair of a map in the map at the root, both in block style. */
export interface Excerpt {
  readonly text: string;
  /** Lines before it. */
  readonly linesBefore: number;
}

interface Lines {
  readonly from: number;
  to: number;
  readonly linesBefore: number;
}

/** A line that begins with a word as key: how far it is indented, and the word in its quotes if it has any. */
const KEY = /^( *)("[^"\n]*"|'[^'\n]*'|[^\s"'{}[\],#-][^:\n]*|-[^\s:][^:\n]*):(?=[ \n]|$)/;

/**
 * Cuts a text into the pairs two levels deep, as `records` / `www`, by how far lines are indented. This guesses: a text in several
 * lines may look like a key, so whoever uses an excerpt must see that it holds what is expected.
 */
export function excerptsOf(text: string): (path: Path) => Excerpt | undefined {
  let sections: ReadonlyMap<string, ReadonlyMap<string, Lines>> | undefined;
  return ([section, name]) => {
    sections ??= outline(text);
    const lines = sections.get(String(section))?.get(String(name));
    return lines && { text: text.slice(lines.from, lines.to), linesBefore: lines.linesBefore };
  };
}

function outline(text: string): Map<string, Map<string, Lines>> {
  const sections = new Map<string, Map<string, Lines>>();
  let section = new Map<string, Lines>();
  let indent = 0;
  let open: Lines | undefined;
  let linesBefore = 0;
  for (let from = 0; from < text.length; linesBefore++) {
    const found = text.indexOf('\n', from);
    const to = found < 0 ? text.length : found + 1;
    const [, blanks, word] = KEY.exec(text.slice(from, to)) ?? [];
    const depth = blanks?.length ?? Number.POSITIVE_INFINITY;
    if (word !== undefined && depth === 0) {
      section = new Map();
      sections.set(unquoted(word), section);
      open = undefined;
      indent = 0;
    } else if (word !== undefined && (section.size === 0 || depth === indent)) {
      indent = depth;
      open = { from, to, linesBefore };
      section.set(unquoted(word), open);
    } else if (open) open.to = to;
    from = to;
  }
  return sections;
}

function unquoted(word: string): string {
  return /^["']/.test(word) ? word.slice(1, -1) : word.trimEnd();
}
