import { describe, expect, test } from 'vitest';
import { engineRig, optOf } from '../responder/ask-engine.ts';
import { queryBytes } from '../responder/query-bytes.ts';

const { bytes } = engineRig();

describe('RFC 7830 section 6: padding', () => {
  test('is for encrypted transports alone: over UDP and TCP nothing is padded, though the query is', () => {
    const query = queryBytes('www.test.', { edns: { options: [[12, new Array<number>(64).fill(0)]] } });
    for (const stream of [false, true]) expect(optOf(bytes(query, { stream }))?.options.size).toBe(0);
  });
});
