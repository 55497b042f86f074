import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Drill } from '../../src/model/drill.ts';
import { drillsIn } from '../../src/store/drills.ts';
import { drills as migration } from '../../src/store/migrations/010-drills.ts';
import { sampleDrill } from '../control/drill/sample-drill.ts';

function table() {
  const database = new Database(':memory:');
  database.exec(migration.sql);
  return { database, drills: drillsIn(database) };
}

test('a drill is kept as it is, and replaced by what becomes of it', () => {
  const { drills } = table();
  const drill = sampleDrill();
  drills.save(drill);
  expect(drills.find(drill.id)).toEqual(JSON.parse(JSON.stringify(drill)));
  expect(drills.unfinished().rows).toHaveLength(1);
  drills.save({ ...drill, phase: 'ended', outcome: 'completed' });
  expect(drills.find(drill.id)).toMatchObject({ phase: 'ended', outcome: 'completed' });
  expect(drills.unfinished().rows).toEqual([]);
  expect(drills.find('20300101-000000')).toBeUndefined();
});

test('the newest come first, and of those at their end a thousand are kept', () => {
  const { drills } = table();
  const ended = (i: number): Drill => sampleDrill({ id: `d${String(i).padStart(4, '0')}`, startedAtMs: i, phase: 'ended' });
  drills.save(sampleDrill({ id: 'old', startedAtMs: -0 }));
  for (let i = 1; i <= 1002; i++) drills.save(ended(i));
  expect(drills.list(2).rows.map(({ id }) => id)).toEqual(['d1002', 'd1001']);
  expect(drills.list(5000).rows).toHaveLength(1001);
  expect([drills.find('d0001'), drills.find('d0002'), drills.find('d0003')?.id, drills.find('old')?.id]).toEqual([
    undefined,
    undefined,
    'd0003',
    'old',
  ]);
});

test.each(['{', '[]', '{"id":"x"}', 'null'])('a body such as %j is left out with a warning', body => {
  const { database, drills } = table();
  database.prepare("INSERT INTO drills VALUES ('x', 'away', 0, ?)").run(body);
  expect(drills.unfinished()).toEqual({ rows: [], warnings: [expect.stringContaining('left out a row of table drills: body is ')] });
  expect(drills.find('x')).toBeUndefined();
});
