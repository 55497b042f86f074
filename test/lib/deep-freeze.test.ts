import { expect, test } from 'vitest';
import { deepFreeze } from '../../src/lib/deep-freeze.ts';

test('objects, lists and the values of maps are frozen, octets are left alone', () => {
  const octets = Uint8Array.of(1);
  const value = deepFreeze({ list: [{ octets }], map: new Map([['a', { b: 1 }]]) });
  for (const part of [value, value.list, value.list[0], value.map.get('a')]) expect(Object.isFrozen(part)).toBe(true);
  expect(Object.isFrozen(octets)).toBe(false);
});

test('a circle comes to an end', () => {
  const value: { self?: unknown } = {};
  value.self = value;
  expect(deepFreeze(value)).toBe(value);
});
