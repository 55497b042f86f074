import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seesDown, type Voice } from '../../src/health/quorum.ts';
import { needOf } from '../../src/lib/need.ts';
import type { Need } from '../../src/model/monitor.ts';

const voices = (text: string): Voice[] => [...text].map(letter => ({ down: letter === '-', region: undefined }));

test.each<[string, Need, readonly number[]]>([
  ['majority', { kind: 'majority' }, [1, 2, 2, 3, 3]],
  ['any', { kind: 'any' }, [1, 1, 1, 1, 1]],
  ['all', { kind: 'all' }, [1, 2, 3, 4, 5]],
  ['2', { kind: 'count', count: 2 }, [1, 2, 2, 2, 2]],
  ['50%', { kind: 'percent', percent: 50 }, [1, 1, 2, 2, 3]],
  ['1%', { kind: 'percent', percent: 1 }, [1, 1, 1, 1, 1]],
  ['100%', { kind: 'percent', percent: 100 }, [1, 2, 3, 4, 5]],
])('%s of one to five vantages', (_, need, expected) => {
  expect([1, 2, 3, 4, 5].map(count => needOf(need, count))).toEqual(expected);
});

test.each([
  ['majority', '--+', true],
  ['majority', '-++', false],
  ['majority', '-+', false],
  ['any', '-++++', true],
  ['all', '----+', false],
  ['all', '---', true],
] as const)('%s of %s', (kind, text, down) => {
  expect(seesDown({ need: { kind }, perRegion: undefined }, voices(text))).toBe(down);
});

test('by region, a region with many vantages counts no more than one with a single one', () => {
  const seen = [
    ...voices('-----').map(voice => ({ ...voice, region: 'hangzhou' })),
    { down: false, region: 'beijing' },
    { down: false, region: 'singapore' },
  ];
  const majority: Need = { kind: 'majority' };
  expect(seesDown({ need: majority, perRegion: undefined }, seen)).toBe(true);
  expect(seesDown({ need: majority, perRegion: majority }, seen)).toBe(false);
  expect(seesDown({ need: { kind: 'any' }, perRegion: { kind: 'all' } }, seen)).toBe(true);
});

const NEED: fc.Arbitrary<Need> = fc.oneof(
  fc.constantFrom<Need>({ kind: 'majority' }, { kind: 'any' }, { kind: 'all' }),
  fc.integer({ min: 1, max: 10 }).map((count): Need => ({ kind: 'count', count })),
  fc.integer({ min: 1, max: 100 }).map((percent): Need => ({ kind: 'percent', percent })),
);

test('all down is down, all up is up, and one more that sees it down never makes it up', () => {
  const seen = fc.array(fc.record({ down: fc.boolean(), region: fc.constantFrom('a', 'b', undefined) }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(NEED, fc.option(NEED, { nil: undefined }), seen, fc.nat(), (need, perRegion, list, at) => {
      const quorum = { need, perRegion };
      expect(
        seesDown(
          quorum,
          list.map(voice => ({ ...voice, down: true })),
        ),
      ).toBe(true);
      expect(
        seesDown(
          quorum,
          list.map(voice => ({ ...voice, down: false })),
        ),
      ).toBe(false);
      const worse = list.map((voice, i) => (i === at % list.length ? { ...voice, down: true } : voice));
      if (seesDown(quorum, list)) expect(seesDown(quorum, worse)).toBe(true);
    }),
  );
});
