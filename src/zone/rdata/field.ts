import type { RdataText } from '../rdata-text.ts';
import type { WireWriter } from '../wire-writer.ts';

/** One field of RDATA. */
export interface RdataField {
  /** Reads the field in its presentation form and writes its wire form. Throws Fault where it is wrong. */
  parse(input: RdataText, out: WireWriter): void;
  /** The offset behind the field, which begins at `at` in RDATA that came as octets (RFC 3597). Throws WireError where it is wrong. */
  check(wire: Uint8Array, at: number): number;
}

/** The RDATA of a record type: its fields in order. */
export interface RdataFormat {
  readonly fields: readonly RdataField[];
  /** What is wrong with the fields together, if anything; they are each right. */
  readonly verify?: (wire: Uint8Array) => string | undefined;
}

/** Why octets are not the RDATA that they are said to be. */
export class WireError extends Error {}

/** Adds `length` to `at`; throws WireError where the RDATA is shorter. */
export function advance(wire: Uint8Array, at: number, length: number, what: string): number {
  if (at + length > wire.length) throw new WireError(`${what} runs past the end of the RDATA`);
  return at + length;
}

/** What a refusal says of RDATA that goes to the end and has nothing in it. */
export function notEmpty(wire: Uint8Array, at: number, what: string): number {
  if (at >= wire.length) throw new WireError(`${what} is empty`);
  return wire.length;
}

/** The 16-bit number at `at`. */
export function uint16At(wire: Uint8Array, at: number): number {
  return (wire[at]! << 8) | wire[at + 1]!;
}
