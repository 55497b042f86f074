import type Database from 'better-sqlite3';
import type { Shift } from '../model/shift.ts';
import { type Courses, coursesIn } from './courses.ts';

/** The table of shifts. */
export type Shifts = Courses<Shift>;

/** The table in an open database whose schema is up to date. */
export function shiftsIn(database: Database.Database): Shifts {
  return coursesIn<Shift>(database, {
    table: 'shifts',
    what: 'shift',
    phases: ['stepping', 'holding', 'waiting', 'paused', 'returning', 'ended'],
    texts: ['id', 'author', 'reason', 'phase'],
    numbers: ['startedAtMs', 'step', 'heldMs'],
    lists: ['steps', 'receiving', 'timeline'],
    objects: ['plan', 'from'],
  });
}
