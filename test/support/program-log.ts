import type { RunningProgram } from './running-program.ts';

/** One line of the log: what was logged, and pino's own fields. */
export interface LogLine {
  readonly level: number;
  /** RFC 3339. */
  readonly time: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** The log that a program writes to its standard output. */
export interface ProgramLog {
  /** The log so far. */
  log(): readonly LogLine[];
  /** The first line that fits among those from `from` on, as soon as it is there; twenty seconds are enough unless it is said otherwise. */
  logLine(fits: (line: LogLine) => boolean, from?: number, withinMs?: number): Promise<LogLine>;
}

const PATIENCE_MS = 20_000;

/** Reads the log of a program. What is no line of JSON, such as the banner of stand-ins, is left out. */
export function logOf(program: RunningProgram): ProgramLog {
  const log = lineReader(program);
  return {
    log,
    async logLine(fits, from = 0, withinMs = PATIENCE_MS) {
      const over = watchEnd(program);
      const patience = AbortSignal.timeout(withinMs);
      const impatient = new Promise<void>(resolve => patience.addEventListener('abort', () => resolve()));
      for (let next = from; ; ) {
        const [lines, isOver] = [log(), over()];
        for (; next < lines.length; next++) if (fits(lines[next]!)) return lines[next]!;
        if (isOver || patience.aborted) throw new Error(`no such line in the log${isOver ? ' before the end' : ''}:\n${program.output()}`);
        await Promise.race([program.printed(), impatient]);
      }
    },
  };
}

function watchEnd(program: RunningProgram): () => boolean {
  let isOver = false;
  void program.ended.then(() => {
    isOver = true;
  });
  return () => isOver;
}

/** Each octet is looked at once, however often it is asked and however long the log is. */
function lineReader(program: RunningProgram): () => readonly LogLine[] {
  let lines: readonly LogLine[] = [];
  let read = 0;
  return () => {
    const text = program.stdout();
    const end = text.lastIndexOf('\n') + 1;
    if (end <= read) return lines;
    const news = text.slice(read, end).split('\n');
    read = end;
    lines = [...lines, ...news.filter(line => line.startsWith('{')).map(line => JSON.parse(line) as LogLine)];
    return lines;
  };
}
