import { expect, test } from 'vitest';
import { Admission } from '../../probes/admission.ts';

/** Items are such as `a1`: their letter is their group. */
function gate(limit: number) {
  const admitted: string[] = [];
  const admission = new Admission<string>(
    limit,
    item => item[0]!,
    item => admitted.push(item),
  );
  const enter = (...items: string[]) => {
    for (const item of items) admission.enter(item);
  };
  const inside = new Map<string, number>();
  const leaveFirst = (group: string) => {
    const left = inside.get(group) ?? 0;
    inside.set(group, left + 1);
    admission.leave(admitted.filter(item => item[0] === group)[left]!);
  };
  return { admitted, admission, enter, leaveFirst };
}

const many = (group: string, count: number) => Array.from({ length: count }, (_, i) => `${group}${i}`);

test('no more than the limit are inside; the others of a group follow in the order they came', () => {
  const { admitted, enter, leaveFirst } = gate(2);
  enter('a1', 'a2', 'a3', 'a4');
  expect(admitted).toEqual(['a1', 'a2']);
  leaveFirst('a');
  expect(admitted).toEqual(['a1', 'a2', 'a3']);
  leaveFirst('a');
  expect(admitted).toEqual(['a1', 'a2', 'a3', 'a4']);
});

test('one that asks twice has one place, the earlier', () => {
  const { admitted, enter, leaveFirst } = gate(1);
  enter('a1', 'a2', 'a3', 'a2');
  for (let i = 0; i < 3; i++) leaveFirst('a');
  expect(admitted).toEqual(['a1', 'a2', 'a3']);
});

test('one that withdraws is passed over', () => {
  const { admitted, admission, enter, leaveFirst } = gate(1);
  enter('a1', 'a2', 'a3', 'b1');
  for (const item of ['a2', 'b1', 'c1']) admission.withdraw(item);
  leaveFirst('a');
  expect(admitted).toEqual(['a1', 'a3']);
});

test('groups that wait take turns', () => {
  const { admitted, enter, leaveFirst } = gate(1);
  enter('a1', 'a2', 'a3', 'b1', 'b2', 'c1');
  for (const group of ['a', 'a', 'b', 'c', 'a']) leaveFirst(group);
  expect(admitted).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2']);
});

test('a group that nobody leaves has four fifths of the limit, and others enter at once', () => {
  const { admitted, enter } = gate(100);
  enter(...many('a', 1000));
  expect(admitted).toHaveLength(80);
  enter('b1', 'c1', 'b2');
  expect(admitted.slice(80)).toEqual(['b1', 'c1', 'b2']);
});

test('crowded groups come to have the same share each, whoever came first, and leave some free', () => {
  const { admitted, enter, leaveFirst } = gate(90);
  const count = (group: string) => admitted.filter(item => item[0] === group).length;
  enter(...many('a', 1000), ...many('b', 1000));
  expect(count('a')).toBe(72);
  for (let i = 0; i < 72; i++) leaveFirst('a');
  for (const inside of [count('a') - 72, count('b')]) expect(inside).toSatisfy((n: number) => n === 40 || n === 41);
  enter('c1');
  expect(admitted.at(-1)).toBe('c1');
});

test('however many groups come and go, the limit holds and everyone gets in', () => {
  const { admitted, admission, enter } = gate(7);
  const groups = [...'abcdefghij'];
  const items = groups.flatMap((group, i) => many(group, 3 * i + 1));
  enter(...items);
  for (let left = 0; left < items.length; left++) {
    expect(admitted.length - left).toSatisfy((inside: number) => inside >= 1 && inside <= 7);
    admission.leave(admitted[left]!);
  }
  expect(admitted.toSorted()).toEqual(items.toSorted());
});
