import { expect, test } from 'vitest';
import { Admission } from '../../probes/admission.ts';

function gate(limit: number) {
  const admitted: string[] = [];
  return { admitted, admission: new Admission<string>(limit, item => admitted.push(item)) };
}

test('no more than the limit are inside; the others follow in the order they came', () => {
  const { admitted, admission } = gate(2);
  for (const item of ['a', 'b', 'c', 'd']) admission.enter(item);
  expect(admitted).toEqual(['a', 'b']);
  admission.leave();
  expect(admitted).toEqual(['a', 'b', 'c']);
  admission.leave();
  expect(admitted).toEqual(['a', 'b', 'c', 'd']);
});

test('one that asks twice has one place, the earlier', () => {
  const { admitted, admission } = gate(1);
  for (const item of ['a', 'b', 'c', 'b']) admission.enter(item);
  for (let i = 0; i < 3; i++) admission.leave();
  expect(admitted).toEqual(['a', 'b', 'c']);
});

test('one that withdraws is passed over', () => {
  const { admitted, admission } = gate(1);
  for (const item of ['a', 'b', 'c']) admission.enter(item);
  admission.withdraw('b');
  admission.leave();
  expect(admitted).toEqual(['a', 'c']);
});
