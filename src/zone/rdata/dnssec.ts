import { parseType } from '../../lib/rr-type.ts';
import type { RdataText } from '../rdata-text.ts';
import { MAX_UINT32 } from '../ttl-text.ts';
import { base64 } from './binary.ts';
import { advance, type RdataField, type RdataFormat, WireError } from './field.ts';
import { named, seconds, uint8, uint16 } from './integers.ts';
import { domainName } from './names.ts';
import { ALGORITHMS } from './security.ts';

const TYPE = 'a record type';
const TIME = 'a time as YYYYMMDDHHmmSS, or seconds since 1970';

const typeCovered: RdataField = {
  parse: (input, out) => out.u16(readType('type covered', input)),
  check: (wire, at) => advance(wire, at, 2, 'type covered'),
};

/** RFC 4034 section 3.2: UTC, or seconds since 1970 modulo 2^32. */
function time(what: string): RdataField {
  return {
    parse(input, out) {
      const value = readTime(input.word(what, TIME));
      out.u32(value ?? input.refuse(what, TIME));
    },
    check: (wire, at) => advance(wire, at, 4, what),
  };
}

function readTime(text: string): number | undefined {
  if (/^\d{1,10}$/.test(text)) return Number(text) <= MAX_UINT32 ? Number(text) : undefined;
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (!parts) return undefined;
  const iso = `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}`;
  const ms = Date.parse(`${iso}Z`);
  // A date such as 30 February is not refused by the parser of every engine, but does not come back the same.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 19) !== iso) return undefined;
  return (ms / 1000) % (MAX_UINT32 + 1) >= 0 ? (ms / 1000) % (MAX_UINT32 + 1) : undefined;
}

/** RFC 4034 section 4.1.2: windows of up to 32 octets, a bit for each type. */
const typeBitmap: RdataField = {
  parse(input, out) {
    const types = new Set<number>();
    while (input.more) types.add(readType('type', input));
    for (const window of new Set([...types].sort((a, b) => a - b).map(type => type >> 8))) {
      const bits = new Uint8Array(32);
      for (const type of types) if (type >> 8 === window) bits[(type & 255) >> 3]! |= 0x80 >> (type & 7);
      const length = bits.findLastIndex(octet => octet !== 0) + 1;
      out.u8(window);
      out.u8(length);
      out.bytes(bits.subarray(0, length));
    }
  },
  check(wire, start) {
    let last = -1;
    for (let at = start; at < wire.length; ) {
      const bits = advance(wire, at, 2, 'type bit map');
      const length = wire[at + 1]!;
      if (wire[at]! <= last || length < 1 || length > 32) throw new WireError('type bit map is not in the form of RFC 4034 section 4.1.2');
      last = wire[at]!;
      at = advance(wire, bits, length, 'type bit map');
    }
    return wire.length;
  },
};

function readType(what: string, input: RdataText): number {
  return parseType(input.word(what, TYPE)) ?? input.refuse(what, TYPE);
}

/** RFC 4034 section 3. */
export const rrsig: RdataFormat = {
  fields: [
    typeCovered,
    named('algorithm', 1, ALGORITHMS),
    uint8('labels'),
    seconds('original TTL'),
    time('expiration'),
    time('inception'),
    uint16('key tag'),
    domainName('signer'),
    base64('signature'),
  ],
};

/** RFC 4034 section 4. */
export const nsec: RdataFormat = { fields: [domainName('next name'), typeBitmap] };
