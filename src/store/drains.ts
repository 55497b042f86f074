import type Database from 'better-sqlite3';
import { parseEndpointKey } from '../lib/keys.ts';
import type { Drain, DrainEnd, RunOut } from '../model/drain.ts';
import { guarded } from './errors.ts';
import { anyTextIn, choiceIn, integerIn, optionalTimeIn, type ReadRows, type Row, RowError, readRows, textIn, timeIn } from './row.ts';

/** How many drains are kept. */
export const KEPT_DRAINS = 1000;

/** The table of drains. */
export interface DrainTable {
  /** Keeps these, all or nothing, each in place of the one of its id; of all, the newest thousand. */
  save(drains: readonly Drain[]): void;
  /** All of them, the newest first. */
  list(): ReadRows<Drain>;
}

/** The table in an open database whose schema is up to date. */
export function drainsIn(database: Database.Database): DrainTable {
  const save = database.prepare(
    'INSERT OR REPLACE INTO drains VALUES (@id, @endpoint, @addresses, @cause, @reason, @decided_at_ms, @served_at_ms, @answers, @half_at_ms, @ninety_at_ms, @ninety_nine_at_ms, @last_at_ms, @left_over, @given_since, @ended, @ended_at_ms)',
  );
  const trim = database.prepare('DELETE FROM drains WHERE id <= (SELECT id FROM drains ORDER BY id DESC LIMIT 1 OFFSET ?)');
  const list = database.prepare<[], Row>('SELECT * FROM drains ORDER BY id DESC');
  const saveAll = database.transaction((drains: readonly Drain[]) => {
    for (const drain of drains) save.run(rowOf(drain));
    trim.run(KEPT_DRAINS);
  });
  return {
    save: drains => guarded(database.name, () => saveAll(drains)),
    list: () => guarded(database.name, () => readRows('drains', list.all(), readDrain)),
  };
}

function rowOf({ runOut, end, ...drain }: Drain): Row {
  return {
    id: drain.id,
    endpoint: drain.endpoint,
    addresses: drain.addresses.join(' '),
    cause: drain.cause,
    reason: drain.reason,
    decided_at_ms: Math.round(drain.decidedAtMs),
    served_at_ms: Math.round(drain.servedAtMs),
    answers: drain.answers,
    half_at_ms: orNull(runOut?.halfAtMs),
    ninety_at_ms: orNull(runOut?.ninetyAtMs),
    ninety_nine_at_ms: orNull(runOut?.ninetyNineAtMs),
    last_at_ms: orNull(runOut?.lastAtMs),
    left_over: orNull(drain.left),
    given_since: drain.givenSince,
    ended: end?.kind ?? null,
    ended_at_ms: orNull(end?.atMs),
  };
}

function orNull(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value);
}

function readDrain(row: Row): Drain {
  const endpoint = textIn(row, 'endpoint');
  if (!parseEndpointKey(endpoint)) throw new RowError(`endpoint is ${JSON.stringify(endpoint)}, expected ZONE/POOL/ENDPOINT`);
  return {
    id: integerIn(row, 'id', 1, Number.MAX_SAFE_INTEGER),
    endpoint,
    addresses: anyTextIn(row, 'addresses')
      .split(' ')
      .filter(text => text !== ''),
    cause: choiceIn(row, 'cause', ['down', 'forced-down', 'drain', 'weight', 'removed']),
    reason: anyTextIn(row, 'reason'),
    decidedAtMs: timeIn(row, 'decided_at_ms'),
    servedAtMs: timeIn(row, 'served_at_ms'),
    answers: countIn(row, 'answers'),
    runOut: readRunOut(row),
    left: row.left_over === null ? undefined : countIn(row, 'left_over'),
    givenSince: countIn(row, 'given_since'),
    end: readEnd(row),
  };
}

function countIn(row: Row, column: string): number {
  return integerIn(row, column, 0, Number.MAX_SAFE_INTEGER);
}

function readRunOut(row: Row): RunOut | undefined {
  if (optionalTimeIn(row, 'last_at_ms') === undefined) return undefined;
  return {
    halfAtMs: timeIn(row, 'half_at_ms'),
    ninetyAtMs: timeIn(row, 'ninety_at_ms'),
    ninetyNineAtMs: timeIn(row, 'ninety_nine_at_ms'),
    lastAtMs: timeIn(row, 'last_at_ms'),
  };
}

function readEnd(row: Row): DrainEnd | undefined {
  if (row.ended === null) return undefined;
  return { kind: choiceIn(row, 'ended', ['drained', 'given-again', 'interrupted']), atMs: timeIn(row, 'ended_at_ms') };
}
