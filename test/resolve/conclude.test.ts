import { expect, test } from 'vitest';
import { sortedAddresses } from '../../src/resolve/addresses.ts';
import { conclude } from '../../src/resolve/conclude.ts';
import type { FamilyAnswer } from '../../src/resolve/lookup.ts';

const found = (ttlSeconds: number, ...addresses: readonly string[]): FamilyAnswer => ({ kind: 'found', addresses, ttlSeconds });
const none = (reason = 'no addresses'): FamilyAnswer => ({ kind: 'none', reason });
const failed = (reason = 'timeout'): FamilyAnswer => ({ kind: 'failed', reason });

const BEFORE = ['192.0.2.1', '2001:db8::1'];

function concluded(ipv4: FamilyAnswer, ipv6: FamilyAnswer, before: readonly string[] = BEFORE, allowLoopback = false) {
  const { addresses, ...more } = conclude(sortedAddresses(before), { ipv4, ipv6 }, { allowLoopback });
  return { addresses: addresses.map(({ text }) => text), ...more };
}

test('what is found replaces what was known, for the shorter of the two TTLs', () => {
  expect(concluded(found(60, '192.0.2.3', '192.0.2.2'), found(30, '2001:db8::2'))).toEqual({
    addresses: ['192.0.2.2', '192.0.2.3', '2001:db8::2'],
    ttlSeconds: 30,
    trouble: undefined,
    refused: [],
  });
});

test('the same addresses in another order are the same array: nothing has changed', () => {
  const before = sortedAddresses(['192.0.2.1', '192.0.2.2']);
  const answers = { ipv4: found(60, '192.0.2.2', '192.0.2.1'), ipv6: none() };
  expect(conclude(before, answers, { allowLoopback: false }).addresses).toBe(before);
});

test('a family that is gone is lost while the other has addresses', () => {
  expect(concluded(found(60, '192.0.2.1'), none())).toMatchObject({ addresses: ['192.0.2.1'], ttlSeconds: 60, trouble: undefined });
  expect(concluded(none('no such name'), found(60, '2001:db8::1'))).toMatchObject({ addresses: ['2001:db8::1'], trouble: undefined });
});

test('a host that has lost everything keeps what it had', () => {
  expect(concluded(none(), none())).toEqual({
    addresses: BEFORE,
    ttlSeconds: undefined,
    trouble: { kind: 'gone', reason: 'no addresses' },
    refused: [],
  });
  expect(concluded(none('no such name'), none('no such name')).trouble).toEqual({ kind: 'gone', reason: 'no such name' });
});

test('a family of which nothing was learnt keeps what it had, whatever became of the other', () => {
  const trouble = { kind: 'failed', reason: 'AAAA: timeout' };
  expect(concluded(found(60, '192.0.2.9'), failed())).toMatchObject({ addresses: ['192.0.2.9', '2001:db8::1'], ttlSeconds: 60, trouble });
  expect(concluded(none(), failed())).toMatchObject({
    addresses: BEFORE,
    ttlSeconds: undefined,
    trouble: { kind: 'failed', reason: 'A: no addresses; AAAA: timeout' },
  });
  expect(concluded(failed(), failed())).toMatchObject({ addresses: BEFORE, trouble: { kind: 'failed', reason: 'timeout' } });
});

test('addresses that no client can be sent to are left out and named', () => {
  expect(concluded(found(60, '192.0.2.9', '127.0.0.1'), none())).toMatchObject({
    addresses: ['192.0.2.9'],
    trouble: undefined,
    refused: ['127.0.0.1 (loopback)'],
  });
});

test('where all that was found is refused, nothing was learnt', () => {
  expect(concluded(found(60, '0.0.0.0'), none())).toEqual({
    addresses: BEFORE,
    ttlSeconds: undefined,
    trouble: { kind: 'refused', reason: 'A: only 0.0.0.0 (unspecified); AAAA: no addresses' },
    refused: ['0.0.0.0 (unspecified)'],
  });
  expect(concluded(found(60, '127.0.0.1'), none(), [], true)).toMatchObject({ addresses: ['127.0.0.1'], refused: [] });
});

test('a host of which nothing is known has no addresses until some are found', () => {
  expect(concluded(failed(), none(), [])).toMatchObject({ addresses: [], trouble: { kind: 'failed' } });
});
