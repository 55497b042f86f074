import type { RdataText } from '../rdata-text.ts';
import { advance, type RdataField, WireError } from './field.ts';

const EQUATOR = 0x8000_0000;
const MS_PER_DEGREE = 3_600_000;
/** Centimetres below the WGS 84 spheroid where altitudes count from. */
const DEPTH_CM = 10_000_000;
const METRES = 'metres such as 10m or 2.50m';

/** LOC: where a name is on earth (RFC 1876 sections 2 and 3). */
export const location: RdataField = {
  parse(input, out) {
    const latitude = readAngle(input, 'latitude', 90, 'NS');
    const longitude = readAngle(input, 'longitude', 180, 'EW');
    const altitude = readCentimetres(input, 'altitude', -DEPTH_CM, 0xffff_ffff - DEPTH_CM);
    const precision = [
      ['size', 100],
      ['horizontal precision', 1_000_000],
      ['vertical precision', 1000],
    ] as const;
    out.u8(0);
    for (const [what, usual] of precision) out.u8(toExponent(input.more ? readCentimetres(input, what, 0, 9e9) : usual));
    out.u32(EQUATOR + latitude);
    out.u32(EQUATOR + longitude);
    out.u32(DEPTH_CM + altitude);
  },
  check(wire, at) {
    const end = advance(wire, at, 16, 'location');
    if (wire[at] !== 0) throw new WireError(`version is ${wire[at]}, expected 0`);
    return end;
  },
};

/** Thousandths of a second of arc, from `degrees [minutes [seconds]] letter`; the second letter makes it negative. */
function readAngle(input: RdataText, what: string, max: number, letters: string): number {
  const expected = `degrees [minutes [seconds]] and ${letters[0]} or ${letters[1]}`;
  const parts: number[] = [];
  for (;;) {
    const word = input.word(what, expected);
    const side = word.length === 1 ? letters.indexOf(word.toUpperCase()) : -1;
    if (side >= 0 && parts.length > 0) {
      return side === 0 ? toAngle(parts) : -toAngle(parts);
    }
    parts.push(readPart(word, parts.length, max) ?? input.refuse(what, expected));
    if (toAngle(parts) > max * MS_PER_DEGREE) input.refuse(what, `at most ${max} degrees in all`);
  }
}

function toAngle([degrees = 0, minutes = 0, ms = 0]: readonly number[]): number {
  return degrees * MS_PER_DEGREE + minutes * 60_000 + ms;
}

function readPart(word: string, index: number, max: number): number | undefined {
  if (index > 2 || !(index === 2 ? /^\d{1,2}(\.\d{1,3})?$/ : /^\d{1,3}$/).test(word)) return undefined;
  const value = Number(word);
  if (index === 0) return value <= max ? value : undefined;
  return value < 60 ? (index === 1 ? value : Math.round(value * 1000)) : undefined;
}

function readCentimetres(input: RdataText, what: string, min: number, max: number): number {
  const parts = /^(-?)(\d{1,8})(?:\.(\d{1,2}))?m?$/i.exec(input.word(what, METRES));
  if (!parts) return input.refuse(what, METRES);
  const size = Number(parts[2]) * 100 + Number((parts[3] ?? '').padEnd(2, '0'));
  const value = parts[1] === '-' ? -size : size;
  return value < min || value > max ? input.refuse(what, `metres from ${min / 100} to ${max / 100}`) : value;
}

/** Centimetres as a digit and a power of ten, rounded down (RFC 1876 section 2). */
function toExponent(centimetres: number): number {
  let mantissa = centimetres;
  let exponent = 0;
  for (; mantissa >= 10; exponent++) mantissa = Math.floor(mantissa / 10);
  return (mantissa << 4) | exponent;
}
