/** A row as SQLite gives it. The file can be edited by hand, so nothing about it is taken for granted. */
export type Row = Readonly<Record<string, unknown>>;

/** Why a row cannot be taken: names the column, what was found and what was expected. */
export class RowError extends Error {}

/** What rows say, and one line for each that was left out because it makes no sense. */
export interface ReadRows<T> {
  readonly rows: readonly T[];
  readonly warnings: readonly string[];
}

/** Reads each row with `read`; one that throws RowError is left out with a warning that shows it without its `secret` columns. */
export function readRows<T>(table: string, rows: readonly Row[], read: (row: Row) => T, secret: readonly string[] = []): ReadRows<T> {
  const taken: T[] = [];
  const warnings: string[] = [];
  for (const row of rows) {
    try {
      taken.push(read(row));
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      warnings.push(`left out a row of table ${table}: ${error.message}; the row is ${show(row, secret)}`);
    }
  }
  return { rows: taken, warnings };
}

function show(row: Row, secret: readonly string[]): string {
  return JSON.stringify(Object.fromEntries(Object.entries(row).filter(([column]) => !secret.includes(column))));
}

/** A text that is not empty. */
export function textIn(row: Row, column: string): string {
  const value = anyTextIn(row, column);
  return value === '' ? refuse(row, column, 'a text that is not empty') : value;
}

/** A text, which may be empty. */
export function anyTextIn(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : refuse(row, column, 'a text');
}

/** As `textIn`; undefined where the column is NULL. */
export function optionalTextIn(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : textIn(row, column);
}

/** So many octets. What is there instead is not shown. */
export function octetsIn(row: Row, column: string, count: number): Buffer {
  const value = row[column];
  if (Buffer.isBuffer(value) && value.length === count) return value;
  throw new RowError(`${column} is something else than the ${count} octets that are expected`);
}

/** One of the texts in `choices`. */
export function choiceIn<const T extends string>(row: Row, column: string, choices: readonly T[]): T {
  return choices.find(choice => choice === row[column]) ?? refuse(row, column, choices.join(' or '));
}

/** An integer from `min` to `max`, both included. */
export function integerIn(row: Row, column: string, min: number, max: number): number {
  const value = row[column];
  const fits = typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
  return fits ? value : refuse(row, column, `an integer from ${min} to ${max}`);
}

/** As `integerIn`; undefined where the column is NULL. */
export function optionalIntegerIn(row: Row, column: string, min: number, max: number): number | undefined {
  return row[column] === null ? undefined : integerIn(row, column, min, max);
}

/** Integers from 0 to `max` by name, one at least, in JSON. */
export function weightsIn(row: Row, column: string, max: number): Readonly<Record<string, number>> {
  const expected = `an object in JSON of integers from 0 to ${max}`;
  const weights = parsed(textIn(row, column));
  if (typeof weights !== 'object' || weights === null || Array.isArray(weights)) return refuse(row, column, expected);
  const values: unknown[] = Object.values(weights);
  const fits = values.length > 0 && values.every(value => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= max);
  return fits ? (weights as Readonly<Record<string, number>>) : refuse(row, column, expected);
}

/** Milliseconds since the epoch, up to the last moment that a Date can hold (ECMA-262 section 21.4.1.1). */
export function timeIn(row: Row, column: string): number {
  return integerIn(row, column, 0, 8_640_000_000_000_000);
}

/** As `timeIn`; undefined where the column is NULL. */
export function optionalTimeIn(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : timeIn(row, column);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(row: Row, column: string, expected: string): never {
  throw new RowError(`${column} is ${JSON.stringify(row[column])}, expected ${expected}`);
}
