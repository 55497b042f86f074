import { z } from 'zod';
import { AWAY_FROM_FORM, readAwayFrom } from '../../lib/away-from-text.ts';
import { CRON_FORM, parseCron } from '../../lib/cron-fields.ts';
import { isTimeZone } from '../../lib/local-time.ts';
import { nearestWord } from '../../lib/suggest.ts';
import { DATE_WINDOW_FORM, parseWindow, WEEK_WINDOW_FORM } from '../../lib/window-text.ts';
import type { WeekWindow } from '../../model/calendar.ts';
import { found } from './found.ts';
import { duration, list, text } from './scalar.ts';
import { strictMap } from './strict-map.ts';

/** Text that `read` makes something of; undefined: it is not what was `expected`. */
function readable<T>(expected: string, read: (written: string) => T | undefined, more = (_: string): string => '') {
  return z.string({ error: expected }).transform((written, context) => {
    const value = read(written);
    if (value !== undefined) return value;
    context.issues.push({ code: 'custom', input: written, message: `expected ${expected}, found ${found(written)}${more(written)}` });
    return z.NEVER;
  });
}

const schedule = readable(
  CRON_FORM,
  written => (typeof parseCron(written) === 'string' ? undefined : written.trim()),
  written => `: ${String(parseCron(written))}`,
);

const TIME_ZONE = 'a time zone such as Asia/Shanghai or UTC';

const timeZone = readable(
  TIME_ZONE,
  written => (isTimeZone(written) ? written : undefined),
  written => {
    const near = nearestWord(written, Intl.supportedValuesOf('timeZone'));
    return near === undefined ? '' : ` (did you mean \`${near}\`?)`;
  },
);

const weekWindow = readable(WEEK_WINDOW_FORM, (written): WeekWindow | undefined => {
  const window = parseWindow(written);
  return window?.kind === 'week' ? window : undefined;
});

const blockedWindow = readable(`${WEEK_WINDOW_FORM}; or ${DATE_WINDOW_FORM}`, parseWindow);

const PERCENT = 'a percentage from 0% to 100%';

const percent = readable(PERCENT, written => {
  const value = /^(\d{1,3})%$/.exec(written)?.[1];
  return value !== undefined && Number(value) <= 100 ? Number(value) : undefined;
});

const URL_FORM = 'an http or https URL without a user name';

const url = readable(URL_FORM, written => {
  const parsed = URL.parse(written);
  const fits = parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username === '' && parsed.password === '';
  return fits ? written : undefined;
});

const RATE = 'a number from 0 to 1';
const WEBHOOK = 'a map such as { url: "https://192.0.2.1/rate", max_error_rate: 0.02 }';

const webhook = strictMap(WEBHOOK, {
  url,
  max_error_rate: z.number({ error: RATE }).min(0, { error: RATE }).max(1, { error: RATE }),
  every: duration(1000, 60_000, { example: '5s' }).prefault('5s'),
});

/** A failover that is rehearsed. */
export const drillSchema = strictMap("a drill's keys: record, away_from, for, schedule …", {
  record: text("a record's name"),
  away_from: readable(AWAY_FROM_FORM, readAwayFrom),
  for: duration(10_000, 86_400_000, { example: '5m' }),
  schedule: schedule.exactOptional(),
  time_zone: timeZone.prefault('UTC'),
  allowed: list('a list of windows', weekWindow).exactOptional(),
  blocked: list('a list of windows', blockedWindow).exactOptional(),
  including_others: z.boolean({ error: 'true or false' }).default(false),
  min_healthy: percent.prefault('100%'),
  webhook: webhook.exactOptional(),
});

export type DrillInput = z.output<typeof drillSchema>;
