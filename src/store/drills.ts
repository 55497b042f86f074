import type Database from 'better-sqlite3';
import type { Drill } from '../model/drill.ts';
import { type Courses, coursesIn } from './courses.ts';

/** The table of drills; what they came to stays in their evidence, too. */
export type Drills = Courses<Drill>;

/** The table in an open database whose schema is up to date. */
export function drillsIn(database: Database.Database): Drills {
  return coursesIn<Drill>(database, {
    table: 'drills',
    what: 'drill',
    phases: ['moving', 'away', 'returning', 'recovering', 'ended'],
    texts: ['id', 'author', 'reason', 'phase'],
    numbers: ['startedAtMs', 'expiresAtMs'],
    lists: ['targets', 'moves', 'survivors', 'checks', 'timeline'],
    objects: ['plan'],
  });
}
