import { fstatSync, writeSync } from 'node:fs';
import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** Where lines go: a terminal's own stream, or the log of whatever runs Meridian. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Standard output as a place for lines that may be lost but never end or stop the server: a full disk, a reader that is gone. A file is
 * written line by line, so that it goes on when there is room again. `onLost` is told of each line that did not get there.
 */
export function standardOutput(onLost: () => void): Output {
  if (!fstatSync(1).isFile()) {
    const tell = (error?: Error | null) => error && onLost();
    return { isTTY: process.stdout.isTTY, write: text => process.stdout.write(text, tell) };
  }
  return {
    write(text) {
      try {
        writeSync(1, text);
      } catch {
        onLost();
      }
    },
  };
}

/** The log: one JSON object a line for machines, or one plain line on a terminal. */
export function createLog(level: string, output: Output): Logger {
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
