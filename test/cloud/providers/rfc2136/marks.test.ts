import { expect, test } from 'vitest';
import { isMarkName, markData, markName } from '../../../../src/cloud/providers/rfc2136/marks.ts';

test.each([
  ['www.example.com.', '_meridian.www.example.com.'],
  ['example.com.', '_meridian.example.com.'],
  ['*.shop.example.com.', '_meridian._wildcard.shop.example.com.'],
])('the mark of %s stands at %s', (owner, mark) => {
  expect(markName(owner)).toBe(mark);
  expect([isMarkName(mark), isMarkName(owner)]).toEqual([true, false]);
});

test('a name that leaves no room for a mark is told of', () => {
  const label = 'x'.repeat(62);
  const most = `${label}.${label}.${label}.${'x'.repeat(60)}.`;
  expect(markName(most.slice(12))).toMatch(/^_meridian/);
  expect(() => markName(most)).toThrow(expect.objectContaining({ kind: 'capability' }));
});

test('a mark is one string, which says whose the records of a type are', () => {
  expect(Buffer.from(markData('gtm-1', 'A')).toString()).toBe('$heritage=meridian,owner=gtm-1,type=A');
});
