/** A stretch of time that comes again every week, or on some days of it, by the clocks of a time zone. */
export interface WeekWindow {
  readonly kind: 'week';
  /** As the file writes it. */
  readonly text: string;
  /** The days on which it begins, 0 for Sunday to 6. */
  readonly days: readonly number[];
  /** Minutes since midnight, 0 to 1439. */
  readonly fromMinute: number;
  /** Minutes since the same midnight, above `fromMinute`: above 1440 it ends on the next day. */
  readonly untilMinute: number;
}

/** Whole days of the calendar, the first and the last included. */
export interface DateWindow {
  readonly kind: 'dates';
  readonly text: string;
  /** `YYYY-MM-DD`. */
  readonly firstDay: string;
  readonly lastDay: string;
}

export type BlockedWindow = WeekWindow | DateWindow;
