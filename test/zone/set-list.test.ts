import { expect, test } from 'vitest';
import type { RecordSet } from '../../src/model/zone.ts';
import { SetList } from '../../src/zone/set-list.ts';

const set = (type: number, ttl = 60): RecordSet => ({ owner: 'a.', type, ttl, rdata: [] });

test('a list gives the sets of an owner as a map by type would', () => {
  const list = new SetList();
  expect([list.size, list.get(1), list.has(1), [...list.keys()]]).toEqual([0, undefined, false, []]);
  const sets = [set(1), set(28), set(16)];
  for (const each of sets) list.put(each);
  expect([list.size, [...list.keys()], [...list.values()]]).toEqual([3, [1, 28, 16], sets]);
  expect(sets.map(({ type }) => list.get(type))).toEqual(sets);
  expect([list.get(2), list.has(2)]).toEqual([undefined, false]);
});

test('of two sets of one type the last one stays', () => {
  const list = new SetList(set(1));
  list.put(set(28));
  list.put(set(1, 90));
  list.put(set(28, 120));
  expect([list.size, list.get(1)?.ttl, list.get(28)?.ttl]).toEqual([2, 90, 120]);
});
