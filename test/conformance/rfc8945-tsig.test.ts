import { describe, expect, test } from 'vitest';
import { nameToWire } from '../../src/lib/dns-name.ts';
import { engineRig, optOf } from '../responder/ask-engine.ts';
import { optBytes, queryBytes, uint16 } from '../responder/query-bytes.ts';

const { ask, bytes } = engineRig();
const NOTAUTH = 9;
const BADKEY = 17;

interface TsigFields {
  readonly owner?: readonly number[];
  readonly algorithm?: readonly number[];
  readonly mac?: readonly number[];
  readonly tail?: readonly number[];
  readonly class?: number;
  readonly ttl?: number;
}

const KEY = [...nameToWire('transfer.key.')];
const ALGORITHM = [...nameToWire('hmac-sha256.')];
const SIGNED_AT = [0, 0, 0x66, 0x11, 0x22, 0x33, ...uint16(300)];

function tsig(fields: TsigFields = {}): number[] {
  const { owner = KEY, algorithm = ALGORITHM, mac = new Array<number>(32).fill(5), tail = [], class: ofClass = 255, ttl = 0 } = fields;
  const data = [...algorithm, ...SIGNED_AT, ...uint16(mac.length), ...mac, ...uint16(0xabcd), 0, 0, 0, 0, ...tail];
  return [...owner, ...uint16(250), ...uint16(ofClass), 0, 0, ...uint16(ttl), ...uint16(data.length), ...data];
}

const signed = (records: readonly number[], count = 1) => queryBytes('www.test.', { counts: [1, 0, 0, count], records });

describe('RFC 8945: signed queries', () => {
  test('section 5.2.1: the key is unknown: NOTAUTH, and an unsigned TSIG record that says BADKEY (section 5.3.2)', () => {
    const query = signed(tsig());
    expect(ask(query).header).toMatchObject({ rcode: NOTAUTH, aa: 0, ancount: 0, arcount: 1 });
    const data = [...ALGORITHM, ...SIGNED_AT, 0, 0, ...uint16(0xabcd), ...uint16(BADKEY), 0, 0];
    const record = [...KEY, ...uint16(250), ...uint16(255), 0, 0, 0, 0, ...uint16(data.length), ...data];
    expect([...bytes(query)!.subarray(-record.length)]).toEqual(record);
  });

  test('section 5.3.2: it stands behind OPT', () => {
    const answer = bytes(signed([...optBytes({}), ...tsig()], 2))!;
    expect(answer[11]).toBe(2);
    expect(answer.subarray(0, -(KEY.length + 10 + ALGORITHM.length + 16)).at(-11)).toBe(0);
  });

  test('a zone transfer that is signed is not allowed either', () => {
    expect(ask(queryBytes('test.', { type: 252, counts: [1, 0, 0, 1], records: tsig() })).header.rcode).toBe(NOTAUTH);
  });

  test.each([
    ['section 5.1: one that is not the last record', signed([...tsig(), ...optBytes({})], 2)],
    ['section 5.1: two of them', signed([...tsig(), ...tsig()], 2)],
    ['section 4.2: one of class IN', signed(tsig({ class: 1 }))],
    ['section 4.2: one with a TTL', signed(tsig({ ttl: 1 }))],
    ['a key name with a pointer to itself', signed(tsig({ owner: [0xc0, 26] }))],
    ['a key name with a pointer into the header', signed(tsig({ owner: [0xc0, 4] }))],
    ['a key name with a pointer to what is no name', signed(tsig({ owner: [0xc0, 25] }))],
    ['section 4.2: an algorithm name that is compressed', signed(tsig({ algorithm: [0xc0, 12] }))],
    ['octets behind its data', signed(tsig({ tail: [1] }))],
    ['data that end in the middle', signed([...KEY, ...uint16(250), ...uint16(255), 0, 0, 0, 0, ...uint16(13), ...ALGORITHM])],
  ])('%s: FORMERR', (_, query) => expect(ask(query).header).toMatchObject({ rcode: 1, arcount: 0 }));

  test('a key name may be compressed, as any owner (RFC 1035 section 4.1.4); the answer has it whole', () => {
    const answer = ask(signed(tsig({ owner: [1, 0x6b, 0xc0, 12] })));
    expect(answer.header).toMatchObject({ rcode: NOTAUTH, arcount: 1 });
    expect(answer.additionals[0]?.name).toBe('k.www.test');
  });

  test('names that leave no room for the record are left out with it', () => {
    const long = [63, 63, 63, 60].flatMap(length => [length, ...new Array<number>(length).fill(0x61)]);
    const answer = bytes(signed(tsig({ owner: [...long, 0], algorithm: [...long, 0] })))!;
    expect(answer.length).toBeLessThanOrEqual(512);
    expect([answer[3]! & 15, answer[11]]).toEqual([NOTAUTH, 0]);
  });
});

describe('RFC 2931: SIG(0)', () => {
  test('a signature that nobody here can verify is passed over', () => {
    const data = [...uint16(0), 13, 0, 0, 0, 0, 0, ...new Array<number>(8).fill(1), ...uint16(7), 0, ...new Array<number>(64).fill(3)];
    const sig = [0, ...uint16(24), ...uint16(255), 0, 0, 0, 0, ...uint16(data.length), ...data];
    expect(ask(signed(sig)).header).toMatchObject({ rcode: 0, ancount: 1 });
    expect(optOf(bytes(signed([...optBytes({}), ...sig], 2)))).toMatchObject({ extendedRcode: 0 });
  });
});
