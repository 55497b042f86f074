import { expect, test } from 'vitest';
import { CLASS, OPCODE, TSIG_TYPE } from '../../../src/cloud/dns/codes.ts';
import { readMessage } from '../../../src/cloud/dns/read-message.ts';
import {
  signRequest,
  TSIG_ALGORITHMS,
  type TsigAlgorithm,
  TsigError,
  type TsigFault,
  type TsigKey,
  TsigVerifier,
} from '../../../src/cloud/dns/tsig.ts';
import { uint16, writeRecord, writeRequest } from '../../../src/cloud/dns/write-message.ts';
import { nameToWire } from '../../../src/lib/dns-name.ts';
import { RR_TYPE } from '../../../src/lib/rr-type.ts';

const NOW = Date.UTC(2026, 0, 1);
const KEY: TsigKey = { name: 'key.', algorithm: 'hmac-sha256', secret: Buffer.from('secret') };
const REQUEST = writeRequest({ id: 7, opcode: OPCODE.UPDATE, question: { name: 'example.com.', type: RR_TYPE.SOA } });

/** The fault that a verifier finds in octets that it takes for an answer. */
function faultOf(octets: Uint8Array, mac = new Uint8Array(32)): TsigFault | undefined {
  try {
    new TsigVerifier(KEY, mac, () => NOW).take(octets);
  } catch (error) {
    if (error instanceof TsigError) return error.fault;
    throw error;
  }
  return undefined;
}

/** REQUEST with a TSIG record that is not signed and says `error`. */
function withError(error: number, name = KEY.name): Uint8Array {
  const rdata = Buffer.concat([nameToWire('hmac-sha256.'), new Uint8Array(8), uint16(0, 7, error, 0)]);
  const octets = Buffer.concat([REQUEST, writeRecord({ name, type: TSIG_TYPE, class: CLASS.ANY, ttl: 0, rdata })]);
  octets.writeUInt16BE(1, 10);
  return octets;
}

test.each(Object.keys(TSIG_ALGORITHMS) as TsigAlgorithm[])(
  'a request signed with %s has its record at the end, with the time and the id',
  algorithm => {
    const { octets, mac } = signRequest(REQUEST, { ...KEY, algorithm }, NOW);
    const record = readMessage(octets).additional[0]!;
    expect(record).toMatchObject({ name: 'key.', type: TSIG_TYPE, class: CLASS.ANY, ttl: 0 });
    const behind = nameToWire(`${algorithm}.`).length;
    const fields = new DataView(record.rdata.buffer, record.rdata.byteOffset + behind);
    expect([fields.getUint32(2), fields.getUint16(6), fields.getUint16(8)]).toEqual([NOW / 1000, 300, mac.length]);
    expect(fields.getUint16(10 + mac.length)).toBe(7);
  },
);

test.each<[string, Uint8Array, TsigFault]>([
  ['no record', REQUEST, 'unsigned'],
  ['an unknown key', withError(17), 'bad-key'],
  ['another secret', withError(16), 'bad-signature'],
  ['a signature by another key', withError(0, 'other.'), 'other-key'],
  ['a record without a signature', withError(0), 'bad-signature'],
  ['a time that is said to be wrong, without a signature', withError(18), 'bad-signature'],
  ['our own request', signRequest(REQUEST, KEY, NOW).octets, 'bad-signature'],
])('%s is not believed', (_, octets, fault) => {
  expect(faultOf(octets)).toBe(fault);
});
