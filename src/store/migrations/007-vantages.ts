import type { Migration } from './migration.ts';

/** The vantages of the last run: an agent needs a while to come back after a restart, and is counted on meanwhile. */
export const vantages: Migration = {
  version: 7,
  sql: `
    CREATE TABLE vantages (
      name        TEXT NOT NULL PRIMARY KEY,
      region      TEXT,                       -- NULL: it has none
      kind        TEXT NOT NULL,              -- embedded, or remote
      heard_at_ms INTEGER NOT NULL            -- to the minute
    ) STRICT, WITHOUT ROWID`,
};
