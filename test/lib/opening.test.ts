import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closedBecause, startsInWeek, WEEK_MINUTES } from '../../src/lib/opening.ts';
import { parseWindow } from '../../src/lib/window-text.ts';
import type { BlockedWindow, WeekWindow } from '../../src/model/calendar.ts';

const HOUR_MS = 3_600_000;

function windows(...texts: readonly string[]): BlockedWindow[] {
  return texts.map(text => parseWindow(text)!);
}

function opening(allowed: readonly string[], blocked: readonly string[] = [], timeZone = 'UTC') {
  return { allowed: windows(...allowed) as WeekWindow[], blocked: windows(...blocked), timeZone };
}

describe('closedBecause', () => {
  const sunday = (time: string) => Date.parse(`2030-01-06T${time}:00Z`);

  test.each<[allowed: string[], blocked: string[], from: number, hours: number, because: string | undefined]>([
    [[], [], sunday('03:00'), 1, undefined],
    [['sun 02:00-05:00'], [], sunday('03:00'), 2, undefined],
    [['sun 02:00-05:00'], [], sunday('03:00'), 2.01, 'outside of "sun 02:00-05:00", before the end'],
    [['sun 02:00-05:00'], [], sunday('01:59'), 1, 'outside of "sun 02:00-05:00"'],
    [['sat 22:00-04:00'], [], sunday('03:00'), 1, undefined],
    [['sat 22:00-04:00', 'sun 04:00-06:00'], [], sunday('03:00'), 3, undefined],
    [['sun 22:00-04:00'], [], sunday('03:00'), 1, 'outside of "sun 22:00-04:00"'],
    [[], ['mon'], sunday('23:30'), 1, 'blocked by "mon", before the end'],
    [[], ['2030-01-07..2030-01-09'], sunday('23:30'), 1, 'blocked by "2030-01-07..2030-01-09", before the end'],
    [[], ['2030-01-07'], sunday('23:00'), 1, undefined],
    [['sun'], ['03:30-03:40'], sunday('03:00'), 1, 'blocked by "03:30-03:40", before the end'],
  ])('allowed %j, blocked %j', (allowed, blocked, from, hours, because) => {
    expect(closedBecause(opening(allowed, blocked), from, hours * HOUR_MS)).toBe(because);
  });

  test('windows go by the clocks of the zone, which may be set', () => {
    const berlin = opening(['sun 01:00-04:00'], [], 'Europe/Berlin');
    // On 31 March 2030 02:00 is followed by 03:00 there: the window has two hours; on 27 October it has four.
    expect(closedBecause(berlin, Date.parse('2030-03-31T00:00:00Z'), 2 * HOUR_MS)).toBeUndefined();
    expect(closedBecause(berlin, Date.parse('2030-03-31T00:00:00Z'), 2 * HOUR_MS + 60_000)).toContain('before the end');
    expect(closedBecause(berlin, Date.parse('2030-10-26T23:00:00Z'), 4 * HOUR_MS)).toBeUndefined();
    expect(closedBecause(opening(['sun 11:00-12:00'], [], 'Asia/Shanghai'), sunday('03:00'), HOUR_MS)).toBeUndefined();
  });
});

describe('startsInWeek', () => {
  const openStarts = (allowed: string[], blocked: string[], forMs: number) =>
    startsInWeek(opening(allowed, blocked), forMs).reduce((sum, each) => sum + each, 0);

  test('counts the minutes at which there is room', () => {
    expect(openStarts([], [], HOUR_MS)).toBe(WEEK_MINUTES);
    expect(openStarts(['sun 02:00-05:00'], [], HOUR_MS)).toBe(120);
    expect(openStarts(['sat 23:00-01:00'], [], 119 * 60_000)).toBe(1);
    expect(openStarts(['sat 23:00-01:00'], [], 2 * HOUR_MS)).toBe(0);
    expect(openStarts(['mon-fri'], ['sat-fri'], HOUR_MS)).toBe(0);
    expect(openStarts(['sun 02:00-03:00'], [], 2 * HOUR_MS)).toBe(0);
  });

  const hours = fc.integer({ min: 0, max: 23 }).map(hour => `${String(hour).padStart(2, '0')}:00`);
  const window = fc
    .tuple(fc.constantFrom('sun', 'mon-fri', 'fri-mon', 'sat,tue'), hours, hours)
    .map(([days, from, until]) => `${days} ${from}-${until}`);
  const some = fc.array(
    window.filter(text => parseWindow(text) !== undefined),
    { maxLength: 3 },
  );

  test('says the same as looking at the time itself', () => {
    fc.assert(
      fc.property(
        some,
        some,
        fc.integer({ min: 0, max: WEEK_MINUTES - 1 }),
        fc.integer({ min: 1, max: 600 }),
        (allowed, blocked, minute, forMinutes) => {
          const rules = opening(allowed, blocked);
          const atMs = Date.parse('2030-01-06T00:00:00Z') + minute * 60_000 + 5;
          const open = closedBecause(rules, atMs, forMinutes * 60_000) === undefined;
          expect(startsInWeek(rules, forMinutes * 60_000)[minute]).toBe(open ? 1 : 0);
        },
      ),
      { numRuns: 60 },
    );
  });
});
