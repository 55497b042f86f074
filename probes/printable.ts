/** The most characters of a reason that others have written. */
const LONGEST = 120;

/**
 * What a peer or a program says, fit for a log line, a terminal and a page: one line, no control characters, no blanks at its ends or
 * side by side, and at most 120 characters.
 */
export function printable(text: string): string {
  const line = text
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .replaceAll('\ufffd', '?')
    .trim();
  // A character has two code units at most.
  const characters = [...line.slice(0, 2 * LONGEST + 2)];
  return characters.length <= LONGEST
    ? line
    : `${characters
        .slice(0, LONGEST - 1)
        .join('')
        .trimEnd()}…`;
}
