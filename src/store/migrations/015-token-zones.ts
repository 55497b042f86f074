import type { Migration } from './migration.ts';

/** The zones that a token is for, absolute, with a blank between; NULL: all. */
export const tokenZones: Migration = {
  version: 15,
  sql: 'ALTER TABLE tokens ADD COLUMN zones TEXT',
};
