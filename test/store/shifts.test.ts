import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Shift } from '../../src/model/shift.ts';
import { shifts as migration } from '../../src/store/migrations/017-shifts.ts';
import { shiftsIn } from '../../src/store/shifts.ts';
import { sampleShift } from '../control/shift/sample-shift.ts';

function table() {
  const database = new Database(':memory:');
  database.exec(migration.sql);
  return { database, shifts: shiftsIn(database) };
}

test('a shift is kept as it is, and replaced by what becomes of it', () => {
  const { shifts } = table();
  const shift = sampleShift();
  shifts.save(shift);
  expect(shifts.find(shift.id)).toEqual(JSON.parse(JSON.stringify(shift)));
  expect(shifts.unfinished().rows).toHaveLength(1);
  const ended: Shift = { ...shift, phase: 'ended', outcome: 'completed' };
  shifts.save(ended);
  expect([shifts.unfinished().rows, shifts.list(5).rows]).toEqual([[], [JSON.parse(JSON.stringify(ended))]]);
});

test('a body that makes no sense is left out with a warning', () => {
  const { database, shifts } = table();
  database.prepare("INSERT INTO shifts VALUES ('x', 'holding', 0, ?)").run('{"id":"x"}');
  expect(shifts.unfinished()).toEqual({ rows: [], warnings: [expect.stringContaining('body is not a shift of the id "x"')] });
});
