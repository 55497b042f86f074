import type { Migration } from './migration.ts';

/** What operators asked for. No constraint on the words: kinds will be added, and reading checks every row. */
export const intents: Migration = {
  version: 1,
  sql: `
    CREATE TABLE intents (
      kind          TEXT NOT NULL,            -- weight, override
      target_kind   TEXT NOT NULL,            -- endpoint, pool, site
      zone          TEXT NOT NULL,
      name          TEXT NOT NULL,            -- of the pool or the site
      endpoint      TEXT NOT NULL DEFAULT '', -- of an endpoint's intent, else empty
      weight        INTEGER,
      state         TEXT,
      author        TEXT NOT NULL,
      reason        TEXT NOT NULL,
      created_at_ms INTEGER NOT NULL,
      expires_at_ms INTEGER,
      PRIMARY KEY (kind, target_kind, zone, name, endpoint)
    ) STRICT, WITHOUT ROWID`,
};
