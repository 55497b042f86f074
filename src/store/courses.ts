import type Database from 'better-sqlite3';
import { guarded } from './errors.ts';
import { type ReadRows, type Row, RowError, readRows, textIn } from './row.ts';

/** Something that takes its course, which is kept whole, in JSON, each time that it changes. */
export interface Course {
  readonly id: string;
  /** `ended`, or where it stands. */
  readonly phase: string;
  readonly startedAtMs: number;
}

/** A table of courses. */
export interface Courses<T extends Course> {
  /** Keeps one in place of what was kept of it before, and forgets the oldest that are at their end and more than are kept. */
  save(course: T): void;
  /** Undefined: there is none of this id, or its row makes no sense. */
  find(id: string): T | undefined;
  /** The newest first, so many at the most. */
  list(most: number): ReadRows<T>;
  /** Those that are not at their end, the oldest first. */
  unfinished(): ReadRows<T>;
}

/** What bodies of a table must have. */
export interface CourseForm<T extends Course> {
  readonly table: string;
  /** In the words of a warning: `drill`. */
  readonly what: string;
  readonly phases: readonly T['phase'][];
  readonly texts: readonly (keyof T & string)[];
  readonly numbers: readonly (keyof T & string)[];
  readonly lists: readonly (keyof T & string)[];
  readonly objects: readonly (keyof T & string)[];
}

/** So many are kept. */
const KEPT = 1000;

/** The table in an open database whose schema is up to date: with the columns `id`, `phase`, `started_at_ms` and `body`. */
export function coursesIn<T extends Course>(database: Database.Database, form: CourseForm<T>): Courses<T> {
  const { table } = form;
  const save = database.prepare(
    `INSERT OR REPLACE INTO ${table} (id, phase, started_at_ms, body) VALUES (:id, :phase, :started_at_ms, :body)`,
  );
  const forget = database.prepare(
    `DELETE FROM ${table} WHERE phase = 'ended' AND id NOT IN (SELECT id FROM ${table} ORDER BY started_at_ms DESC, id DESC LIMIT ${KEPT})`,
  );
  const find = database.prepare<[string], Row>(`SELECT * FROM ${table} WHERE id = ?`);
  const list = database.prepare<[number], Row>(`SELECT * FROM ${table} ORDER BY started_at_ms DESC, id DESC LIMIT ?`);
  const unfinished = database.prepare<[], Row>(`SELECT * FROM ${table} WHERE phase <> 'ended' ORDER BY started_at_ms, id`);
  const keep = database.transaction((course: T) => {
    save.run({ id: course.id, phase: course.phase, started_at_ms: Math.round(course.startedAtMs), body: JSON.stringify(course) });
    forget.run();
  });
  const read = (row: Row) => readCourse(row, form);
  return {
    save: course => guarded(database.name, () => keep(course)),
    find: id => guarded(database.name, () => readRows(table, find.all(id), read).rows[0]),
    list: most => guarded(database.name, () => readRows(table, list.all(most), read)),
    unfinished: () => guarded(database.name, () => readRows(table, unfinished.all(), read)),
  };
}

function readCourse<T extends Course>(row: Row, { what, phases, texts, numbers, lists, objects }: CourseForm<T>): T {
  const id = textIn(row, 'id');
  const body = parse(textIn(row, 'body'));
  const fits =
    body.id === id &&
    texts.every(key => typeof body[key] === 'string') &&
    numbers.every(key => typeof body[key] === 'number') &&
    lists.every(key => Array.isArray(body[key])) &&
    phases.some(known => known === body.phase) &&
    objects.every(key => typeof body[key] === 'object' && body[key] !== null);
  if (!fits) throw new RowError(`body is not a ${what} of the id ${JSON.stringify(id)}`);
  // What it is made of was checked above; what is in its parts is what this program wrote.
  return body as unknown as T;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Told of below.
  }
  throw new RowError('body is no object in JSON');
}
