import { MAX_UINT32 } from '../ttl-text.ts';
import { advance, type RdataField, WireError } from './field.ts';

/** A number of one octet. */
export function uint8(what: string): RdataField {
  return {
    parse: (input, out) => out.u8(input.number(what, 0xff)),
    check: (wire, at) => advance(wire, at, 1, what),
  };
}

/** A number of two octets. */
export function uint16(what: string): RdataField {
  return {
    parse: (input, out) => out.u16(input.number(what, 0xffff)),
    check: (wire, at) => advance(wire, at, 2, what),
  };
}

/** A number of four octets. */
export function uint32(what: string): RdataField {
  return {
    parse: (input, out) => out.u32(input.number(what, MAX_UINT32)),
    check: (wire, at) => advance(wire, at, 4, what),
  };
}

/** Four octets of seconds, written plain or with units. */
export function seconds(what: string): RdataField {
  return {
    parse: (input, out) => out.u32(input.seconds(what, MAX_UINT32)),
    check: (wire, at) => advance(wire, at, 4, what),
  };
}

/** A number of one or two octets for which names may stand. */
export function named(what: string, octets: 1 | 2, numbers: Readonly<Record<string, number>>): RdataField {
  const max = octets === 1 ? 0xff : 0xffff;
  return {
    parse(input, out) {
      const expected = `a number from 0 to ${max}, or one of ${Object.keys(numbers).join(' ')}`;
      const word = input.word(what, expected);
      const upper = word.toUpperCase();
      const value = Object.hasOwn(numbers, upper) ? numbers[upper]! : /^\d{1,6}$/.test(word) ? Number(word) : -1;
      if (value < 0 || value > max) input.refuse(what, expected);
      if (octets === 1) out.u8(value);
      else out.u16(value);
    },
    check: (wire, at) => advance(wire, at, octets, what),
  };
}

/** An octet that has one right value. */
export function constant(what: string, value: number): RdataField {
  return {
    parse(input, out) {
      if (input.number(what, 0xff) !== value) input.refuse(what, String(value));
      out.u8(value);
    },
    check(wire, at) {
      const end = advance(wire, at, 1, what);
      if (wire[at] !== value) throw new WireError(`${what} is ${wire[at]}, expected ${value}`);
      return end;
    },
  };
}
