/** A mistake at one place of a master file: `offset` counts UTF-16 units from the start of the text. */
export class Fault extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const LONGEST = 200;

/** A message that quotes the file, cut where that makes it unreadably long. */
export function shorten(message: string): string {
  return message.length > LONGEST ? `${message.slice(0, LONGEST - 1)}…` : message;
}

/** What stands in the text from `start` to `end`, in double quotes, cut where it is too long for a message. */
export function quoteText(text: string, start: number, end: number): string {
  return end - start > 60 ? `"${text.slice(start, start + 57)}…"` : `"${text.slice(start, end)}"`;
}
