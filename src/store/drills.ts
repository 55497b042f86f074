import type Database from 'better-sqlite3';
import type { Drill, DrillPhase } from '../model/drill.ts';
import { guarded } from './errors.ts';
import { type ReadRows, type Row, RowError, readRows, textIn } from './row.ts';

/** The table of drills. */
export interface Drills {
  /** Keeps a drill in place of what was kept of it before, and forgets the oldest that are at their end and more than are kept. */
  save(drill: Drill): void;
  /** Undefined: there is none of this id, or its row makes no sense. */
  find(id: string): Drill | undefined;
  /** The newest first, so many at the most. */
  list(most: number): ReadRows<Drill>;
  /** Those that are not at their end, the oldest first. */
  unfinished(): ReadRows<Drill>;
}

/** So many are kept; what they came to stays in their evidence. */
const KEPT = 1000;

/** The table in an open database whose schema is up to date. */
export function drillsIn(database: Database.Database): Drills {
  const save = database.prepare(
    'INSERT OR REPLACE INTO drills (id, phase, started_at_ms, body) VALUES (:id, :phase, :started_at_ms, :body)',
  );
  const forget = database.prepare(
    `DELETE FROM drills WHERE phase = 'ended' AND id NOT IN (SELECT id FROM drills ORDER BY started_at_ms DESC, id DESC LIMIT ${KEPT})`,
  );
  const find = database.prepare<[string], Row>('SELECT * FROM drills WHERE id = ?');
  const list = database.prepare<[number], Row>('SELECT * FROM drills ORDER BY started_at_ms DESC, id DESC LIMIT ?');
  const unfinished = database.prepare<[], Row>("SELECT * FROM drills WHERE phase <> 'ended' ORDER BY started_at_ms, id");
  const keep = database.transaction((drill: Drill) => {
    save.run({ id: drill.id, phase: drill.phase, started_at_ms: Math.round(drill.startedAtMs), body: JSON.stringify(drill) });
    forget.run();
  });
  return {
    save: drill => guarded(database.name, () => keep(drill)),
    find: id => guarded(database.name, () => readRows('drills', find.all(id), readDrill).rows[0]),
    list: most => guarded(database.name, () => readRows('drills', list.all(most), readDrill)),
    unfinished: () => guarded(database.name, () => readRows('drills', unfinished.all(), readDrill)),
  };
}

const PHASES: readonly DrillPhase[] = ['moving', 'away', 'returning', 'recovering', 'ended'];
const TEXTS = ['id', 'author', 'reason', 'phase'];
const NUMBERS = ['startedAtMs', 'expiresAtMs'];
const LISTS = ['targets', 'moves', 'survivors', 'checks', 'timeline'];

function readDrill(row: Row): Drill {
  const id = textIn(row, 'id');
  const body = parse(textIn(row, 'body'));
  const { plan, phase } = body;
  const fits =
    body.id === id &&
    TEXTS.every(key => typeof body[key] === 'string') &&
    NUMBERS.every(key => typeof body[key] === 'number') &&
    LISTS.every(key => Array.isArray(body[key])) &&
    PHASES.some(known => known === phase) &&
    typeof plan === 'object' &&
    plan !== null;
  if (!fits) throw new RowError(`body is not a drill of the id ${JSON.stringify(id)}`);
  // What it is made of was checked above; what is in its parts is what this program wrote.
  return body as unknown as Drill;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Told of below.
  }
  throw new RowError('body is no object in JSON');
}
