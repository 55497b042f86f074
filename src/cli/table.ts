/** Rows under their heads in columns as wide as they need, two blanks apart; `indent` blanks before each line. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[], indent = 0): string {
  const lines = [heads, ...rows.map(row => row.map(plain))];
  const widths = heads.map((_, column) => lines.reduce((width, line) => Math.max(width, (line[column] ?? '').length), 0));
  const present = (line: readonly string[]) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return lines.map(line => (' '.repeat(indent) + present(line)).trimEnd()).join('\n');
}

/** A text that cannot move the cursor, whatever its source. */
export function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}
