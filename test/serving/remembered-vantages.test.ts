import { expect, test } from 'vitest';
import { rememberedVantages } from '../../src/serving/remembered-vantages.ts';
import type { SavedVantage } from '../../src/store/vantages.ts';

const HOUR_MS = 3_600_000;
const END_MS = 10 * HOUR_MS;

const vantage = (name: string, heardAtMs: number, kind: SavedVantage['kind'] = 'remote'): SavedVantage => ({
  name,
  region: undefined,
  kind,
  heardAtMs,
});

const names = (stored: readonly SavedVantage[], embedded = 'embedded') => rememberedVantages(stored, embedded).map(({ name }) => name);

test('those are remembered that were heard of within an hour before the end of the last run', () => {
  const stored = [
    vantage('embedded', END_MS, 'embedded'),
    vantage('paris', END_MS - HOUR_MS),
    vantage('rome', END_MS - HOUR_MS - 1),
    vantage('tokyo', END_MS - 5),
  ];
  expect(names(stored)).toEqual(['paris', 'tokyo']);
});

test('the embedded one is not: neither that of before, nor an agent whose name it has now', () => {
  const stored = [vantage('embedded', END_MS, 'embedded'), vantage('tokyo', END_MS)];
  expect(names(stored, 'tokyo')).toEqual([]);
  expect(names(stored, 'beijing')).toEqual(['tokyo']);
});

test('nobody is remembered at the first start', () => {
  expect(names([])).toEqual([]);
});
