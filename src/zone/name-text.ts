import { MAX_LABEL, MAX_NAME, nameToWire, parseName } from '../lib/dns-name.ts';
import type { Name } from '../model/zone.ts';

/** A name that others are relative to, with what is needed to append it quickly. */
export interface Origin {
  readonly name: Name;
  /** `.example.com.`, or `.` for the root. */
  readonly suffix: string;
  readonly wireLength: number;
}

/** The origin that `name` makes. */
export function originOf(name: Name): Origin {
  return { name, suffix: name === '.' ? '.' : `.${name}`, wireLength: nameToWire(name).length };
}

const OTHER = 0;
const PLAIN = 1;
const UPPER = 2;
const DOT = 3;

/** Characters that stand for themselves in a canonical name; everything else takes the slow way. */
const KIND = new Uint8Array(128);
for (const char of 'abcdefghijklmnopqrstuvwxyz0123456789-_*/') KIND[char.charCodeAt(0)] = PLAIN;
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') KIND[char.charCodeAt(0)] = UPPER;
KIND[0x2e] = DOT;

/**
 * The canonical name that the text from `start` to `end` means under `origin`. Throws NameError if it is none.
 * The same as parseName of lib, in a tenth of the time for the usual names.
 */
export function readName(text: string, start: number, end: number, origin: Origin): Name {
  let label = start;
  let upper = false;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? KIND[code] : OTHER;
    if (kind === OTHER) return parseName(text.slice(start, end), origin.name);
    if (kind === DOT) {
      if (at === label || at - label > MAX_LABEL) return parseName(text.slice(start, end), origin.name);
      label = at + 1;
    } else if (kind === UPPER) upper = true;
  }
  const absolute = label === end && end > start;
  const wireLength = end - start + (absolute ? 1 : 1 + origin.wireLength);
  if (end - label > MAX_LABEL || wireLength > MAX_NAME || end === start) return parseName(text.slice(start, end), origin.name);
  const plain = upper ? text.slice(start, end).toLowerCase() : text.slice(start, end);
  // Appending makes a copy, so that a name does not keep the whole text of the file alive.
  return absolute ? `${plain.slice(0, -1)}.` : plain + origin.suffix;
}
