import { fstatSync, writeSync } from 'node:fs';
import { type DestinationStream, type Logger, pino } from 'pino';
import { boundedOutput } from './bounded-output.ts';

export type { Logger } from 'pino';

/** Where lines go: a terminal's own stream, or the log of whatever runs Meridian. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Octets of lines that wait for a reader who does not read: minutes of a busy log. */
const WAITING_LIMIT = 4 * 1024 * 1024;

export interface LostLines {
  /** Told of each line that did not get there. */
  readonly onLost: () => void;
  /** Told how many were dropped for a reader who did not read, once it reads again. */
  readonly onDropped: (lines: number) => void;
}

/**
 * Standard output as a place for lines that may be lost but never end, stop or hold up the server: a full disk, a reader that is gone or
 * stalls. A file is written line by line, so that it goes on when there is room again.
 */
export function standardOutput({ onLost, onDropped }: LostLines): Output {
  if (!fstatSync(1).isFile()) {
    const { stdout } = process;
    neverBlock(stdout);
    return { isTTY: stdout.isTTY, write: boundedOutput(stdout, { limit: WAITING_LIMIT, onLost, onDropped }) };
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

/** Node writes to a terminal as one who waits: Ctrl-S there would stop the whole process. There is no public way to turn that off. */
function neverBlock(stdout: { readonly isTTY?: boolean; readonly _handle?: { setBlocking?(blocking: boolean): void } | null }): void {
  if (stdout.isTTY) stdout._handle?.setBlocking?.(false);
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
