import type { Migration } from './migration.ts';

/** Overrides may say how long answers live meanwhile; intents of other kinds have no `ttl_s`. */
export const overrideTtl: Migration = {
  version: 8,
  sql: 'ALTER TABLE intents ADD COLUMN ttl_s INTEGER',
};
