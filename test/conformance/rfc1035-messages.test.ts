import { describe, expect, test } from 'vitest';
import { engineRig } from '../responder/ask-engine.ts';
import { queryBytes, uint16 } from '../responder/query-bytes.ts';

const { ask, bytes } = engineRig();
const RD = 0x0100;
const CD = 0x0010;
const AD = 0x0020;

describe('RFC 1035 section 4.1.1: the header', () => {
  test('ID and RD are copied, RA, Z and AD are 0, AA is set for what is ours', () => {
    const { header } = ask(queryBytes('www.test.', { id: 0xbeef, flags: RD | 0x0060 }));
    expect(header).toMatchObject({ id: 0xbeef, qr: 1, opcode: 0, aa: 1, tc: 0, rd: 1, ra: 0, z: 0, ad: 0, rcode: 0 });
    expect(ask(queryBytes('www.test.')).header.rd).toBe(0);
  });

  test('RFC 4035 section 3.1.6: AD and CD are 0, whatever the query has', () => {
    for (const flags of [0, CD, AD, CD | AD]) {
      expect(bytes(queryBytes('www.test.', { flags }))![3]).toBe(0);
      expect(bytes(queryBytes('no.test.', { flags, edns: { flags: 0x8000 } }))![3]).toBe(3);
    }
  });

  test('AA and TC of a query mean nothing', () => {
    expect(ask(queryBytes('else.where.', { flags: 0x0600 })).header).toMatchObject({ aa: 0, tc: 0, rcode: 5 });
  });

  test.each([0, 1, 11])('a message of %i octets has no header: silence', length => {
    expect(bytes(queryBytes('www.test.').subarray(0, length))).toBeUndefined();
  });

  test('an answer is not answered, however broken it is', () => {
    expect(bytes(queryBytes('www.test.', { flags: 0x8000 }))).toBeUndefined();
    expect(bytes(queryBytes('www.test.', { flags: 0xffff }).subarray(0, 12))).toBeUndefined();
  });

  test('a header alone is FORMERR with its ID', () => {
    const { header } = ask(queryBytes('www.test.', { id: 7, flags: RD }).subarray(0, 12));
    expect(header).toMatchObject({ id: 7, qr: 1, rd: 1, rcode: 1, qdcount: 0 });
  });
});

describe('RFC 1035 section 4.1.2: the question', () => {
  test('is copied octet by octet, the case of its name too', () => {
    const query = queryBytes('wWw.TeSt.');
    expect(bytes(query)?.subarray(12, query.length)).toEqual(query.subarray(12));
    expect(ask(query).answers).toHaveLength(1);
  });

  const label = (length: number) => [length, ...new Array<number>(length).fill(0x61)];
  const longest = [...label(63), ...label(63), ...label(63), ...label(61), 0];

  test('a name of 255 octets is looked up, one of 256 is FORMERR (section 2.3.4)', () => {
    expect(longest).toHaveLength(255);
    expect(ask(queryBytes(longest)).header.rcode).toBe(5);
    expect(ask(queryBytes([...label(63), ...label(63), ...label(63), ...label(62), 0])).header.rcode).toBe(1);
  });

  test.each([
    ['a pointer', [0xc0, 12]],
    ['a pointer behind a label', [1, 0x61, 0xc0, 12]],
    ['a pointer to itself', [0xc0, 0x0c]],
    ['a label of 64 octets', [...label(64), 0]],
    ['a bit-string label', [0x41, 8, 0, 0]],
    ['a label type of 0x80', [0x80, 0]],
  ])('%s in the name is FORMERR', (_, name) => {
    expect(ask(queryBytes(name, { id: 77 })).header).toMatchObject({ id: 77, rcode: 1, qdcount: 0 });
  });

  test('a question cut anywhere is FORMERR', () => {
    const whole = queryBytes('www.test.');
    for (let length = 12; length < whole.length; length++) expect(ask(whole.subarray(0, length)).header.rcode).toBe(1);
  });

  test('the root is a name', () => expect(ask(queryBytes('.')).header).toMatchObject({ rcode: 5, qdcount: 1 }));

  test('octets behind the message are FORMERR', () => {
    expect(ask(queryBytes('www.test.', { tail: [0] })).header.rcode).toBe(1);
    expect(ask(queryBytes('www.test.', { edns: {}, tail: [0] })).header.rcode).toBe(1);
  });
});

describe('RFC 1035 section 4.1: other sections of a query', () => {
  const record = [0xc0, 12, ...uint16(1), ...uint16(1), 0, 0, 0, 0, ...uint16(4), 1, 2, 3, 4];

  test('records in the answer or the authority section are FORMERR', () => {
    expect(ask(queryBytes('www.test.', { counts: [1, 1, 0, 0], records: record })).header.rcode).toBe(1);
    expect(ask(queryBytes('www.test.', { counts: [1, 0, 1, 0], records: record })).header.rcode).toBe(1);
  });

  test('records in the additional section that mean nothing are skipped', () => {
    expect(ask(queryBytes('www.test.', { counts: [1, 0, 0, 1], records: record })).header.rcode).toBe(0);
    expect(ask(queryBytes('www.test.', { counts: [1, 0, 0, 2], records: record, edns: {} })).additionals).toHaveLength(1);
  });

  test('a record cut anywhere, and one that is announced but missing, is FORMERR', () => {
    const whole = queryBytes('www.test.', { counts: [1, 0, 0, 1], records: record });
    for (let cut = 1; cut <= record.length; cut++) expect(ask(whole.subarray(0, whole.length - cut)).header.rcode).toBe(1);
    expect(ask(queryBytes('www.test.', { counts: [1, 0, 0, 65_535], records: record })).header.rcode).toBe(1);
  });
});
