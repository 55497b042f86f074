import { expect, onTestFinished, test } from 'vitest';
import { type Calendar, DrillSchedule } from '../../../src/control/drill/schedule.ts';
import type { Declared } from '../../../src/model/declared.ts';
import type { DeclaredDrill } from '../../../src/model/drill.ts';
import { declaredWithDrill, SUNDAY } from '../../api/serving-drills.ts';
import { fakeClock } from '../../support/fake-clock.ts';

test('declared drills are held by the calendar, also those of a reload, and no more those that are gone', () => {
  const clock = fakeClock();
  const live = new Map<string, () => void>();
  const calendar: Calendar = (schedule, timeZone, run) => {
    const key = `${schedule} ${timeZone}`;
    live.set(key, run);
    return { nextAtMs: () => 5000, [Symbol.dispose]: () => void live.delete(key) };
  };
  const held: string[] = [];
  let declared: Declared = declaredWithDrill();
  const run = (zone: string, { name }: DeclaredDrill) => void held.push(`${zone} ${name}`);
  const schedule = new DrillSchedule({ declared: () => declared, calendar, clock, run });
  onTestFinished(() => schedule[Symbol.dispose]());
  live.get('0 3 * * 0 Asia/Shanghai')?.();
  expect([held, schedule.planned]).toEqual([['example.com. sunday'], [{ zone: 'example.com.', drill: SUNDAY, nextAtMs: 5000 }]]);

  const zone = declared.zones.get('example.com.')!;
  const drills = [
    { ...SUNDAY, name: 'daily', schedule: '0 4 * * *' },
    { ...SUNDAY, name: 'by-hand', schedule: undefined },
  ];
  declared = { zones: new Map([['example.com.', { ...zone, steering: { ...zone.steering!, drills } }]]) };
  clock.advance(1000);
  expect([...live.keys()]).toEqual(['0 4 * * * Asia/Shanghai']);
  expect(schedule.planned.map(({ drill, nextAtMs }) => [drill.name, nextAtMs])).toEqual([
    ['daily', 5000],
    ['by-hand', undefined],
  ]);
  schedule[Symbol.dispose]();
  expect([live.size, clock.pending]).toEqual([0, 0]);
});
