import type Database from 'better-sqlite3';
import { EVENT_KINDS, EVENT_LEVELS, type EventData, type EventFilter, type EventPage, type LoggedEvent } from '../model/event.ts';
import { guarded } from './errors.ts';
import { anyTextIn, choiceIn, integerIn, optionalIntegerIn, optionalTextIn, type Row, RowError, readRows, timeIn } from './row.ts';

/** The table of events. */
export interface EventTable {
  /** Keeps these, all or nothing. */
  save(events: readonly LoggedEvent[]): void;
  /** Forgets the oldest: those before the time, and those over the number; so many at once at the most. Gives how many are gone. */
  trim(limits: { readonly beforeMs: number; readonly kept: number; readonly most: number }): number;
  /** Of the newest and the oldest event; 0: there is none. */
  ids(): { readonly newest: number; readonly oldest: number };
  /** Those that fit and are newer than the id and older than `below`, the oldest first; looks at a few thousand rows at the most. */
  after(id: number, wanted: Wanted & { readonly below: number }): EventPage;
  /** Those that fit and are older than the id, the newest first; looks at a few thousand rows at the most. */
  before(id: number, wanted: Wanted): EventPage;
}

export interface Wanted {
  readonly filter: EventFilter;
  readonly most: number;
}

/** Rows that one call looks at: some milliseconds of the thread that it runs in. */
const LOOKED_AT = 10_000;

const COLUMNS = ['id', 'at_ms', 'kind', 'level', 'zone', 'target', 'generation', 'author', 'message', 'data'];

/** As `matcherOf` in src/events has it. */
const FITS = `
  (:kinds IS NULL OR kind IN (SELECT value FROM json_each(:kinds)))
  AND (:zones IS NULL OR zone IN (SELECT value FROM json_each(:zones)))
  AND (:levels IS NULL OR level IN (SELECT value FROM json_each(:levels)))
  AND (:from_ms IS NULL OR at_ms >= :from_ms) AND (:to_ms IS NULL OR at_ms < :to_ms)
  AND (:target IS NULL OR substr(lower(coalesce(target, '')) || '/', 1, length(:target) + 1) = lower(:target) || '/')
  AND (:author IS NULL OR instr(lower(coalesce(author, '')), lower(:author)) > 0)
  AND (:text IS NULL OR instr(lower(message), lower(:text)) > 0 OR instr(lower(coalesce(target, '')), lower(:text)) > 0)`;

/** The table in an open database whose schema is up to date. */
export function eventsIn(database: Database.Database): EventTable {
  const save = database.prepare(`INSERT OR IGNORE INTO events (${COLUMNS}) VALUES (${COLUMNS.map(column => `:${column}`)})`);
  const kept = countIn(database);
  const saveAll = database.transaction((events: readonly LoggedEvent[]) => {
    let added = 0;
    for (const event of events) added += save.run(rowOf(event)).changes;
    return added;
  });
  const ids = database.prepare<[], Row>('SELECT (SELECT max(id) FROM events) AS newest, (SELECT min(id) FROM events) AS oldest');
  const after = database.prepare<Row, Row>(`SELECT * FROM events WHERE id > :from AND id <= :to AND ${FITS} ORDER BY id LIMIT :most`);
  const before = database.prepare<Row, Row>(`SELECT * FROM events WHERE id < :from AND id >= :to AND ${FITS} ORDER BY id DESC LIMIT :most`);
  const farAfter = nthId(database, 'SELECT id FROM events WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?');
  const farBefore = nthId(database, 'SELECT id FROM events WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?');
  const page = (statement: typeof after, range: { from: number; to: number; end: number | undefined }, { filter, most }: Wanted) => {
    const rows = statement.all({ from: range.from, to: range.to, most, ...parametersOf(filter) });
    const full = rows.length === most ? Number(rows.at(-1)?.id) : range.end;
    return { events: readRows('events', rows, readEvent).rows, through: full };
  };
  return {
    save: events =>
      guarded(database.name, () => {
        kept.rows += saveAll(events);
      }),
    trim: trimming(database, kept),
    ids: () => guarded(database.name, () => readIds(ids.get())),
    after: (id, { below, ...wanted }) =>
      guarded(database.name, () => {
        const far = farAfter(id, LOOKED_AT - 1);
        const end = far !== undefined && far < below ? far : undefined;
        return page(after, { from: id, to: end ?? below - 1, end }, wanted);
      }),
    before: (id, wanted) =>
      guarded(database.name, () => {
        const end = farBefore(id, LOOKED_AT - 1);
        return page(before, { from: id, to: end ?? 0, end }, wanted);
      }),
  };
}

/** How many rows there are, counted once: that looks at every page. */
function countIn(database: Database.Database): { rows: number } {
  return { rows: Number(database.prepare<[], Row>('SELECT count(*) AS count FROM events').get()?.count ?? 0) };
}

/** Both ways of forgetting go by the oldest rows alone. */
function trimming(database: Database.Database, count: { rows: number }): EventTable['trim'] {
  const old = database.prepare(
    'DELETE FROM events WHERE id IN (SELECT id FROM (SELECT id, at_ms FROM events ORDER BY id LIMIT :most) WHERE at_ms < :before_ms)',
  );
  const over = database.prepare('DELETE FROM events WHERE id IN (SELECT id FROM events ORDER BY id LIMIT ?)');
  const trim = database.transaction((beforeMs: number, kept: number, most: number) => {
    const aged = old.run({ most, before_ms: Math.round(beforeMs) }).changes;
    const excess = Math.min(most, count.rows - kept) - aged;
    return aged + (excess > 0 ? over.run(excess).changes : 0);
  });
  return ({ beforeMs, kept, most }) =>
    guarded(database.name, () => {
      const gone = trim(beforeMs, kept, most);
      count.rows -= gone;
      return gone;
    });
}

function nthId(database: Database.Database, sql: string): (from: number, offset: number) => number | undefined {
  const statement = database.prepare<[number, number], { id: number }>(sql);
  return (from, offset) => statement.get(from, offset)?.id;
}

function parametersOf({ zones, kinds, level, target, author, text, fromMs, toMs }: EventFilter): Row {
  return {
    zones: zones ? JSON.stringify(zones) : null,
    kinds: kinds ? JSON.stringify(kinds) : null,
    levels: level === undefined ? null : JSON.stringify(EVENT_LEVELS.slice(EVENT_LEVELS.indexOf(level))),
    from_ms: fromMs ?? null,
    to_ms: toMs ?? null,
    target: target || null,
    author: author || null,
    text: text || null,
  };
}

function rowOf({ id, atMs, kind, level, zone, target, generation, author, message, data }: LoggedEvent): Row {
  return {
    id,
    at_ms: Math.round(atMs),
    kind,
    level,
    zone: zone ?? null,
    target: target || null,
    generation: generation ?? null,
    author: author || null,
    message,
    data: data ? JSON.stringify(data) : null,
  };
}

function readIds(row: Row | undefined): { newest: number; oldest: number } {
  return { newest: Number(row?.newest ?? 0), oldest: Number(row?.oldest ?? 0) };
}

function readEvent(row: Row): LoggedEvent {
  return {
    id: integerIn(row, 'id', 0, Number.MAX_SAFE_INTEGER),
    atMs: timeIn(row, 'at_ms'),
    kind: choiceIn(row, 'kind', EVENT_KINDS),
    level: choiceIn(row, 'level', EVENT_LEVELS),
    zone: optionalTextIn(row, 'zone'),
    target: optionalTextIn(row, 'target'),
    generation: optionalIntegerIn(row, 'generation', 0, Number.MAX_SAFE_INTEGER),
    author: optionalTextIn(row, 'author'),
    message: anyTextIn(row, 'message'),
    data: readData(row),
  };
}

function readData(row: Row): EventData | undefined {
  const text = optionalTextIn(row, 'data');
  if (text === undefined) return undefined;
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data as EventData;
  } catch {
    // Told of below.
  }
  throw new RowError('data is no object in JSON');
}
