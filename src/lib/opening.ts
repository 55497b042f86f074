import type { BlockedWindow, WeekWindow } from '../model/calendar.ts';
import { type LocalMinute, localTimeIn } from './local-time.ts';

/** When something may be done: within one of `allowed` (none: at any time), and outside of all `blocked`. */
export interface Opening {
  readonly allowed: readonly WeekWindow[];
  readonly blocked: readonly BlockedWindow[];
}

const DAY_MINUTES = 1440;
export const WEEK_MINUTES = 7 * DAY_MINUTES;
const MINUTE_MS = 60_000;

/** Why something that takes `forMs` from `fromMs` on may not be done then; undefined: it may. It must fit in whole. Looks at each minute of it. */
export function closedBecause(opening: Opening & { readonly timeZone: string }, fromMs: number, forMs: number): string | undefined {
  const local = localTimeIn(opening.timeZone);
  const untilMs = fromMs + forMs;
  for (let atMs = fromMs; atMs < untilMs; atMs = nextMinute(atMs)) {
    const because = closedAt(opening, local(atMs));
    if (because !== undefined) return atMs === fromMs ? because : `${because}, before the end`;
  }
  return undefined;
}

function nextMinute(atMs: number): number {
  return (Math.floor(atMs / MINUTE_MS) + 1) * MINUTE_MS;
}

function closedAt({ allowed, blocked }: Opening, at: LocalMinute): string | undefined {
  const block = blocked.find(window => contains(window, at));
  if (block) return `blocked by "${block.text}"`;
  if (allowed.length === 0 || allowed.some(window => contains(window, at))) return undefined;
  return `outside of ${allowed.map(({ text }) => `"${text}"`).join(' and ')}`;
}

/** Whether a window is open then: one that crosses midnight belongs to the day on which it begins. */
function contains(window: BlockedWindow, { day, weekday, minute }: LocalMinute): boolean {
  if (window.kind === 'dates') return day >= window.firstDay && day <= window.lastDay;
  const { days, fromMinute, untilMinute } = window;
  const today = days.includes(weekday) && minute >= fromMinute && minute < untilMinute;
  return today || (days.includes((weekday + 6) % 7) && minute + DAY_MINUTES < untilMinute);
}

/**
 * The minutes of a week, from Sunday 00:00, at which something that takes `forMs` may begin, as far as windows of the week say: 1 where it
 * may. Clocks that are set forward or back are not looked at.
 */
export function startsInWeek({ allowed, blocked }: Opening, forMs: number): Uint8Array {
  const open = new Uint8Array(WEEK_MINUTES).fill(allowed.length === 0 ? 1 : 0);
  for (const window of allowed) paint(open, window, 1);
  for (const window of blocked) if (window.kind === 'week') paint(open, window, 0);
  // Nothing begins at the very start of a minute: what takes a whole number of them touches one more.
  const needed = Math.floor(forMs / MINUTE_MS) + 1;
  const starts = new Uint8Array(WEEK_MINUTES);
  // Backwards over two weeks, as the end of one leads into the next.
  for (let at = 2 * WEEK_MINUTES - 1, run = 0; at >= 0; at--) {
    run = open[at % WEEK_MINUTES] === 1 ? run + 1 : 0;
    if (at < WEEK_MINUTES) starts[at] = run >= needed ? 1 : 0;
  }
  return starts;
}

function paint(week: Uint8Array, { days, fromMinute, untilMinute }: WeekWindow, value: 0 | 1): void {
  for (const day of days)
    for (let minute = fromMinute; minute < untilMinute; minute++) week[(day * DAY_MINUTES + minute) % WEEK_MINUTES] = value;
}
