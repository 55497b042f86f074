/** A mistake at one place of a master file: `offset` counts UTF-16 units from the start of the text. */
export class Fault extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** What stands in the text from `start` to `end`, in double quotes, cut where it is too long for a message. */
export function quoteText(text: string, start: number, end: number): string {
  return end - start > 60 ? `"${text.slice(start, start + 57)}…"` : `"${text.slice(start, end)}"`;
}
