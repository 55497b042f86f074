import { expect, onTestFinished, test, vi } from 'vitest';
import { localTimeIn } from '../../src/lib/local-time.ts';
import { drillCalendar } from '../../src/serving/drill-calendar.ts';

const SILENT = { log: { debug: () => {}, warn: () => {} }, onFault: () => {} };

/** node-cron looks at the machine's own clock: here it stands where a test puts it. */
function at(time: string): void {
  vi.useFakeTimers({ now: Date.parse(time) });
  onTestFinished(() => {
    vi.useRealTimers();
  });
}

function recurrence(schedule: string, timeZone: string, run = () => {}) {
  const found = drillCalendar(SILENT)(schedule, timeZone, run);
  onTestFinished(() => found[Symbol.dispose]());
  return found;
}

test.each([
  ['0 3 * * 0', 'UTC', '2030-01-02T00:00:00Z', '2030-01-06T03:00:00.000Z'],
  ['0 3 * * 0', 'Asia/Shanghai', '2030-01-02T00:00:00Z', '2030-01-05T19:00:00.000Z'],
  ['30 3 * * 0', 'Europe/Berlin', '2030-03-25T00:00:00Z', '2030-03-31T01:30:00.000Z'],
  ['30 3 * * 0', 'Europe/Berlin', '2030-10-21T00:00:00Z', '2030-10-27T02:30:00.000Z'],
])('%s in %s', (schedule, timeZone, now, next) => {
  at(now);
  const nextAtMs = recurrence(schedule, timeZone).nextAtMs()!;
  expect(new Date(nextAtMs).toISOString()).toBe(next);
  expect(localTimeIn(timeZone)(nextAtMs)).toMatchObject({ weekday: 0, minute: schedule.startsWith('30') ? 210 : 180 });
});

test('an hour that is not there is left out, and one that comes twice counts once', () => {
  at('2030-03-30T12:00:00Z');
  expect(new Date(recurrence('30 2 * * *', 'Europe/Berlin').nextAtMs()!).toISOString()).toBe('2030-04-01T00:30:00.000Z');
  vi.setSystemTime(Date.parse('2030-10-26T12:00:00Z'));
  expect(new Date(recurrence('30 2 * * *', 'Europe/Berlin').nextAtMs()!).toISOString()).toBe('2030-10-27T01:30:00.000Z');
  vi.setSystemTime(Date.parse('2030-10-27T01:31:00Z'));
  expect(new Date(recurrence('30 2 * * *', 'Europe/Berlin').nextAtMs()!).toISOString()).toBe('2030-10-28T01:30:00.000Z');
});

test('it calls at its time, week after week, until it is ended', async () => {
  at('2030-01-05T18:59:30Z');
  const times: string[] = [];
  const weekly = recurrence('0 3 * * 0', 'Asia/Shanghai', () => times.push(new Date().toISOString().slice(0, 16)));
  await vi.advanceTimersByTimeAsync(14 * 86_400_000);
  expect(times).toEqual(['2030-01-05T19:00', '2030-01-12T19:00']);
  weekly[Symbol.dispose]();
  await vi.advanceTimersByTimeAsync(7 * 86_400_000);
  expect(times).toHaveLength(2);
});
