import type Database from 'better-sqlite3';
import { parseEndpointKey } from '../lib/keys.ts';
import type { EndpointKey } from '../model/health.ts';
import type { BrakeMark } from '../model/safety.ts';
import type { Name } from '../model/zone.ts';
import { guarded } from './errors.ts';
import { choiceIn, type Row, RowError, readRows, textIn } from './row.ts';

/** What a brake made of one endpoint; undefined: nothing any more. */
export interface SavedMark {
  readonly endpoint: EndpointKey;
  readonly mark: BrakeMark | undefined;
}

/** What the next start begins from, and one line for each row that made no sense. */
export interface RestoredBrakes {
  readonly zones: ReadonlySet<Name>;
  readonly marks: ReadonlyMap<EndpointKey, BrakeMark>;
  readonly warnings: readonly string[];
}

/** The tables of brakes. */
export interface BrakeTable {
  /** Keeps these, all or nothing, each in place of the one before. */
  save(marks: readonly SavedMark[]): void;
  /** Takes note that a zone has a brake from now on, or none any more: what was kept of it is then forgotten. */
  saveZone(zone: Name, isBraked: boolean): void;
  restore(): RestoredBrakes;
}

/** The tables in an open database whose schema is up to date. */
export function brakesIn(database: Database.Database): BrakeTable {
  const save = database.prepare('INSERT OR REPLACE INTO brakes (endpoint, state, at_ms, line_ms, past) VALUES (?, ?, ?, ?, ?)');
  const forget = database.prepare('DELETE FROM brakes WHERE endpoint = ?');
  const list = database.prepare<[], Row>('SELECT * FROM brakes');
  const zones = database.prepare<[], Row>('SELECT zone FROM brake_zones');
  const addZone = database.prepare('INSERT OR IGNORE INTO brake_zones (zone) VALUES (?)');
  const removeZone = database.prepare('DELETE FROM brake_zones WHERE zone = ?');
  const forgetZone = database.prepare("DELETE FROM brakes WHERE substr(endpoint, 1, length(:zone) + 1) = :zone || '/'");
  const saveAll = database.transaction((marks: readonly SavedMark[]) => {
    for (const { endpoint, mark } of marks) {
      if (mark) save.run(endpoint, mark.state, mark.atMs, mark.lineMs, Number(mark.past));
      else forget.run(endpoint);
    }
  });
  const free = database.transaction((zone: Name) => {
    removeZone.run(zone);
    forgetZone.run({ zone });
  });
  return {
    save: marks => guarded(database.name, () => saveAll(marks)),
    saveZone: (zone, isBraked) => guarded(database.name, () => void (isBraked ? addZone.run(zone) : free(zone))),
    restore() {
      const { rows, warnings } = guarded(database.name, () => readRows('brakes', list.all(), readMark));
      const named = guarded(database.name, () => readRows('brake_zones', zones.all(), row => textIn(row, 'zone')));
      return { zones: new Set(named.rows), marks: new Map(rows), warnings: [...warnings, ...named.warnings] };
    },
  };
}

function readMark(row: Row): [EndpointKey, BrakeMark] {
  const endpoint = textIn(row, 'endpoint');
  if (!parseEndpointKey(endpoint)) throw new RowError(`endpoint is ${JSON.stringify(endpoint)}, expected ZONE/POOL/ENDPOINT`);
  const state = choiceIn(row, 'state', ['out', 'held']);
  return [endpoint, { state, atMs: momentIn(row, 'at_ms'), lineMs: momentIn(row, 'line_ms'), past: row.past === 1 }];
}

/** Milliseconds with a fraction: places in a line are a microsecond apart. */
function momentIn(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === 'number' && value >= 0) return value;
  throw new RowError(`${column} is ${JSON.stringify(value)}, expected a time in milliseconds`);
}
