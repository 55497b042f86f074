import type Database from 'better-sqlite3';
import { isVantageName, VANTAGE_NAME_EXPECTED } from '../lib/vantage-name.ts';
import type { KnownVantage } from '../model/vantage.ts';
import { guarded } from './errors.ts';
import { choiceIn, optionalTextIn, type ReadRows, type Row, RowError, readRows, textIn, timeIn } from './row.ts';

/** A vantage as it was known last. */
export interface SavedVantage extends Pick<KnownVantage, 'name' | 'region' | 'kind'> {
  /** When something last came from it, in milliseconds since the epoch. */
  readonly heardAtMs: number;
}

/** The table of vantages. */
export interface Vantages {
  /** Keeps these, all or nothing, each in place of the one of its name. */
  save(vantages: readonly SavedVantage[]): void;
  /** Forgets those of these names; one that is not there is none the less forgotten. */
  forget(names: readonly string[]): void;
  /** All of them, by name. */
  list(): ReadRows<SavedVantage>;
}

/** The table in an open database whose schema is up to date. */
export function vantagesIn(database: Database.Database): Vantages {
  const save = database.prepare('INSERT OR REPLACE INTO vantages (name, region, kind, heard_at_ms) VALUES (?, ?, ?, ?)');
  const forget = database.prepare('DELETE FROM vantages WHERE name = ?');
  const list = database.prepare<[], Row>('SELECT * FROM vantages ORDER BY name');
  const saveAll = database.transaction((vantages: readonly SavedVantage[]) => {
    for (const { name, region, kind, heardAtMs } of vantages) save.run(name, region ?? null, kind, Math.round(heardAtMs));
  });
  const forgetAll = database.transaction((names: readonly string[]) => {
    for (const name of names) forget.run(name);
  });
  return {
    save: vantages => guarded(database.name, () => saveAll(vantages)),
    forget: names => guarded(database.name, () => forgetAll(names)),
    list: () => guarded(database.name, () => readRows('vantages', list.all(), readVantage)),
  };
}

function readVantage(row: Row): SavedVantage {
  const region = optionalTextIn(row, 'region');
  return {
    name: nameIn('name', textIn(row, 'name')),
    region: region === undefined ? undefined : nameIn('region', region),
    kind: choiceIn(row, 'kind', ['embedded', 'remote']),
    heardAtMs: timeIn(row, 'heard_at_ms'),
  };
}

function nameIn(column: string, text: string): string {
  if (isVantageName(text)) return text;
  throw new RowError(`${column} is ${JSON.stringify(text)}, expected ${VANTAGE_NAME_EXPECTED}`);
}
