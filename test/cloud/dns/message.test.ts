import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLASS, OPCODE } from '../../../src/cloud/dns/codes.ts';
import type { WireRecord } from '../../../src/cloud/dns/message.ts';
import { lastRecord, MalformedMessage, readMessage } from '../../../src/cloud/dns/read-message.ts';
import { writeRecord, writeRequest } from '../../../src/cloud/dns/write-message.ts';
import { nameToWire } from '../../../src/lib/dns-name.ts';
import { RR_TYPE } from '../../../src/lib/rr-type.ts';

const anyName = fc
  .array(fc.stringMatching(/^[a-z0-9_]([a-z0-9-]{0,10})$/), { maxLength: 5 })
  .map(labels => `${labels.map(each => `${each}.`).join('')}` || '.');

const anyRecord: fc.Arbitrary<WireRecord> = fc.oneof(
  fc.record({
    name: anyName,
    type: fc.constantFrom(RR_TYPE.A, RR_TYPE.TXT, RR_TYPE.AAAA, 65_280),
    class: fc.constantFrom(CLASS.IN, CLASS.NONE, CLASS.ANY),
    ttl: fc.nat(),
    rdata: fc.uint8Array({ maxLength: 40 }),
  }),
  fc.record({
    name: anyName,
    type: fc.constant(RR_TYPE.CNAME),
    class: fc.constant(CLASS.IN),
    ttl: fc.nat(),
    rdata: anyName.map(nameToWire),
  }),
);

const octetsOf = (records: readonly WireRecord[]) => records.map(record => ({ ...record, rdata: [...record.rdata] }));

test('an UPDATE is read as it was written', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 0xffff }),
      anyName,
      fc.array(anyRecord, { maxLength: 4 }),
      fc.array(anyRecord, { maxLength: 4 }),
      (id, name, prerequisites, updates) => {
        const octets = writeRequest({ id, opcode: OPCODE.UPDATE, question: { name, type: RR_TYPE.SOA }, prerequisites, updates });
        const read = readMessage(octets);
        expect(read).toMatchObject({ id, opcode: OPCODE.UPDATE, isResponse: false, rcode: 0, question: { name, type: RR_TYPE.SOA } });
        expect([octetsOf(read.answers), octetsOf(read.authority)]).toEqual([octetsOf(prerequisites), octetsOf(updates)]);
      },
    ),
  );
});

test('any octets are a message or malformed', () => {
  const whole = writeRequest({ id: 1, opcode: OPCODE.QUERY, question: { name: 'www.example.com.', type: RR_TYPE.A } });
  const broken = fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })).map(([at, octet]) => whole.with(at, octet));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), broken), octets => {
      try {
        readMessage(octets);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedMessage);
      }
    }),
    { numRuns: 1000 },
  );
});

const QUESTION = { name: 'example.com.', type: RR_TYPE.SOA };

/** An answer of one record, put behind a question for example.com. */
function answerOf(record: readonly number[]): Uint8Array {
  const octets = Buffer.concat([writeRequest({ id: 1, opcode: OPCODE.QUERY, question: QUESTION }), Uint8Array.from(record)]);
  octets.writeUInt16BE(1, 6);
  return octets;
}

test('names in RDATA are given whole: those of an SOA record, compressed', () => {
  const names = [3, 0x6e, 0x73, 0x31, 0xc0, 12, 1, 0x68, 0xc0, 12];
  const numbers = [0, 0, 0, 9, ...new Array<number>(16).fill(0)];
  const octets = answerOf([0xc0, 12, 0, RR_TYPE.SOA, 0, 1, 0, 0, 0, 5, 0, names.length + numbers.length, ...names, ...numbers]);
  const [soa] = readMessage(octets).answers;
  expect([...soa!.rdata]).toEqual([...nameToWire('ns1.example.com.'), ...nameToWire('h.example.com.'), ...numbers]);
});

test.each([
  ['a pointer to itself', [0xc0, 29]],
  ['a pointer ahead', [0xc0, 40]],
  ['RDATA longer than the message', [0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 9]],
  ['a name longer than its RDATA', [0, 0, RR_TYPE.CNAME, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0x61, 0]],
])('%s is malformed', (_, record) => {
  expect(() => readMessage(answerOf(record))).toThrow(MalformedMessage);
});

test('the last record is found from its first octet to its last', () => {
  const request = writeRequest({ id: 1, opcode: OPCODE.QUERY, question: QUESTION });
  expect(() => lastRecord(request)).toThrow(MalformedMessage);
  const record = writeRecord({ name: 'a.', type: RR_TYPE.TXT, class: CLASS.IN, ttl: 1, rdata: Uint8Array.of(1, 0x61) });
  expect(lastRecord(answerOf([...record]))).toEqual({ start: request.length, end: request.length + record.length });
});
