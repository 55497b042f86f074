import { describe, expect, test } from 'vitest';
import { PLAIN_PROTOCOL, protocolOf } from '../../src/responder/protocol.ts';
import { engineRig, optOf, TEST_IDENTITY } from '../responder/ask-engine.ts';
import { optBytes, queryBytes } from '../responder/query-bytes.ts';

const { ask, bytes } = engineRig();

describe('RFC 6891: EDNS', () => {
  test('section 7: an answer has OPT exactly where the query had', () => {
    expect(ask(queryBytes('www.test.')).additionals).toHaveLength(0);
    expect(optOf(bytes(queryBytes('www.test.', { edns: {} })))).toEqual({
      payloadSize: 1232,
      extendedRcode: 0,
      version: 0,
      flags: 0,
      options: new Map(),
    });
    expect(optOf(bytes(queryBytes('no.test.', { edns: {} })))).toBeDefined();
    expect(optOf(bytes(queryBytes('test.', { type: 252, edns: {} })))).toBeDefined();
  });

  test('section 6.1.3: a version above 0 is BADVERS with our version, and its options are not read', () => {
    const answer = bytes(queryBytes('www.test.', { edns: { version: 1, options: [[8, [1]]] } }));
    expect(optOf(answer)).toMatchObject({ extendedRcode: 1, version: 0 });
    expect(ask(queryBytes('www.test.', { edns: { version: 255 } })).header).toMatchObject({ rcode: 16, ancount: 0, aa: 0 });
  });

  test('section 6.1.4: DO is copied, other flags are not', () => {
    expect(optOf(bytes(queryBytes('www.test.', { edns: { flags: 0xffff } })))?.flags).toBe(0x8000);
    expect(optOf(bytes(queryBytes('www.test.', { edns: { flags: 0x7fff } })))?.flags).toBe(0);
  });

  test('section 6.1.2: unknown options are ignored', () => {
    const answer = bytes(
      queryBytes('www.test.', {
        edns: {
          options: [
            [65_001, [1, 2]],
            [10, [1, 2, 3, 4, 5, 6, 7, 8]],
            [0, []],
          ],
        },
      }),
    );
    expect(optOf(answer)?.options.size).toBe(0);
    expect(ask(queryBytes('www.test.', { edns: { options: [[65_001, []]] } })).answers).toHaveLength(1);
  });

  test('section 6.1.1: OPT twice is FORMERR', () => {
    expect(ask(queryBytes('www.test.', { counts: [1, 0, 0, 2], records: optBytes({}), edns: {} })).header.rcode).toBe(1);
  });

  test('section 6.1.2: OPT that the root does not own is FORMERR', () => {
    expect(ask(queryBytes('www.test.', { counts: [1, 0, 0, 1], records: [1, 0x61, ...optBytes({})] })).header.rcode).toBe(1);
    expect(ask(queryBytes('www.test.', { counts: [1, 0, 0, 1], records: [0xc0, 12, ...optBytes({}).slice(1)] })).header.rcode).toBe(1);
  });

  test('section 6.1.1: OPT in another section is FORMERR', () => {
    for (const counts of [
      [1, 1, 0, 0],
      [1, 0, 1, 0],
    ] as const) {
      expect(ask(queryBytes('www.test.', { counts: [...counts], records: optBytes({}) })).header).toMatchObject({ rcode: 1, arcount: 0 });
    }
    const ixfr = queryBytes('www.test.', { type: 251, counts: [1, 0, 1, 0], records: optBytes({}) });
    expect(ask(ixfr).header).toMatchObject({ rcode: 1, arcount: 0 });
  });

  test('section 6.1.1: OPT may stand before other records', () => {
    const record = [0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4];
    expect(ask(queryBytes('www.test.', { counts: [1, 0, 0, 2], records: [...optBytes({}), ...record] })).header).toMatchObject({
      rcode: 0,
      arcount: 1,
    });
  });

  test('an option longer than its record, or without room for its head, is FORMERR', () => {
    for (const rdata of [[0], [0, 3, 0], [0, 3, 0, 1], [0, 8, 0, 200, 0, 1]]) {
      const opt = [0, 0, 41, 4, 208, 0, 0, 0, 0, 0, rdata.length, ...rdata];
      expect(ask(queryBytes('www.test.', { counts: [1, 0, 0, 1], records: opt })).header.rcode).toBe(1);
    }
  });

  test.each([
    [undefined, 512],
    [0, 512],
    [511, 512],
    [513, 513],
    [1232, 1232],
    [4096, 1232],
    [65_535, 1232],
  ])('section 6.2.5: asked for %s, an answer has at most %i octets', (payloadSize, limit) => {
    const answer = bytes(queryBytes('big.test.', { type: 16, ...(payloadSize === undefined ? {} : { edns: { payloadSize } }) }))!;
    expect(answer.length).toBeLessThanOrEqual(limit);
    expect(ask(queryBytes('big.test.', { type: 16, ...(payloadSize === undefined ? {} : { edns: { payloadSize } }) })).header.tc).toBe(1);
  });
});

describe('RFC 6891 section 6.2.5: the own limit of an answer', () => {
  test.each([
    [512, 4096, 512],
    [1400, 4096, 1400],
    [4096, 2000, 2000],
    [4096, 4096, 4096],
  ])('of %i octets, asked for %i: at most %i', (udpSize, payloadSize, most) => {
    const rig = engineRig(TEST_IDENTITY, { protocol: { ...PLAIN_PROTOCOL, udpSize } });
    const query = (name: string) => queryBytes(name, { type: 16, edns: { payloadSize } });
    expect(optOf(rig.bytes(query('www.test.'), { maxSize: 4096 }))?.payloadSize).toBe(udpSize);
    for (let texts = 1; texts <= 40; texts++) {
      const length = rig.bytes(query(`big${texts}.test.`), { maxSize: 4096 })!.length;
      expect(length).toBeLessThanOrEqual(most);
      // Each text has 112 octets; what fits is sent.
      if (12 + 16 + 6 + 11 + 112 * texts < most) expect(length).toBeGreaterThan(112 * texts);
    }
  });

  test('outside of 512 to 4096 it is refused', () => {
    for (const udpSize of [511, 4097, 0.5]) expect(() => protocolOf({ udpSize })).toThrow(/expected 512 to 4096/);
  });
});

describe('RFC 2181 section 9: truncation', () => {
  test('an answer that does not fit has TC, the question and nothing half', () => {
    const packet = ask(queryBytes('big.test.', { type: 16, edns: {} }));
    expect(packet.header).toMatchObject({ tc: 1, aa: 1, rcode: 0, qdcount: 1, ancount: 0, nscount: 0, arcount: 1 });
  });

  test('RFC 7766 section 5: over a stream it is whole', () => {
    const packet = ask(queryBytes('big.test.', { type: 16, edns: { payloadSize: 512 } }), { stream: true });
    expect(packet.header.tc).toBe(0);
    expect(packet.answers).toHaveLength(40);
  });
});
