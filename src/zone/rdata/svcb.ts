import { Fault } from '../fault.ts';
import type { RdataText } from '../rdata-text.ts';
import type { WireWriter } from '../wire-writer.ts';
import { advance, type RdataField, type RdataFormat, uint16At, WireError } from './field.ts';
import { uint16 } from './integers.ts';
import { domainName } from './names.ts';
import { checkParameter, readParameter, svcKeyName } from './svc-parameters.ts';

const ALPN = 1;
const NO_DEFAULT_ALPN = 2;

/** The parameters of SVCB and HTTPS: sorted by key, none twice (RFC 9460 section 2.2). */
const parameters: RdataField = {
  parse(input, out) {
    const values = new Map<number, Uint8Array>();
    while (input.more) readUnlike(input, values);
    for (const [key, value] of [...values].sort(([a], [b]) => a - b)) putParameter(key, value, out);
  },
  check(wire, start) {
    let last = -1;
    for (let at = start; at < wire.length; ) {
      const value = advance(wire, at, 4, 'parameter');
      const key = uint16At(wire, at);
      if (key <= last) throw new WireError(`parameter key${key} does not follow key${last} in ascending order`);
      last = key;
      at = advance(wire, value, uint16At(wire, at + 2), `parameter key${key}`);
      checkParameter(key, wire.subarray(value, at));
    }
    return wire.length;
  },
};

/** SVCB and HTTPS (RFC 9460 section 2). */
export const svcb: RdataFormat = {
  fields: [uint16('priority'), domainName('target'), parameters],
  verify(wire) {
    const values = parametersOf(wire);
    if (uint16At(wire, 0) === 0 && values.size > 0) return 'priority 0 makes an alias, expected no parameters (RFC 9460 section 2.4.2)';
    if (values.has(NO_DEFAULT_ALPN) && !values.has(ALPN))
      return 'no-default-alpn stands alone, expected alpn with it (RFC 9460 section 7.1.1)';
    const mandatory = values.get(0) ?? new Uint8Array();
    for (let at = 0; at < mandatory.length; at += 2) {
      const key = uint16At(mandatory, at);
      if (!values.has(key)) return `mandatory names ${svcKeyName(key)}, expected it among the parameters (RFC 9460 section 8)`;
    }
    return undefined;
  },
};

function readUnlike(input: RdataText, values: Map<number, Uint8Array>): void {
  const { offset } = input;
  const { key, name, value } = readParameter(input);
  if (values.has(key)) throw new Fault(`parameter ${name} stands here twice, expected each once`, offset);
  values.set(key, value);
}

function putParameter(key: number, value: Uint8Array, out: WireWriter): void {
  out.u16(key);
  out.u16(value.length);
  out.bytes(value);
}

function parametersOf(wire: Uint8Array): Map<number, Uint8Array> {
  const values = new Map<number, Uint8Array>();
  let at = 2;
  while (wire[at] !== 0) at += wire[at]! + 1;
  for (at++; at < wire.length; ) {
    const end = at + 4 + uint16At(wire, at + 2);
    values.set(uint16At(wire, at), wire.subarray(at + 4, end));
    at = end;
  }
  return values;
}
