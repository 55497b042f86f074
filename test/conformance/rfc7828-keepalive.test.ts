import { describe, expect, test } from 'vitest';
import { engineRig, optOf } from '../responder/ask-engine.ts';
import { queryBytes } from '../responder/query-bytes.ts';

const KEEPALIVE = 11;
const { bytes } = engineRig();
const asking = (data: readonly number[]) => queryBytes('www.test.', { edns: { options: [[KEEPALIVE, data]] } });

describe('RFC 7828: how long a connection may stay idle', () => {
  test('section 3.3.2: a client that asks over TCP is told, in units of 100 ms', () => {
    expect(optOf(bytes(asking([]), { stream: true }))?.options.get(KEEPALIVE)).toEqual([0, 100]);
  });

  test('one that does not ask is not told', () => {
    expect(optOf(bytes(queryBytes('www.test.', { edns: {} }), { stream: true }))?.options.size).toBe(0);
  });

  test('section 3.3.1: over UDP the option is ignored', () => {
    expect(optOf(bytes(asking([])))?.options.size).toBe(0);
  });

  test('section 3.2.1: a query has no time-out in it; one that has is taken for an option that nobody knows', () => {
    expect(optOf(bytes(asking([0, 100]), { stream: true }))).toMatchObject({ extendedRcode: 0, options: new Map() });
  });
});
