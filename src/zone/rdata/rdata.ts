import { typeName } from '../../lib/rr-type.ts';
import { Fault } from '../fault.ts';
import type { RdataText } from '../rdata-text.ts';
import { MAX_RDATA, type WireWriter } from '../wire-writer.ts';
import { readHex } from './binary.ts';
import { type RdataFormat, WireError } from './field.ts';
import { RDATA_FORMATS } from './formats.ts';

/**
 * Reads the rest of an entry as the RDATA of a record of `type`, in the type's own form or in that of RFC 3597 section 5.
 * Gives the wire form; throws Fault where it is wrong.
 */
export function readRdata(type: number, input: RdataText, out: WireWriter): Uint8Array {
  const { offset } = input;
  const format = RDATA_FORMATS.get(type);
  out.reset();
  const generic = input.nextIs('\\#');
  if (generic) readGeneric(input, out);
  else if (format) for (const field of format.fields) field.parse(input, out);
  else throw new Fault(`RDATA expected as \\# LENGTH HEXADECIMAL (RFC 3597), since ${typeName(type)} has no form of its own here`, offset);
  if (input.more) refuseMore(input);
  if (out.length > MAX_RDATA) throw new Fault(`RDATA is ${out.length} octets long, more than ${MAX_RDATA}`, offset);
  const wire = out.copy();
  const wrong = format && (generic ? checkWire(wire, format) : format.verify?.(wire));
  if (wrong !== undefined) throw new Fault(wrong, offset);
  return wire;
}

function readGeneric(input: RdataText, out: WireWriter): void {
  input.at++;
  const { offset } = input;
  const length = input.number('RDATA length', MAX_RDATA);
  const octets = input.more ? readHex('RDATA', input) : new Uint8Array();
  if (octets.length !== length)
    throw new Fault(`RDATA length is ${length}, expected ${octets.length}, the number of octets behind it`, offset);
  out.bytes(octets);
}

function checkWire(wire: Uint8Array, { fields, verify }: RdataFormat): string | undefined {
  try {
    let at = 0;
    for (const field of fields) at = field.check(wire, at);
    return at === wire.length ? verify?.(wire) : `RDATA in \\# form has ${wire.length} octets, expected ${at}`;
  } catch (error) {
    if (error instanceof WireError) return `RDATA in \\# form: ${error.message}`;
    throw error;
  }
}

function refuseMore(input: RdataText): never {
  input.octets('text', '');
  return input.refuse('text behind the last field', 'the end of the record');
}
