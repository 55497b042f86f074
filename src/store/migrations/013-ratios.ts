import type { Migration } from './migration.ts';

/** Ratios are laid over records, whose `name` is their owner; intents of other kinds have no `weights`, in JSON by the branch's name. */
export const ratios: Migration = {
  version: 13,
  sql: 'ALTER TABLE intents ADD COLUMN weights TEXT',
};
