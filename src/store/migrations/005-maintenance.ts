import type { Migration } from './migration.ts';

/** Intents of planned work may begin later than they are asked for; those of other kinds have no `from_ms`. */
export const maintenance: Migration = {
  version: 5,
  sql: 'ALTER TABLE intents ADD COLUMN from_ms INTEGER',
};
