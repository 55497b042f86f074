import type { Migration } from './migration.ts';

/** The tokens of people, programs and agents. What a token is cannot be found out from its digest: it is 256 random bits. */
export const tokens: Migration = {
  version: 4,
  sql: `
    CREATE TABLE tokens (
      id            TEXT NOT NULL PRIMARY KEY,  -- tok_ and 8 characters
      digest        BLOB NOT NULL UNIQUE,       -- SHA-256 of the token
      role          TEXT NOT NULL,              -- viewer, operator, admin, probe
      vantage       TEXT,                       -- of a probe's token alone
      name          TEXT,                       -- what it is for
      author        TEXT NOT NULL,
      created_at_ms INTEGER NOT NULL,
      expires_at_ms INTEGER,
      used_at_ms    INTEGER,                    -- within an hour
      revoked_at_ms INTEGER
    ) STRICT, WITHOUT ROWID`,
};
