import { Fault } from './fault.ts';

// Every character of a zone passes here once, so this file goes by character codes and reuses its arrays:
// test/zone/large-file.test.ts reads a large file.

const WORD = 0;
const SPACE = 1;
const NEWLINE = 2;
const COMMENT = 3;
const OPEN = 4;
const CLOSE = 5;
const QUOTE = 6;

const BACKSLASH = 0x5c;
const QUOTE_CODE = 0x22;
const EQUALS = 0x3d;
const NEWLINE_CODE = 0x0a;

/** What a character below 128 begins; all others are part of a word. */
const KIND = new Uint8Array(128);
for (const [char, kind] of [
  [' \t\r', SPACE],
  ['\n', NEWLINE],
  [';', COMMENT],
  ['(', OPEN],
  [')', CLOSE],
  ['"', QUOTE],
] as const) {
  for (const each of char) KIND[each.charCodeAt(0)] = kind;
}

/**
 * Cuts the text of a master file into entries (RFC 1035 section 5.1): a line, or several inside parentheses, without its comments.
 * After `next()` the fields describe the current entry; they are overwritten by the following call.
 */
export class EntryScanner {
  readonly text: string;
  /** Tokens of the entry; the arrays may be longer. A quoted token's range lies inside its quotes. */
  count = 0;
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly quoted: boolean[] = [];
  /** Whether the entry begins with a blank, so that it has no owner of its own. */
  blank = false;
  /** The line, from 1, where the entry begins, and that line's offset. */
  line = 1;
  lineStart = 0;
  /** The first mistake in how the entry is written down; its tokens are those that could be made out. */
  fault: Fault | undefined;

  #at: number;
  #line = 1;
  /** Offset and line of the parenthesis that is open, or -1. */
  #open = -1;
  #openLine = 0;

  constructor(text: string) {
    this.text = text;
    this.#at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  /** Goes to the next entry that has a token; false at the end of the text. */
  next(): boolean {
    while (this.#at < this.text.length) {
      this.#begin();
      this.#scan();
      if (this.count > 0 || this.fault) return true;
    }
    return false;
  }

  /** Line and column, both from 1, of an offset inside the current entry. */
  locate(offset: number): { line: number; column: number } {
    let { line, lineStart } = this;
    for (let at = this.#lineAfter(lineStart); at <= offset && at > lineStart; at = this.#lineAfter(at)) {
      if (this.text.charCodeAt(at - 1) !== NEWLINE_CODE) break;
      line++;
      lineStart = at;
    }
    return { line, column: offset - lineStart + 1 };
  }

  #begin(): void {
    const first = this.text.charCodeAt(this.#at);
    this.count = 0;
    this.fault = undefined;
    this.#open = -1;
    this.line = this.#line;
    this.lineStart = this.#at;
    this.blank = first < 128 && KIND[first] === SPACE;
  }

  #scan(): void {
    const { text } = this;
    const { length } = text;
    let at = this.#at;
    while (at < length) {
      const code = text.charCodeAt(at);
      const kind = code < 128 ? KIND[code] : WORD;
      if (kind === WORD) at = this.#word(at);
      else if (kind === SPACE) at++;
      else if (kind === NEWLINE) {
        at++;
        this.#line++;
        if (this.#open < 0) break;
      } else if (kind === COMMENT) at = this.#endOfLine(at);
      else if (kind === QUOTE) at = this.#string(at);
      else if (kind === CLOSE) at = this.#close(at);
      else if (this.#mayOpen(at)) at++;
      else return;
    }
    this.#at = at;
    if (this.#open >= 0 && at >= length) this.#abandon('"(" is never closed', length);
  }

  #word(start: number): number {
    const { text } = this;
    let at = start;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === BACKSLASH && !this.#isLineEnd(at + 1)) at++;
      // key="value" of SVCB (RFC 9460 section 2.1) is one token.
      else if (code === QUOTE_CODE && text.charCodeAt(at - 1) === EQUALS && at > start) at = this.#closingQuote(at);
      else if (code < 128 && KIND[code] !== WORD) break;
    }
    if (at > text.length) at = text.length;
    this.#add(start, at, false);
    return at;
  }

  #string(quote: number): number {
    const end = this.#closingQuote(quote);
    const closed = this.text.charCodeAt(end) === QUOTE_CODE && end > quote;
    this.#add(quote + 1, closed ? end : end + 1, true);
    return end + 1;
  }

  /** The offset of the quote that closes the one at `quote`; where the line ends first, of the line's last character. */
  #closingQuote(quote: number): number {
    const { text } = this;
    let at = quote + 1;
    for (; !this.#isLineEnd(at); at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE_CODE) return at;
      if (code === BACKSLASH && !this.#isLineEnd(at + 1)) at++;
    }
    this.fault ??= new Fault('quoted string is not closed on its line', quote);
    return at - 1;
  }

  #add(start: number, end: number, quoted: boolean): void {
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.quoted[this.count++] = quoted;
  }

  #close(at: number): number {
    if (this.#open < 0) this.fault ??= new Fault('")" closes no parenthesis', at);
    this.#open = -1;
    return at + 1;
  }

  /**
   * Takes the parenthesis at `at`. Parentheses do not nest (as in NSD and Knot), so a second one on a later line tells that the first
   * was forgotten open: the entry ends there, and this gives false.
   */
  #mayOpen(at: number): boolean {
    if (this.#open < 0) {
      this.#open = at;
      this.#openLine = this.#line;
    } else if (this.#openLine === this.#line) this.fault ??= new Fault('"(" inside parentheses: they do not nest', at);
    else {
      this.#abandon(`"(" is not closed before the next one on line ${this.#line}`, at);
      return false;
    }
    return true;
  }

  /**
   * Gives the entry up at its open parenthesis and resumes where the next one seems to begin: at a later line that starts with something else
   * than a blank, or at the line of `limit`. What lies between is scanned again at most once, so a text is read in linear time.
   */
  #abandon(message: string, limit: number): void {
    this.fault ??= new Fault(message, this.#open);
    let at = this.#lineAfter(this.#open);
    let line = this.#openLine + 1;
    while (at < this.text.length && this.#lineAfter(at) <= limit && !this.#beginsEntry(at)) {
      at = this.#lineAfter(at);
      line++;
    }
    this.#at = at;
    this.#line = line;
  }

  #beginsEntry(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return code >= 128 || KIND[code] === WORD || KIND[code] === QUOTE;
  }

  #isLineEnd(at: number): boolean {
    return at >= this.text.length || this.text.charCodeAt(at) === NEWLINE_CODE;
  }

  #endOfLine(at: number): number {
    const newline = this.text.indexOf('\n', at);
    return newline < 0 ? this.text.length : newline;
  }

  #lineAfter(at: number): number {
    return Math.min(this.#endOfLine(at) + 1, this.text.length);
  }
}
