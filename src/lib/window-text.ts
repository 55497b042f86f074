import type { BlockedWindow } from '../model/calendar.ts';

/** What a window looks like, where one is expected. */
export const WEEK_WINDOW_FORM = 'days, hours or both, such as "sat,sun 02:00-05:00", "mon-fri" or "22:00-04:00"';
export const DATE_WINDOW_FORM = 'dates such as "2030-12-20..2031-01-05"';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY_MINUTES = 1440;

/** Reads a window; undefined where the text is none. One that begins and ends at the same time of day is none: nobody could say which it is. */
export function parseWindow(text: string): BlockedWindow | undefined {
  return parseDates(text) ?? parseWeek(text);
}

function parseDates(text: string): BlockedWindow | undefined {
  const [, firstDay, lastDay = firstDay] = /^(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?$/.exec(text) ?? [];
  if (firstDay === undefined || lastDay === undefined || !isDay(firstDay) || !isDay(lastDay)) return undefined;
  return firstDay <= lastDay ? { kind: 'dates', text, firstDay, lastDay } : undefined;
}

/** Date takes 30 February for 2 March. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function parseWeek(text: string): BlockedWindow | undefined {
  const parts = text.toLowerCase().split(/ +/);
  const hasHours = /\d/.test(parts.at(-1) ?? '');
  const hours = hasHours ? parseHours(parts.at(-1)!) : { fromMinute: 0, untilMinute: DAY_MINUTES };
  const dayParts = hasHours ? parts.slice(0, -1) : parts;
  const days = dayParts.length === 0 ? DAYS.map((_, day) => day) : parseDays(dayParts.join(''));
  return hours && days ? { kind: 'week', text, days, ...hours } : undefined;
}

function parseHours(text: string): { fromMinute: number; untilMinute: number } | undefined {
  const [, from = '', until = ''] = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(text) ?? [];
  const fromMinute = parseTime(from);
  const end = parseTime(until);
  if (fromMinute === undefined || end === undefined || fromMinute === DAY_MINUTES || fromMinute === end) return undefined;
  return { fromMinute, untilMinute: end > fromMinute ? end : end + DAY_MINUTES };
}

/** Minutes since midnight; `24:00` is the end of the day. */
function parseTime(text: string): number | undefined {
  const [, hour, minute] = /^(\d\d):(\d\d)$/.exec(text) ?? [];
  if (hour === undefined || Number(minute) > 59) return undefined;
  const minutes = Number(hour) * 60 + Number(minute);
  return minutes <= DAY_MINUTES ? minutes : undefined;
}

/** `mon-fri,sun`, around the end of the week as well; in the order of the week. */
function parseDays(text: string): number[] | undefined {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const [first = '', last = first, ...more] = part.split('-');
    const [from, to] = [DAYS.indexOf(first), DAYS.indexOf(last)];
    if (from < 0 || to < 0 || more.length > 0) return undefined;
    for (let day = from; ; day = (day + 1) % 7) {
      found.add(day);
      if (day === to) break;
    }
  }
  return [...found].sort();
}
