/** One subject under one kind of question. */
export interface Row {
  readonly scenario: string;
  readonly subject: string;
  readonly answersPerSecond: number;
  /** CPU microseconds of the server's process for each answer. */
  readonly cpuMicros: number;
  readonly lossPercent: number;
}

export interface BenchReport {
  readonly load: string;
  readonly node: string;
  readonly rows: readonly Row[];
  /** Nanoseconds of the engine alone, by scenario. */
  readonly engine: readonly { readonly scenario: string; readonly nanoseconds: number }[];
}

/** Of several turns of one subject: the one of median CPU, and the loss of all of them. */
export function medianRow(turns: readonly Row[]): Row {
  const sorted = turns.toSorted((a, b) => a.cpuMicros - b.cpuMicros);
  const lossPercent = turns.reduce((sum, row) => sum + row.lossPercent, 0) / turns.length;
  return { ...sorted[sorted.length >> 1]!, lossPercent };
}

/** The report as text: a table of rows, each subject's cost beside gdnsd's and beside the floor, and the engine alone. */
export function formatReport({ load, node, rows, engine }: BenchReport): string {
  const head = ['questions', 'server', 'answers/s', 'CPU µs/answer', 'loss', '× gdnsd', '× floor'];
  const body = rows.map(row => [
    row.scenario,
    row.subject,
    Math.round(row.answersPerSecond).toLocaleString('en'),
    row.cpuMicros.toFixed(2),
    `${row.lossPercent.toFixed(2)} %`,
    ratioOf(row, rows, 'gdnsd'),
    ratioOf(row, rows, 'floor (echo)'),
  ]);
  const alone = engine.map(({ scenario, nanoseconds }) => `engine alone, ${scenario}: ${Math.round(nanoseconds)} ns a query`);
  return [`load: ${load}, node ${node}`, '', ...columns([head, ...body]), '', ...alone].join('\n');
}

/** How much CPU an answer costs compared with that of another subject in the same run. */
function ratioOf(row: Row, rows: readonly Row[], other: string): string {
  const found = rows.find(({ scenario, subject }) => scenario === row.scenario && subject === other);
  return found ? (row.cpuMicros / found.cpuMicros).toFixed(2) : '';
}

function columns(lines: readonly (readonly string[])[]): string[] {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map(line => line[column]!.length)));
  return lines.map(line =>
    line.map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  '),
  );
}
