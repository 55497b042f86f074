import fc from 'fast-check';
import { expect, test } from 'vitest';
import { riskyGroup } from '../../src/lib/pattern-risk.ts';

test.each([
  ['(a+)+', '(a+)+'],
  ['^(?:a*)*$', '(?:a*)*'],
  ['(a|aa)+$', '(a|aa)+'],
  ['x(?<word>\\w+\\s?){2,}y', '(?<word>\\w+\\s?){2,}'],
  ['((ab)?c){40}', '((ab)?c){40}'],
  ['(([a-z])+.)+[A-Z]', '(([a-z])+.)+'],
  ['((a|b))*?', '((a|b))*?'],
  ['(?i:a+){1,3}', '(?i:a+){1,3}'],
])('%s: %s may never end', (pattern, group) => {
  expect(riskyGroup(pattern)).toBe(group);
});

test.each([
  '"status":\\s*"(?:ok|ready)"',
  '(a+)?b',
  '(a+){1}',
  '(a+){0,1}b+',
  '(abc)+',
  '(\\d{2}:)+',
  '(?:a{3}){4}',
  '[(a+)+]',
  '\\(a+\\)+',
  '[\\](a+]+',
  '(a\\|b)+',
  'a|b+|c*',
  '{"status": "ok"}',
  '(?=a+)b',
  '',
])('%s is no such pattern', pattern => {
  expect(riskyGroup(pattern)).toBeUndefined();
});

test('every pattern that compiles is read to its end', () => {
  const piece = fc.constantFrom(
    'a',
    '(',
    '(?:',
    '(?<n>',
    '(?=',
    ')',
    '|',
    '*',
    '+',
    '?',
    '{2}',
    '{1,}',
    '{',
    '}',
    '[',
    ']',
    '\\',
    '.',
    '^',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
      const pattern = pieces.join('');
      const group = riskyGroup(pattern);
      expect(group === undefined || pattern.includes(group)).toBe(true);
    }),
  );
});
