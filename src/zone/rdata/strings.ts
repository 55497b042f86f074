import type { RdataText } from '../rdata-text.ts';
import type { WireWriter } from '../wire-writer.ts';
import { advance, notEmpty, type RdataField, WireError } from './field.ts';

const STRING = 'a string of at most 255 octets';

/** One character-string (RFC 1035 section 3.3). */
export function characterString(what: string): RdataField {
  return {
    parse: (input, out) => putString(what, input, out),
    check: (wire, at) => checkString(wire, at, what),
  };
}

/** One or more character-strings to the end of the record (RFC 1035 section 3.3.14). */
export function characterStrings(what: string): RdataField {
  return {
    parse(input, out) {
      do putString(what, input, out);
      while (input.more);
    },
    check(wire, start) {
      notEmpty(wire, start, what);
      let at = start;
      while (at < wire.length) at = checkString(wire, at, what);
      return at;
    },
  };
}

/** Octets to the end of the RDATA without a length before them, written as one string: the value of CAA, the target of URI. */
export function plainString(what: string, least: 0 | 1): RdataField {
  return {
    parse(input, out) {
      const octets = input.octets(what, 'a string');
      if (octets.length < least) input.refuse(what, 'a string that is not empty');
      out.bytes(octets);
    },
    check: (wire, at) => (least === 1 ? notEmpty(wire, at, what) : wire.length),
  };
}

const TAG = 'one to 255 letters and digits, such as issue';

/** The property tag of CAA (RFC 8659 section 4.1). */
export const caaTag: RdataField = {
  parse(input, out) {
    const tag = input.word('tag', TAG);
    if (!/^[0-9A-Za-z]{1,255}$/.test(tag)) input.refuse('tag', TAG);
    out.u8(tag.length);
    for (let at = 0; at < tag.length; at++) out.u8(tag.charCodeAt(at));
  },
  check(wire, at) {
    const end = checkString(wire, at, 'tag');
    const tag = String.fromCharCode(...wire.subarray(at + 1, end));
    if (!/^[0-9A-Za-z]+$/.test(tag)) throw new WireError(`tag is not ${TAG}`);
    return end;
  },
};

function putString(what: string, input: RdataText, out: WireWriter): void {
  const octets = input.octets(what, STRING);
  if (octets.length > 255)
    input.refuse(`${what} of ${octets.length} octets`, 'strings of at most 255 octets each, in quotes with blanks between');
  out.u8(octets.length);
  out.bytes(octets);
}

function checkString(wire: Uint8Array, at: number, what: string): number {
  return advance(wire, advance(wire, at, 1, what), wire[at]!, what);
}
