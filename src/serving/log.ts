import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** Where lines go: a terminal's own stream, or the log of whatever runs Meridian. */
interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** The log: one JSON object a line for machines, or one plain line on a terminal. */
export function createLog(level: string, output: Output = process.stdout): Logger {
  const destination: DestinationStream = output.isTTY ? { write: line => void output.write(`${plain(line)}\n`) } : output;
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}

const LEVELS: Readonly<Record<number, string>> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

/** `08:20:55 warn  message`, with an error's own words behind it. */
function plain(line: string): string {
  const { level, time, msg, err } = JSON.parse(line) as { level: number; time: string; msg?: string; err?: { message?: string } };
  const cause = err?.message === undefined || err.message === msg ? '' : `: ${err.message}`;
  return `${time.slice(11, 19)} ${(LEVELS[level] ?? String(level)).padEnd(5)} ${msg ?? ''}${cause}`;
}
