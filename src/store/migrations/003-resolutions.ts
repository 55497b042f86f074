import type { Migration } from './migration.ts';

/** The addresses that were found last for each host that is answered with its addresses, for the next start. */
export const resolutions: Migration = {
  version: 3,
  sql: `
    CREATE TABLE resolutions (
      host        TEXT NOT NULL PRIMARY KEY,  -- absolute, lower case
      addresses   TEXT NOT NULL,              -- with a blank between
      found_at_ms INTEGER NOT NULL            -- when they were first found so
    ) STRICT, WITHOUT ROWID`,
};
