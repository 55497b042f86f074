import type { Migration } from './migration.ts';

/** What became of shifts. One that is under way is found by its phase. */
export const shifts: Migration = {
  version: 17,
  sql: `
    CREATE TABLE shifts (
      id            TEXT NOT NULL PRIMARY KEY,  -- sorts by time
      phase         TEXT NOT NULL,              -- ended, or where it stands
      started_at_ms INTEGER NOT NULL,
      body          TEXT NOT NULL               -- all of it, in JSON
    ) STRICT, WITHOUT ROWID`,
};
