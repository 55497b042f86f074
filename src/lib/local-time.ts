/** A moment by the clocks of a time zone, to the minute. */
export interface LocalMinute {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** 0 for Sunday to 6. */
  readonly weekday: number;
  /** Since midnight by the hands of the clock: 0 to 1439. */
  readonly minute: number;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Tells what the clocks of a time zone show at a moment, in milliseconds since the epoch. Throws a RangeError for a zone that there is not. */
export function localTimeIn(timeZone: string): (atMs: number) => LocalMinute {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  return atMs => {
    const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
    const get = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
    return {
      day: `${get('year').padStart(4, '0')}-${get('month')}-${get('day')}`,
      weekday: WEEKDAYS.indexOf(get('weekday')),
      minute: Number(get('hour')) * 60 + Number(get('minute')),
    };
  };
}

/** Whether clocks go by this time zone: a name of the IANA database, or UTC. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
