import { describe, expect, test } from 'vitest';
import { createLookup } from '../../src/answer/lookup.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { protocolOf } from '../../src/responder/protocol.ts';
import { exampleZone, serve } from '../answer/serve.ts';
import { engineRig, optOf, TEST_IDENTITY } from '../responder/ask-engine.ts';
import { queryBytes } from '../responder/query-bytes.ts';
import { COMMUNICATION_TESTS, type CommunicationExpected } from './rfc8906-queries.ts';

const RCODES = { NOERROR: 0, NOTIMP: 4, BADVERS: 16 } as const;

const source = createLookup(serve(exampleZone('www A 192.0.2.1\n')).compiled.table, seededRandom(1));
const { ask, bytes } = engineRig(TEST_IDENTITY, { source, protocol: protocolOf() });

function headerOf({ status = 'NOERROR', soa = true, aa = soa, rd, opcode = 0 }: CommunicationExpected) {
  return { qr: 1, opcode, aa: aa ? 1 : 0, tc: 0, rd: rd ? 1 : 0, ra: 0, ad: 0, z: 0, rcode: RCODES[status], ancount: soa ? 1 : 0 };
}

describe('RFC 8906 section 8: what a server answers to everybody', () => {
  describe.each(COMMUNICATION_TESTS)('section $section', ({ fields, expected, tcp }) => {
    const whole = queryBytes('example.com.', fields);
    const query = fields.counts?.[0] === 0 ? whole.subarray(0, 12) : whole;

    // Each of them over both: section 8.1.5 and 3.2.7 ask for no less over TCP.
    test.each(tcp ? [true] : [false, true])('over TCP: %s', stream => {
      const packet = ask(query, { stream });
      expect(packet.header).toMatchObject(headerOf(expected));
      expect(packet.answers.map(({ type }) => type)).toEqual((expected.soa ?? true) ? [6] : []);
      const opt = optOf(bytes(query, { stream }));
      expect(opt !== undefined).toBe(fields.edns !== undefined);
      if (!opt) return;
      expect(opt).toMatchObject({ version: 0, flags: expected.dnssecOk ? 0x8000 : 0 });
      expect([...opt.options.keys()].sort((a, b) => a - b)).toEqual(expected.options ?? []);
    });
  });

  test('section 7: whatever has a header is answered, and silence is for nothing else', () => {
    for (let flags = 0; flags < 0x8000; flags += 0x0100) expect(bytes(queryBytes('example.com.', { flags }))).toBeDefined();
    for (const qclass of [0, 1, 3, 4, 254, 255]) expect(bytes(queryBytes('example.com.', { class: qclass }))).toBeDefined();
    for (let type = 0; type < 0x10000; type += 13) expect(bytes(queryBytes('example.com.', { type }))).toBeDefined();
  });
});
