import { parseDurationMs } from './duration.ts';

/** A day. */
export const MOST_TTL_SECONDS = 86_400;

/** The seconds of a TTL such as `30s`: whole, from one to a day; undefined where it is none. */
export function parseTtlSeconds(text: string): number | undefined {
  const ms = parseDurationMs(text);
  const seconds = ms === undefined ? Number.NaN : ms / 1000;
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= MOST_TTL_SECONDS ? seconds : undefined;
}
