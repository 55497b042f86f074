import type { Migration } from './migration.ts';

/** When targets turned down lately, in milliseconds with a blank between: one that flaps goes on being slow to recover after a restart. */
export const flaps: Migration = {
  version: 6,
  sql: `
    ALTER TABLE verdicts ADD COLUMN downs TEXT NOT NULL DEFAULT ''`,
};
