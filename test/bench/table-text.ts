/** A table of texts; the first line is the head. The first `left` columns are set to the left. */
export interface Table {
  readonly lines: readonly (readonly string[])[];
  readonly left: number;
}

/** For a terminal. */
export function plainTable({ lines, left }: Table): string {
  return rows(lines, left)
    .map(cells => cells.join('  ').trimEnd())
    .join('\n');
}

/** For a page. */
export function markdownTable({ lines, left }: Table): string {
  const widths = widthsOf(lines);
  const rule = widths.map((width, column) => (column < left ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  const [head = [], ...body] = rows(lines, left);
  return [head, rule, ...body].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

function rows(lines: Table['lines'], left: number): readonly (readonly string[])[] {
  const widths = widthsOf(lines);
  return lines.map(line => line.map((cell, column) => (column < left ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))));
}

function widthsOf(lines: Table['lines']): readonly number[] {
  return lines[0]!.map((_, column) => Math.max(3, ...lines.map(line => line[column]!.length)));
}
