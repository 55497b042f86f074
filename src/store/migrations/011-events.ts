import type { Migration } from './migration.ts';

/** What changed, as it was told. */
export const events: Migration = {
  version: 11,
  sql: `
    CREATE TABLE events (
      id         INTEGER NOT NULL PRIMARY KEY,  -- about microseconds since the epoch
      at_ms      INTEGER NOT NULL,
      kind       TEXT NOT NULL,
      level      TEXT NOT NULL,                 -- info, warn, error
      zone       TEXT,                          -- with its final dot; NULL: it is about none
      target     TEXT,
      generation INTEGER,
      author     TEXT,
      message    TEXT NOT NULL,
      data       TEXT                           -- an object in JSON
    ) STRICT`,
};
