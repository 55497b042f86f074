import type { Migration } from './migration.ts';

/** What became of drills. One whose process ended before it did is found by its phase. */
export const drills: Migration = {
  version: 10,
  sql: `
    CREATE TABLE drills (
      id            TEXT NOT NULL PRIMARY KEY,  -- sorts by time
      phase         TEXT NOT NULL,              -- ended, or where it stood
      started_at_ms INTEGER NOT NULL,
      body          TEXT NOT NULL               -- all of it, in JSON
    ) STRICT, WITHOUT ROWID`,
};
