import type { Migration } from './migration.ts';

/** What became of the answers that caches held of endpoints that were given to nobody any more. */
export const drains: Migration = {
  version: 9,
  sql: `
    CREATE TABLE drains (
      id                INTEGER NOT NULL PRIMARY KEY,
      endpoint          TEXT NOT NULL,          -- ZONE/POOL/ENDPOINT
      addresses         TEXT NOT NULL,          -- with a blank between
      cause             TEXT NOT NULL,          -- down, forced-down, drain, weight, removed
      reason            TEXT NOT NULL,
      decided_at_ms     INTEGER NOT NULL,
      served_at_ms      INTEGER NOT NULL,
      answers           INTEGER NOT NULL,
      half_at_ms        INTEGER,                -- NULL, as the next three: there was no unexpired answer
      ninety_at_ms      INTEGER,
      ninety_nine_at_ms INTEGER,
      last_at_ms        INTEGER,
      left_over         INTEGER,                -- NULL: not known, as it was interrupted
      given_since       INTEGER NOT NULL,
      ended             TEXT,                   -- drained, given-again, interrupted; NULL: it goes on
      ended_at_ms       INTEGER
    ) STRICT`,
};
