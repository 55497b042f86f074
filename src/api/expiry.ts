import { parseDurationMs } from '../lib/duration.ts';

const RFC_3339 = /^\d{4}-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/** The last moment that RFC 3339 can write. */
const END_OF_TIME_MS = Date.UTC(9999, 11, 31, 23, 59, 59);

/** When an intent ends, in milliseconds since the epoch, from a duration (`30m`) or an RFC 3339 time; undefined unless it is to come. */
export function parseExpiry(text: string, nowMs: number): number | undefined {
  const atMs = parseMoment(text, nowMs);
  return atMs !== undefined && atMs > nowMs ? atMs : undefined;
}

/** The moment that a text names, in milliseconds since the epoch: a duration after `baseMs`, or an RFC 3339 time; undefined for no such. */
export function parseMoment(text: string, baseMs: number): number | undefined {
  const durationMs = parseDurationMs(text);
  const atMs = durationMs === undefined ? parseTimeMs(text) : baseMs + durationMs;
  return atMs !== undefined && atMs <= END_OF_TIME_MS ? atMs : undefined;
}

function parseTimeMs(text: string): number | undefined {
  const match = RFC_3339.exec(text);
  if (!match) return undefined;
  const atMs = Date.parse(text.toUpperCase());
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  // Date.parse takes 30 February for 2 March.
  return Number.isNaN(atMs) || day.getUTCDate() !== Number(match[2]) ? undefined : atMs;
}
