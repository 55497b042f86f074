import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { makePrivateDirectory } from '../lib/private-directory.ts';
import { type Audit, auditIn } from './audit.ts';
import { type BrakeTable, brakesIn } from './brakes.ts';
import { type DrainTable, drainsIn } from './drains.ts';
import { type Drills, drillsIn } from './drills.ts';
import { guarded, StoreError, storeError } from './errors.ts';
import { type EventTable, eventsIn } from './events.ts';
import { forgetHolder, noteHolder, runningHolder } from './holder.ts';
import { type Idempotency, idempotencyIn } from './idempotency.ts';
import { type Intents, intentsIn } from './intents.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/registry.ts';
import { makePrivateFile } from './private-file.ts';
import { type Resolutions, resolutionsIn } from './resolutions.ts';
import { type Shifts, shiftsIn } from './shifts.ts';
import { type Tokens, tokensIn } from './tokens.ts';
import { type Vantages, vantagesIn } from './vantages.ts';
import { type Verdicts, verdictsIn } from './verdicts.ts';
import { type Webhooks, webhooksIn } from './webhooks.ts';

/** What outlives the process. Every call is synchronous, is on the disk when it returns, and throws StoreError where that fails. */
export interface Store extends Disposable {
  readonly intents: Intents;
  readonly verdicts: Verdicts;
  readonly resolutions: Resolutions;
  readonly tokens: Tokens;
  readonly vantages: Vantages;
  readonly drains: DrainTable;
  readonly drills: Drills;
  readonly shifts: Shifts;
  readonly brakes: BrakeTable;
  readonly audit: Audit;
  readonly idempotency: Idempotency;
  readonly events: EventTable;
  readonly webhooks: Webhooks;
}

/**
 * Opens `meridian.db` in `directory`, making both if they are not there, and brings its schema up to date. No other process can open the
 * same directory until the store is disposed of or this process ends, however it ends. Throws StoreError.
 */
export function openStore(directory: string): Store {
  const place = resolve(directory);
  guarded(`data directory ${place}`, () => makePrivateDirectory(place));
  const database = openDatabase(place);
  return {
    intents: intentsIn(database),
    verdicts: verdictsIn(database),
    resolutions: resolutionsIn(database),
    tokens: tokensIn(database),
    vantages: vantagesIn(database),
    drains: drainsIn(database),
    drills: drillsIn(database),
    shifts: shiftsIn(database),
    brakes: brakesIn(database),
    audit: auditIn(database),
    idempotency: idempotencyIn(database),
    events: eventsIn(database),
    webhooks: webhooksIn(database),
    [Symbol.dispose]() {
      if (!database.open) return;
      try {
        guarded(place, () => forgetHolder(place));
      } finally {
        database.close();
      }
    },
  };
}

function openDatabase(directory: string): Database.Database {
  const file = join(directory, 'meridian.db');
  let database: Database.Database | undefined;
  try {
    makePrivateFile(file);
    database = new Database(file, { timeout: 0 });
    lock(database);
    checkPages(database);
    migrate(database, MIGRATIONS);
    noteHolder(directory, process.pid);
    return database;
  } catch (fault) {
    database?.close();
    throw openingError(directory, file, fault);
  }
}

/**
 * Takes the lock for as long as the connection lives. In this mode the write-ahead log needs no shared memory, and its lock is one of the
 * operating system's, which falls with the process. FULL: a committed intent survives a power cut as well (sqlite.org/pragma.html).
 */
function lock(database: Database.Database): void {
  database.pragma('locking_mode = EXCLUSIVE');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
}

/** Damage is told at start, while somebody is looking, and not by the first write that meets it. */
function checkPages(database: Database.Database): void {
  const found = String(database.pragma('quick_check(1)', { simple: true }));
  if (found !== 'ok') throw Object.assign(new Error(found), { code: 'SQLITE_CORRUPT' });
}

/** Damage is of the file; everything else is of the data directory, which is what the operator has named. */
function openingError(directory: string, file: string, fault: unknown): StoreError {
  const error = storeError(file, fault);
  if (error.code === 'corrupt' || error.code === 'newer') return error;
  const place = `data directory ${directory}`;
  if (error.code !== 'in-use') return storeError(place, fault);
  const pid = runningHolder(directory);
  return new StoreError('in-use', `${place} is in use by another process${pid === undefined ? '' : ` (pid ${pid})`}`, fault);
}
