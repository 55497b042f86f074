import type Database from 'better-sqlite3';
import { parseTargetKey } from '../lib/keys.ts';
import type { RestoredVerdict, TargetKey } from '../model/health.ts';
import { guarded } from './errors.ts';
import { anyTextIn, choiceIn, type Row, RowError, readRows, textIn, timeIn } from './row.ts';

/** The last verdict of one target. */
export interface SavedVerdict extends RestoredVerdict {
  readonly target: TargetKey;
}

/** What the next start begins from, and one line for each row that made no sense. */
export interface RestoredVerdicts {
  readonly verdicts: ReadonlyMap<TargetKey, RestoredVerdict>;
  readonly warnings: readonly string[];
}

/** The table of last verdicts. */
export interface Verdicts {
  /** Keeps these, all or nothing, each in place of the one before. `unknown` is what a target is without a row: it takes the row away. */
  save(verdicts: readonly SavedVerdict[]): void;
  restore(): RestoredVerdicts;
  /**
   * Forgets targets that have not been declared for 30 days: a zone that comes back after a mistake finds its verdicts again.
   * To be called with every target that is declared, at start and after a reload; gives how many it forgot.
   */
  prune(declared: ReadonlySet<TargetKey>, nowMs: number): number;
}

const KEPT_MS = 30 * 86_400_000;

/** The table in an open database whose schema is up to date. */
export function verdictsIn(database: Database.Database): Verdicts {
  const save = database.prepare('INSERT OR REPLACE INTO verdicts (target, verdict, reason, since_ms, downs) VALUES (?, ?, ?, ?, ?)');
  const forget = database.prepare('DELETE FROM verdicts WHERE target = ?');
  const list = database.prepare<[], Row>('SELECT * FROM verdicts');
  const saveAll = database.transaction((verdicts: readonly SavedVerdict[]) => {
    for (const { target, verdict, reason, sinceMs, downsAtMs = [] } of verdicts) {
      if (verdict === 'unknown') forget.run(target);
      else save.run(target, verdict, reason, Math.round(sinceMs), downsAtMs.map(Math.round).join(' '));
    }
  });
  const prune = pruning(database);
  return {
    save: verdicts => guarded(database.name, () => saveAll(verdicts)),
    restore() {
      const { rows, warnings } = guarded(database.name, () => readRows('verdicts', list.all(), readVerdict));
      return { verdicts: new Map(rows.map(({ target, ...verdict }) => [target, verdict])), warnings };
    },
    prune: (declared, nowMs) => guarded(database.name, () => prune(declared, nowMs)),
  };
}

function pruning(database: Database.Database): Verdicts['prune'] {
  const list = database.prepare<[], { target: TargetKey; gone: number | null }>('SELECT target, gone_at_ms AS gone FROM verdicts');
  const mark = database.prepare('UPDATE verdicts SET gone_at_ms = ? WHERE target = ?');
  const forget = database.prepare('DELETE FROM verdicts WHERE gone_at_ms < ?');
  return database.transaction((declared: ReadonlySet<TargetKey>, nowMs: number) => {
    for (const { target, gone } of list.all()) {
      if (declared.has(target) === (gone === null)) continue;
      mark.run(gone === null ? nowMs : null, target);
    }
    return forget.run(nowMs - KEPT_MS).changes;
  });
}

function readVerdict(row: Row): SavedVerdict {
  const target = textIn(row, 'target');
  if (!parseTargetKey(target)) throw new RowError(`target is ${JSON.stringify(target)}, expected ZONE/POOL/ENDPOINT/MONITOR`);
  const downsAtMs = readTimes(anyTextIn(row, 'downs'));
  return {
    target,
    verdict: choiceIn(row, 'verdict', ['up', 'down']),
    reason: anyTextIn(row, 'reason'),
    sinceMs: timeIn(row, 'since_ms'),
    ...(downsAtMs.length > 0 && { downsAtMs }),
  };
}

function readTimes(text: string): number[] {
  if (!/^(?:\d{1,15}(?: \d{1,15})*)?$/.test(text)) throw new RowError(`downs is ${JSON.stringify(text)}, expected times in milliseconds`);
  return text === '' ? [] : text.split(' ').map(Number);
}
