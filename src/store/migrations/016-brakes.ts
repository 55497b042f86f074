import type { Migration } from './migration.ts';

/** What brakes made of endpoints that are measured down, and the zones that have a brake. Moments have a fraction: the order counts. */
export const brakes: Migration = {
  version: 16,
  sql: `
    CREATE TABLE brakes (
      endpoint TEXT NOT NULL PRIMARY KEY,  -- ZONE/POOL/ENDPOINT
      state    TEXT NOT NULL,              -- out, held
      at_ms    REAL NOT NULL,
      line_ms  REAL NOT NULL,
      past     INTEGER NOT NULL            -- 1: out because nothing is left of what would hold it
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE brake_zones (
      zone TEXT NOT NULL PRIMARY KEY
    ) STRICT, WITHOUT ROWID`,
};
