import { describe, expect, test } from 'vitest';
import { engineRig, optOf } from '../responder/ask-engine.ts';
import { queryBytes, uint16 } from '../responder/query-bytes.ts';

const { ask, bytes } = engineRig();
const SOA = [0xc0, 12, ...uint16(6), ...uint16(1), 0, 0, 0, 0, ...uint16(22), ...new Array<number>(22).fill(0)];

describe('RFC 5936 section 5: nobody may copy a zone', () => {
  describe.each([false, true])('over TCP: %s', stream => {
    test.each([252, 251])('type %i is REFUSED, with Prohibited (RFC 8914 section 4.19)', type => {
      for (const name of ['test.', 'www.test.', 'else.where.']) {
        expect(ask(queryBytes(name, { type }), { stream }).header).toMatchObject({
          rcode: 5,
          aa: 0,
          tc: 0,
          qdcount: 1,
          ancount: 0,
          nscount: 0,
        });
      }
      expect(optOf(bytes(queryBytes('test.', { type, edns: {} }), { stream }))?.options.get(15)).toEqual([0, 18]);
    });

    test('RFC 1995 section 3: the SOA in the authority section of an IXFR is no mistake', () => {
      expect(ask(queryBytes('test.', { type: 251, counts: [1, 0, 1, 0], records: SOA }), { stream }).header.rcode).toBe(5);
    });
  });
});
