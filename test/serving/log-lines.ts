import { createLog, type Logger } from '../../src/serving/log.ts';

/** One line of the log as a machine reads it. */
export interface Line {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** A log that a test can read. */
export function readableLog(level = 'info'): { readonly log: Logger; readonly lines: () => Line[] } {
  let text = '';
  const write = (piece: string) => {
    text += piece;
  };
  const lines = () =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line): Line => JSON.parse(line));
  return { log: createLog(level, { write }), lines };
}
