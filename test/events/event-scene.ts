import Database from 'better-sqlite3';
import { EventLog } from '../../src/events/log.ts';
import { EventReader } from '../../src/events/reader.ts';
import { EventWriter } from '../../src/events/writer.ts';
import type { NewEvent } from '../../src/model/event.ts';
import { eventsIn } from '../../src/store/events.ts';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/registry.ts';
import { fakeClock } from '../support/fake-clock.ts';

/** A log with its history in a database in memory, whose store takes nothing while `broken.fault` is set. */
export function eventScene({ size = 100, database = newDatabase(), clock = fakeClock() } = {}) {
  const faults: unknown[] = [];
  const mended: number[] = [];
  const broken: { fault?: Error | undefined } = {};
  const log = new EventLog({ clock, size, onFault: error => faults.push(error) });
  const table = eventsIn(database);
  log.goOnAfter(table.ids().newest);
  const store = {
    ...table,
    save(events: Parameters<typeof table.save>[0]) {
      if (broken.fault) throw broken.fault;
      table.save(events);
    },
  };
  const writer = new EventWriter({ log, store, clock, onFault: error => faults.push(error), onMended: lost => mended.push(lost) });
  const reader = new EventReader({ log, writer, store });
  /** Notes some events, and gives their ids. */
  const note = (...events: readonly (Partial<NewEvent> | string)[]): number[] =>
    events.map(event => {
      log.note({ kind: 'state', message: 'it is up', ...(typeof event === 'string' ? { message: event } : event) });
      return log.lastId;
    });
  return { broken, clock, database, faults, log, mended, note, reader, store, writer };
}

/** A database in memory with the newest schema. */
export function newDatabase(): Database.Database {
  const database = new Database(':memory:');
  migrate(database, MIGRATIONS);
  return database;
}
