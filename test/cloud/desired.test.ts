import { expect, test } from 'vitest';
import { desiredOf } from '../../src/cloud/desired.ts';
import type { DecidedSet } from '../../src/model/cloud.ts';

const SET: DecidedSet = {
  zone: 'example.com.',
  owner: 'www.example.com.',
  label: 'www',
  type: 'A',
  ttl: 5,
  views: [{ view: 'default', shares: [{ data: '192.0.2.2', share: 1 }] }],
  known: ['192.0.2.1', '192.0.2.2'],
  losses: ['a loss'],
};

const desired = (set: Partial<DecidedSet>) => desiredOf({ zone: 'example.com.', generation: 7, decided: [{ ...SET, ...set }] });

test('what is known and given to nobody is there, switched off', () => {
  const { known: _, ...rest } = SET;
  const values = [
    { data: '192.0.2.1', share: 0, enabled: false },
    { data: '192.0.2.2', share: 1, enabled: true },
  ];
  expect(desired({})).toEqual({ zone: 'example.com.', generation: 7, sets: [{ ...rest, views: [{ view: 'default', values }] }] });
});

test('no view is ever empty: what would be answered nothing keeps everything, and that is told', () => {
  const { sets } = desired({ views: [...SET.views, { view: 'country:CN', shares: [] }] });
  expect(sets[0]!.views[1]!.values).toEqual([
    { data: '192.0.2.1', share: 0.5, enabled: true },
    { data: '192.0.2.2', share: 0.5, enabled: true },
  ]);
  expect(sets[0]!.losses).toEqual(['a loss', 'nothing would be answered to country:CN: told as if everything were up']);
});

test('what has no address yet is not told at all', () => {
  expect(desired({ known: [], views: [{ view: 'default', shares: [] }] }).sets).toEqual([]);
});
