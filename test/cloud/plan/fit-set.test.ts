import { expect, test } from 'vitest';
import { fitSet } from '../../../src/cloud/plan/fit-set.ts';
import type { Capabilities, DesiredSet } from '../../../src/model/cloud.ts';
import { desiredSet, PLAIN, RICH, value, view } from './cloud-scene.ts';

/** What clients are given, by data, and what is told of the losses. */
function told(set: DesiredSet, capabilities: Capabilities) {
  const { records, degradations } = fitSet(set, capabilities, 'degrade');
  const given = records.filter(({ enabled }) => enabled).map(({ data, weight }) => [data, weight]);
  return { given: Object.fromEntries(given), losses: degradations.map(({ message }) => message) };
}

test('where all records are in every answer, a share that is nearer to nothing than to an even part is left out', () => {
  expect(told(desiredSet('www', { '192.0.2.1': 0.9, '192.0.2.2': 0.1 }), PLAIN)).toEqual({
    given: { '192.0.2.1': undefined },
    losses: ['asked 90 % 192.0.2.1, 10 % 192.0.2.2; every record is in every answer here: 100 % each for the first 1, 1 left out'],
  });
  expect(told(desiredSet('www', { '192.0.2.1': 0.4, '192.0.2.2': 0.6 }), PLAIN).losses).toEqual([
    'asked 60 % 192.0.2.2, 40 % 192.0.2.1; every record is in every answer here: 50 % each for the first 2',
  ]);
  expect(told(desiredSet('www', { '192.0.2.1': 0.5, '192.0.2.2': 0.5 }), PLAIN).losses).toEqual([]);
});

test('a wildcard without weights, more records than can be weighted, and weights that are not fine enough are told of', () => {
  const two = { '192.0.2.1': 0.6, '192.0.2.2': 0.4 };
  expect(told(desiredSet('*.shop', two), RICH).losses).toEqual([expect.stringContaining('wildcards have no weights here')]);
  const three = { ...RICH, weights: { min: 1, max: 100, maxRecords: 2, wildcards: true } };
  expect(told(desiredSet('www', { '192.0.2.1': 0.6, '192.0.2.2': 0.3, '192.0.2.3': 0.1 }), three)).toEqual({
    given: { '192.0.2.1': 100, '192.0.2.2': 50 },
    losses: ['asked 3 records, 2 can be weighted here: the smallest shares are left out'],
  });
  const coarse = { ...RICH, weights: { min: 1, max: 5, maxRecords: 9, wildcards: true } };
  expect(told(desiredSet('www', { '192.0.2.1': 0.95, '192.0.2.2': 0.05 }), coarse).losses).toEqual([
    'asked 95 %, 5 %, told as weights 5, 1',
  ]);
});

test('a name has one CNAME record: that of the greatest share', () => {
  const set = desiredSet('www', { 'a.example.net.': 0.3, 'B.example.net.': 0.7 }, { type: 'CNAME' });
  expect(told(set, RICH)).toEqual({
    given: { 'b.example.net.': undefined },
    losses: [expect.stringContaining('a name has one CNAME record')],
  });
});

test('what the tree could not be told as is handed on, and texts of the same address are one record', () => {
  const views = [{ view: 'default' as const, values: [value('2001:db8:0::1', 0.5), value('2001:DB8::1', 0.5)] }];
  const set = desiredSet('www', {}, { type: 'AAAA', views, losses: ['`nearest` is told as most clients get it'] });
  expect(told(set, RICH)).toEqual({ given: { '2001:db8::1': undefined }, losses: ['`nearest` is told as most clients get it'] });
});

test.each([
  ['no default', [view('country:CN', { '192.0.2.1': 1 })], 'expected a default'],
  ['nothing enabled', [view('default', { '192.0.2.1': 0 })], 'never left empty'],
  [
    'nothing enabled in a view',
    [view('default', { '192.0.2.1': 1 }), view('country:CN', { '192.0.2.1': 0 })],
    'nothing would be answered (country:CN)',
  ],
])('with %s a set is left alone', (_, views, reason) => {
  expect(fitSet(desiredSet('www', {}, { views }), RICH, 'degrade').refused).toContain(reason);
});
