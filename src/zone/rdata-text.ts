import { NameError } from '../lib/dns-name.ts';
import type { Name } from '../model/zone.ts';
import { readOctets } from './character-string.ts';
import type { EntryScanner } from './entry-scanner.ts';
import { Fault, quoteText, shorten } from './fault.ts';
import { type Origin, readName } from './name-text.ts';
import { readNumber, readSeconds } from './ttl-text.ts';

/** A walk over the tokens of an entry, from left to right. Every reading call throws Fault where its field is missing or wrong. */
export class RdataText {
  readonly #entry: EntryScanner;
  /** The token that is read next. */
  at = 0;
  origin: Origin;

  constructor(entry: EntryScanner, origin: Origin) {
    this.#entry = entry;
    this.origin = origin;
  }

  get more(): boolean {
    return this.at < this.#entry.count;
  }

  /** The offset of the token that is read next, or of the end of the entry. */
  get offset(): number {
    const { starts, ends, quoted, count } = this.#entry;
    if (this.more) return starts[this.at]! - (quoted[this.at] ? 1 : 0);
    return count === 0 ? 0 : ends[count - 1]! + (quoted[count - 1] ? 1 : 0);
  }

  /** Whether the next token stands there without quotes, letter by letter. */
  nextIs(word: string): boolean {
    const { text, starts, ends, quoted } = this.#entry;
    return this.more && !quoted[this.at] && ends[this.at]! - starts[this.at]! === word.length && text.startsWith(word, starts[this.at]!);
  }

  /** A token without quotes, as written. */
  word(what: string, expected: string): string {
    const token = this.#take(what, expected);
    return this.#entry.text.slice(this.#entry.starts[token]!, this.#entry.ends[token]!);
  }

  /** All remaining tokens, put together. */
  rest(what: string, expected: string): string {
    let text = this.word(what, expected);
    while (this.more) text += this.word(what, expected);
    return text;
  }

  number(what: string, max: number): number {
    const expected = `a number from 0 to ${max}`;
    const token = this.#take(what, expected);
    const value = readNumber(this.#entry.text, this.#entry.starts[token]!, this.#entry.ends[token]!);
    return value < 0 || value > max ? this.refuse(what, expected) : value;
  }

  /** Seconds, plain or with units. */
  seconds(what: string, max: number): number {
    const expected = `seconds from 0 to ${max}, or a time such as 1h30m`;
    const token = this.#take(what, expected);
    const value = readSeconds(this.#entry.text, this.#entry.starts[token]!, this.#entry.ends[token]!);
    return value < 0 || value > max ? this.refuse(what, expected) : value;
  }

  name(what: string): Name {
    const token = this.#take(what, 'a domain name');
    const { text, starts, ends } = this.#entry;
    try {
      return readName(text, starts[token]!, ends[token]!, this.origin);
    } catch (error) {
      if (error instanceof NameError) throw new Fault(`${what}: ${shorten(error.message)}`, starts[token]!);
      throw error;
    }
  }

  /** The octets of a token, quoted or not, escapes resolved. */
  octets(what: string, expected: string): Uint8Array {
    const token = this.#takeAny(what, expected);
    return readOctets(this.#entry.text, this.#entry.starts[token]!, this.#entry.ends[token]!);
  }

  /** Writes an IPv4 address of four decimal octets without leading zeros; false, having taken the token, where it is none. */
  ipv4(what: string, expected: string, put: (octet: number) => void): boolean {
    const token = this.#take(what, expected);
    return readIpv4(this.#entry.text, this.#entry.starts[token]!, this.#entry.ends[token]!, put);
  }

  /** Throws the Fault of the token that was read last: what it is, and what was expected. */
  refuse(what: string, expected: string): never {
    this.at--;
    const { text, starts, ends } = this.#entry;
    throw new Fault(`${what} is ${quoteText(text, starts[this.at]!, ends[this.at]!)}, expected ${expected}`, this.offset);
  }

  #take(what: string, expected: string): number {
    const token = this.#takeAny(what, expected);
    if (this.#entry.quoted[token]) this.refuse(what, `${expected}, not in quotes`);
    return token;
  }

  #takeAny(what: string, expected: string): number {
    if (!this.more) throw new Fault(`${what} is missing, expected ${expected}`, this.offset);
    return this.at++;
  }
}

/** Gives the octets of a dotted quad to `put`; false where the text is none (some may have been given). */
export function readIpv4(text: string, start: number, end: number, put: (octet: number) => void): boolean {
  let from = start;
  for (let part = 0; part < 4; part++) {
    let to = from;
    while (to < end && text.charCodeAt(to) !== 0x2e) to++;
    const octet = readNumber(text, from, to);
    const leadingZero = to - from > 1 && text.charCodeAt(from) === 0x30;
    if (octet < 0 || octet > 255 || leadingZero || (to === end) !== (part === 3)) return false;
    put(octet);
    from = to + 1;
  }
  return true;
}
