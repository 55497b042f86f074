import { describe, expect, test } from 'vitest';
import { decideTtl } from '../../src/ttl/decide.ts';
import { stateOf } from '../steering/declare.ts';
import { address } from '../support/addresses.ts';

const range = { minSeconds: 5, maxSeconds: 60 };
const ENDPOINT = { address: address('192.0.2.1'), weight: 100 };
const settled = stateOf('example.com./web/a', ENDPOINT);
const dead = stateOf('example.com./web/b', ENDPOINT, { verdict: 'down' });
const wavering = stateOf('example.com./web/c', ENDPOINT, { wavering: true });

describe('the TTL of a steered answer', () => {
  test('is the longest while every verdict is settled, up or down', () => {
    expect(decideTtl(range, [settled, dead])).toEqual({ seconds: 60, reason: 'max: no verdict it depends on is about to change' });
  });

  test('is the shortest while one verdict may change', () => {
    const reason = 'min: the verdict on example.com./web/c may change soon (embedded: status 200)';
    expect(decideTtl(range, [settled, wavering, dead])).toEqual({ seconds: 5, reason });
  });

  test('does not heed the verdict on an endpoint that an operator decides for', () => {
    expect(decideTtl(range, [{ ...wavering, override: 'drain' }])).toMatchObject({ seconds: 60 });
  });

  test('is the longest where it depends on nothing', () => expect(decideTtl(range, []).seconds).toBe(60));

  test('that is fixed stays', () => {
    expect(decideTtl({ minSeconds: 30, maxSeconds: 30 }, [wavering])).toEqual({ seconds: 30, reason: 'fixed' });
  });
});
