import { expect, test } from 'vitest';
import { LateWrites } from '../../src/serving/late-writes.ts';
import { fakeClock } from '../support/fake-clock.ts';

test('the last row of each key is written, in the order in which keys first changed, until all are written once', () => {
  const clock = fakeClock();
  const written: (readonly string[])[] = [];
  const writes = new LateWrites<string>({ write: rows => written.push(rows), clock, onFault: error => expect.fail(String(error)) });
  writes.add('a', 'a1');
  writes.add('b', 'b1');
  writes.add('a', 'a2');
  clock.advance(50);
  writes.add('b', 'b2');
  writes[Symbol.dispose]();
  writes[Symbol.dispose]();
  expect(written).toEqual([['a2', 'b1'], ['b2']]);
  expect(clock.pending).toBe(0);
});

test('rows that could not be written are written with the next', () => {
  const clock = fakeClock();
  const faults: unknown[] = [];
  const disk = { full: true, rows: [] as readonly string[] };
  const write = (rows: readonly string[]) => {
    if (disk.full) throw new Error('disk full');
    disk.rows = rows;
  };
  const writes = new LateWrites<string>({ write, clock, onFault: error => faults.push(error) });
  writes.add('a', 'a1');
  clock.advance(50);
  disk.full = false;
  writes.add('b', 'b1');
  clock.advance(50);
  expect([faults, disk.rows]).toEqual([[new Error('disk full')], ['a1', 'b1']]);
});
