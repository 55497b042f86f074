/** What a schedule asks of a moment: the values that each of its five fields takes. */
export interface CronFields {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly daysOfMonth: ReadonlySet<number>;
  /** 1 to 12. */
  readonly months: ReadonlySet<number>;
  /** 0 for Sunday to 6. */
  readonly daysOfWeek: ReadonlySet<number>;
}

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly words?: readonly string[];
}

const FIELDS = [
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day of the month', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12, words: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { name: 'day of the week', least: 0, most: 7, words: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
] as const satisfies readonly Field[];

export const CRON_FORM = 'five fields of cron such as "0 3 * * 0": minute, hour, day of the month, month, day of the week';

/** Reads a schedule (crontab(5), without `@` words); a text says what is wrong with it. */
export function parseCron(text: string): CronFields | string {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) return `it has ${parts.length} ${parts.length === 1 ? 'field' : 'fields'}`;
  const sets = FIELDS.map((field, i) => parseField(parts[i]!.toLowerCase(), field));
  const wrong = sets.indexOf(undefined);
  if (wrong >= 0) return `its ${FIELDS[wrong]!.name} is \`${parts[wrong]}\``;
  const [minutes, hours, daysOfMonth, months, weekdays] = sets as ReadonlySet<number>[];
  const fields = { minutes: minutes!, hours: hours!, daysOfMonth: daysOfMonth!, months: months! };
  const daysOfWeek = new Set([...weekdays!].map(day => day % 7));
  // Some programs take both and some take either: a schedule that means one thing here and another elsewhere is none.
  if (daysOfMonth!.size < 31 && daysOfWeek.size < 7) return 'it has both days of the month and days of the week';
  if (![...months!].some(month => [...daysOfMonth!].some(day => day <= LENGTHS[month - 1]!))) return 'no such month has such a day';
  return { ...fields, daysOfWeek };
}

const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function parseField(text: string, field: Field): ReadonlySet<number> | undefined {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const [, span = '', step = '1'] = /^([^/]+)(?:\/(\d{1,2}))?$/.exec(part) ?? [];
    const range = rangeOf(span, field, part.includes('/'));
    if (!range || Number(step) === 0) return undefined;
    for (let value = range[0]; value <= range[1]; value += Number(step)) found.add(value);
  }
  return found;
}

function rangeOf(span: string, field: Field, stepped: boolean): readonly [number, number] | undefined {
  const most = field.words?.length === 7 ? 6 : field.most;
  if (span === '*') return [field.least, most];
  const [first = '', last = stepped ? '' : first, ...more] = span.split('-');
  const [from, to] = [numberOf(first, field), last === '' ? undefined : numberOf(last, field)];
  return more.length === 0 && from !== undefined && to !== undefined && from <= to ? [from, to] : undefined;
}

function numberOf(text: string, { least, most, words = [] }: Field): number | undefined {
  const word = words.indexOf(text);
  if (word >= 0) return word + (words.length === 12 ? 1 : 0);
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}
