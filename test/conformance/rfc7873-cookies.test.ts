import { describe, expect, test } from 'vitest';
import { PLAIN_PROTOCOL, protocolOf } from '../../src/responder/protocol.ts';
import { engineRig, optOf, TEST_IDENTITY } from '../responder/ask-engine.ts';
import { type QueryFields, queryBytes } from '../responder/query-bytes.ts';
import { fakeClock } from '../support/fake-clock.ts';

const COOKIE = 10;
const BADCOOKIE = 23;
const CLIENT = [0x24, 0x64, 0xc4, 0xab, 0xcf, 0x10, 0xc9, 0x57];
const { ask, bytes } = engineRig(TEST_IDENTITY, { protocol: protocolOf(), clock: fakeClock() });

const withCookie = (data: readonly number[], more: QueryFields = {}, name = 'www.test.') =>
  queryBytes(name, { ...more, edns: { options: [[COOKIE, data]], ...more.edns } });
const cookieOf = (query: Uint8Array) => optOf(bytes(query))?.options.get(COOKIE);
const withoutQuestion = (data: readonly number[]) => {
  const query = withCookie(data, { counts: [0, 0, 0, 1] }, '.');
  return Uint8Array.from([...query.subarray(0, 12), ...query.subarray(17)]);
};
const good = () => cookieOf(withCookie(CLIENT))!;

describe('RFC 7873: cookies', () => {
  test.each([0, 1, 7, 9, 15, 41, 100])('section 5.2.2: an option of %i octets is FORMERR, without a cookie', length => {
    const answer = bytes(withCookie(new Array<number>(length).fill(1)));
    expect(ask(withCookie(new Array<number>(length).fill(1))).header.rcode).toBe(1);
    expect(optOf(answer)?.options.has(COOKIE)).toBe(false);
  });

  test.each([8, 16, 24, 40])(
    'section 5.2.3 and 5.2.4: one of %i octets is answered, with the cookie of the client and one of ours',
    length => {
      const sent = [...CLIENT, ...new Array<number>(length - 8).fill(7)];
      const { header, answers } = ask(withCookie(sent));
      expect([header.rcode, answers.length]).toEqual([0, 1]);
      const cookie = cookieOf(withCookie(sent))!;
      expect(cookie).toHaveLength(24);
      expect(cookie.slice(0, 12)).toEqual([...CLIENT, 1, 0, 0, 0]);
    },
  );

  test('section 5.2.5: a good server cookie comes back', () => expect(cookieOf(withCookie(good()))).toEqual(good()));

  test('section 5.2: of several options the first one counts', () => {
    const two = queryBytes('www.test.', {
      edns: {
        options: [
          [COOKIE, CLIENT],
          [COOKIE, [1]],
        ],
      },
    });
    expect(cookieOf(two)).toEqual(good());
  });

  test('errors have it as well, over either transport, and nobody who did not send one', () => {
    expect(cookieOf(withCookie(CLIENT, {}, 'else.where.'))).toEqual(good());
    expect(cookieOf(withCookie(CLIENT, { type: 252 }))).toEqual(good());
    expect(optOf(bytes(withCookie(CLIENT), { stream: true }))?.options.get(COOKIE)).toEqual(good());
    expect(cookieOf(queryBytes('www.test.', { edns: {} }))).toBeUndefined();
  });

  test('section 5.4: a query without a question for a cookie alone', () => {
    expect(ask(withoutQuestion(CLIENT)).header).toMatchObject({ rcode: 0, qdcount: 0, ancount: 0, nscount: 0, arcount: 1 });
    expect(cookieOf(withoutQuestion(CLIENT))).toEqual(good());
    expect(ask(withoutQuestion(good())).header.rcode).toBe(0);
  });

  test('section 5.4: with a server cookie that is not good it is BADCOOKIE, with a good one', () => {
    const bad = withoutQuestion([...CLIENT, ...new Array<number>(16).fill(9)]);
    expect(ask(bad).header.rcode).toBe(BADCOOKIE);
    expect(cookieOf(bad)).toEqual(good());
  });

  test('without a question and without a cookie it is FORMERR', () => {
    const query = queryBytes('.', { counts: [0, 0, 0, 1], edns: {} });
    expect(ask(Uint8Array.from([...query.subarray(0, 12), ...query.subarray(17)])).header).toMatchObject({ rcode: 1, qdcount: 0 });
    expect(ask(queryBytes('.', { counts: [0, 0, 0, 0] }).subarray(0, 12)).header).toMatchObject({ rcode: 1, qdcount: 0, arcount: 0 });
  });

  test('without cookies the option is one that nobody knows', () => {
    const plain = engineRig(TEST_IDENTITY, { protocol: PLAIN_PROTOCOL });
    expect(optOf(plain.bytes(withCookie(CLIENT)))).toMatchObject({ extendedRcode: 0, options: new Map() });
    expect(plain.ask(withoutQuestion(CLIENT)).header.rcode).toBe(1);
  });
});
