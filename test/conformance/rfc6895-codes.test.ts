import { describe, expect, test } from 'vitest';
import { engineRig } from '../responder/ask-engine.ts';
import { queryBytes } from '../responder/query-bytes.ts';

const { ask } = engineRig();
const RD = 0x0100;

describe('RFC 6895 section 2.2 and RFC 8906 section 8.1.4: opcodes', () => {
  test.each([
    [1, 'IQUERY (RFC 3425)'],
    [2, 'STATUS (RFC 1035 section 4.1.1)'],
    [3, 'not assigned'],
    [4, 'NOTIFY (RFC 1996)'],
    [5, 'UPDATE (RFC 2136)'],
    [6, 'DSO (RFC 8490)'],
    [15, 'not assigned'],
  ])('opcode %i, %s, is NOTIMP, with empty sections, whatever its body is', opcode => {
    for (const tail of [[], [1, 2, 3]]) {
      const { header } = ask(queryBytes('www.test.', { id: 9, flags: (opcode << 11) | RD, tail }));
      expect(header).toMatchObject({ id: 9, opcode, aa: 0, rd: 1, rcode: 4, qdcount: 0, ancount: 0, nscount: 0, arcount: 0 });
    }
  });
});

describe('RFC 6895 section 3: types and classes that are not looked up', () => {
  test.each([
    [41, 1],
    [250, 1],
    [249, 1],
    [128, 1],
    [253, 4],
    [254, 4],
  ])('type %i is no data: RCODE %i', (type, rcode) => {
    expect(ask(queryBytes('www.test.', { type })).header).toMatchObject({ rcode, ancount: 0 });
  });

  test('RFC 8906 section 8.1.2: an unknown type is looked up', () =>
    expect(ask(queryBytes('no.test.', { type: 1000 })).header.rcode).toBe(3));

  test.each([0, 2, 4, 254, 255])('class %i is REFUSED', qclass => {
    expect(ask(queryBytes('www.test.', { class: qclass })).header).toMatchObject({ rcode: 5, aa: 0 });
  });
});
