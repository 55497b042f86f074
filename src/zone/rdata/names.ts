import { MAX_LABEL, MAX_NAME } from '../../lib/dns-name.ts';
import { advance, type RdataField, WireError } from './field.ts';

/** A domain name, not compressed; relative ones are under the origin. */
export function domainName(what: string): RdataField {
  return {
    parse: (input, out) => out.name(input.name(what)),
    check: (wire, at) => checkName(wire, at, what),
  };
}

function checkName(wire: Uint8Array, start: number, what: string): number {
  let at = start;
  for (;;) {
    const end = advance(wire, at, 1, what);
    const length = wire[at]!;
    if (length > MAX_LABEL) throw new WireError(`${what} has a compressed or too long label`);
    at = advance(wire, end, length, what);
    if (at - start > MAX_NAME) throw new WireError(`${what} is longer than ${MAX_NAME} octets`);
    if (length === 0) return at;
  }
}
