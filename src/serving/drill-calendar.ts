import { schedule as cron } from 'node-cron';
import type { Calendar } from '../control/drill/schedule.ts';

export interface DrillCalendarOptions {
  readonly log: { debug(line: string): void; warn(line: string): void };
  /** Told what `run` throws. */
  readonly onFault: (error: unknown) => void;
}

/**
 * The calendar of node-cron, on the machine's own clock. Where clocks are set forward, what falls into the hour that is not there is
 * left out; where they are set back, what falls into the hour that comes twice comes once. What was missed, because the machine slept or the process stood still, is not made up for.
 */
export function drillCalendar({ log, onFault }: DrillCalendarOptions): Calendar {
  const note = (message: string | Error) => log.debug(String(message));
  const logger = { info: note, debug: note, warn: (message: string) => log.warn(message), error: onFault };
  return (schedule, timezone, run) => {
    const task = cron(schedule, run, { timezone, logger, unref: true });
    return {
      nextAtMs: () => task.getNextRun()?.getTime(),
      [Symbol.dispose]: () => void task.destroy(),
    };
  };
}
