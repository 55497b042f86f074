import type { Migration } from './migration.ts';

/** The last verdict of every target, for the next start. */
export const verdicts: Migration = {
  version: 2,
  sql: `
    CREATE TABLE verdicts (
      target     TEXT NOT NULL PRIMARY KEY,
      verdict    TEXT NOT NULL,               -- up, down
      reason     TEXT NOT NULL,
      since_ms   INTEGER NOT NULL,
      gone_at_ms INTEGER                      -- when the target was first seen not to be declared any more
    ) STRICT, WITHOUT ROWID`,
};
