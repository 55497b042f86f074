import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sumCounters } from '../../src/responder/counters.ts';
import { createPeer } from '../../src/responder/peer-address.ts';
import { decode, engineRig } from './ask-engine.ts';
import { queryBytes, subnetData } from './query-bytes.ts';

const name = fc.constantFrom('www.test.', 'big.test.', 'client.test.', 'no.test.', 'else.where.', 'fault.test.', 'id.server.');
const option = fc.tuple(
  fc.constantFrom(3, 8, 10, 65_001),
  fc.oneof(fc.constant(subnetData(1, 24, 0, 203, 0, 113)), fc.array(fc.nat(255), { maxLength: 24 })),
);
const edns = fc.record({
  payloadSize: fc.nat(65_535),
  version: fc.constantFrom(0, 0, 0, 1),
  flags: fc.nat(65_535),
  options: fc.array(option, { maxLength: 4 }),
});
const query = fc
  .tuple(
    name,
    fc.record(
      { id: fc.nat(65_535), flags: fc.nat(65_535), type: fc.nat(260), class: fc.constantFrom(1, 1, 3, 255), edns },
      { requiredKeys: ['id'] },
    ),
  )
  .map(([text, fields]) => queryBytes(text, fields));
const mutated = fc.tuple(query, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }), fc.nat()).map(([octets, edits, cut]) => {
  const changed = Uint8Array.from(octets);
  for (const [at, octet] of edits) changed[at % changed.length] = octet;
  return cut % 4 === 0 ? changed.subarray(0, cut % changed.length) : changed;
});
const message = fc.oneof(fc.uint8Array({ maxLength: 600 }), query, mutated);

describe('the engine, whatever comes', () => {
  const { engine, bytes, counters } = engineRig();

  test('never throws, never exceeds what the question allows, echoes the ID, and its counters add up', () => {
    let asked = 0;
    fc.assert(
      fc.property(message, fc.boolean(), (octets, stream) => {
        asked++;
        const answer = bytes(octets, { stream });
        if (!answer) return octets.length < 12 || octets[2]! >= 0x80;
        expect(answer.length).toBeLessThanOrEqual(stream ? 65_535 : 1232);
        expect([answer[0], answer[1], answer[2]! & 0xf8]).toEqual([octets[0], octets[1], (octets[2]! & 0x78) | 0x80]);
        decode(answer);
        return true;
      }),
      { numRuns: 5000 },
    );
    const values = sumCounters([counters]);
    const sum = (list: readonly { readonly value: number }[]) => list.reduce((total, { value }) => total + value, 0);
    expect(sum(values.queries)).toBe(asked);
    expect(sum(values.answers) + values.dropped).toBe(asked);
  });

  test('answers in place as it answers elsewhere, and touches nothing behind the answer', () => {
    fc.assert(
      fc.property(message, octets => {
        const slot = new Uint8Array(2048).fill(0xaa);
        slot.set(octets);
        const limit = slot.subarray(0, 1232);
        const length = octets.length > 1232 ? 0 : engine.respond(limit, octets.length, createPeer(), limit, 1232, false);
        if (length === 0) return;
        const apart = new Uint8Array(1232);
        expect(engine.respond(octets, octets.length, createPeer(), apart, 1232, false)).toBe(length);
        expect(slot.subarray(0, length)).toEqual(apart.subarray(0, length));
        expect(slot.subarray(1232).every(octet => octet === 0xaa)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('octets behind the query in its buffer are not read', () => {
    const buffer = new Uint8Array(100);
    buffer.set(queryBytes('www.test.'));
    const out = new Uint8Array(1232);
    for (let length = 12; length < queryBytes('www.test.').length; length++) {
      engine.respond(buffer, length, createPeer(), out, 1232, false);
      expect(out[3]! & 15).toBe(1);
    }
  });
});

describe('a look-up that throws', () => {
  test('is SERVFAIL, counted and told; the next query is answered', () => {
    const { ask, counters, faults } = engineRig();
    expect(ask(queryBytes('fault.test.', { edns: {} })).header).toMatchObject({ rcode: 2, aa: 0, ancount: 0, qdcount: 1, arcount: 1 });
    expect(sumCounters([counters]).faults).toBe(1);
    expect(faults).toEqual([new Error('a fault that a test asked for')]);
    expect(ask(queryBytes('www.test.')).header.rcode).toBe(0);
  });
});
