import { expect, test } from 'vitest';
import { linesOf } from '../../../src/cloud/providers/alidns/lines.ts';

const LINES = linesOf([
  'default',
  'telecom',
  'oversea',
  'internal',
  'cn_region_zhejiang',
  'os_asia',
  'os_asia_jp',
  'os_euro',
  'os_asia_dongnanya',
  'os_moon',
]);

test.each([
  ['default', 'default'],
  ['country:CN', 'internal'],
  ['country:JP', 'os_asia_jp'],
  ['continent:AS', 'os_asia'],
  ['continent:EU', 'os_euro'],
  ['subdivision:CN-ZJ', 'cn_region_zhejiang'],
  ['line:telecom', 'telecom'],
  ['line:os_moon', 'os_moon'],
] as const)('%s is the line %s, and back', (view, line) => {
  expect(LINES.lineOf(view)).toBe(line);
  expect(LINES.viewOf(line)).toBe(view);
  expect(LINES.views).toContain(view);
});

test('a line may be asked for by its own code, too', () => {
  expect(LINES.lineOf('line:internal')).toBe('internal');
});

test('a view that the domain has no line for is none', () => {
  expect(LINES.lineOf('country:FR')).toBeUndefined();
  expect(LINES.lineOf('asn:64500')).toBeUndefined();
});

test('a line that is not listed any more is called by its code', () => {
  expect(LINES.viewOf('os_africa')).toBe('line:os_africa');
  expect(linesOf([]).views).toEqual(['default']);
});
