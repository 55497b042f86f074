import type { Migration } from './migration.ts';

/** Who is told of events over HTTP, and how far that has come. */
export const webhooks: Migration = {
  version: 14,
  sql: `
    CREATE TABLE webhooks (
      id                 TEXT NOT NULL PRIMARY KEY,
      name               TEXT,
      url                TEXT NOT NULL,
      template           TEXT NOT NULL,             -- json, slack, dingtalk
      secret             TEXT,
      kinds              TEXT NOT NULL,             -- with a blank between
      zones              TEXT,                      -- with a blank between; NULL: all
      level              TEXT NOT NULL,
      author             TEXT NOT NULL,
      created_at_ms      INTEGER NOT NULL,
      through            INTEGER NOT NULL,          -- every event up to this id is done with
      delivered          INTEGER NOT NULL DEFAULT 0,
      dropped            INTEGER NOT NULL DEFAULT 0,
      last_success_at_ms INTEGER,
      last_error         TEXT,
      last_error_at_ms   INTEGER
    ) STRICT, WITHOUT ROWID`,
};
