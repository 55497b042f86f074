import type Database from 'better-sqlite3';
import { StoreError } from './errors.ts';
import type { Migration } from './migrations/migration.ts';

/**
 * Brings the schema of `database` up to the last of `migrations`, all steps in one transaction: a fault or a crash leaves the old schema.
 * Throws StoreError `newer` for a database with more steps than these.
 */
export function migrate(database: Database.Database, migrations: readonly Migration[]): void {
  const known = migrations.at(-1)?.version ?? 0;
  const found = Number(database.pragma('user_version', { simple: true }));
  if (found > known) {
    throw new StoreError(
      'newer',
      `${database.name} was made by a newer Meridian (schema ${found}, this one knows ${known}): start that one, or restore an older backup`,
    );
  }
  const missing = migrations.filter(({ version }) => version > found);
  database.transaction(() => {
    for (const { version, sql } of missing) database.exec(sql).pragma(`user_version = ${version}`);
  })();
}
