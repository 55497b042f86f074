import { describe, expect, test } from 'vitest';
import { engineRig } from '../responder/ask-engine.ts';
import { queryBytes } from '../responder/query-bytes.ts';

const { ask } = engineRig();

describe('RFC 9619 section 4: one question', () => {
  test.each([0, 2, 256, 65_535])('QDCOUNT %i is FORMERR', count => {
    expect(ask(queryBytes('www.test.', { counts: [count, 0, 0, 0] })).header).toMatchObject({ rcode: 1, qdcount: 0 });
  });

  test('two whole questions are FORMERR as well, and none of them comes back', () => {
    const question = queryBytes('www.test.').subarray(12);
    const two = Uint8Array.from([...queryBytes('www.test.', { counts: [2, 0, 0, 0] }), ...question]);
    for (const stream of [false, true]) expect(ask(two, { stream }).header).toMatchObject({ rcode: 1, qdcount: 0, ancount: 0 });
  });

  test('none is FORMERR without a cookie, with EDNS or without (RFC 7873 section 5.4 lets a cookie be asked for alone)', () => {
    const none = queryBytes('.', { counts: [0, 0, 0, 0] }).subarray(0, 12);
    expect(ask(none).header).toMatchObject({ rcode: 1, qdcount: 0 });
  });
});
