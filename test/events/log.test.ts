import { expect, test } from 'vitest';
import { EventLog } from '../../src/events/log.ts';
import type { LoggedEvent } from '../../src/model/event.ts';
import { fakeClock } from '../support/fake-clock.ts';

function logged(size = 4) {
  const clock = fakeClock();
  const faults: unknown[] = [];
  return { clock, faults, log: new EventLog({ clock, size, onFault: error => faults.push(error) }) };
}

test('ids grow, with the clock where it goes on, and over one that is set back or was ahead before a restart', () => {
  const { clock, log } = logged();
  const ids: number[] = [];
  const note = () => {
    log.note({ kind: 'state', message: 'x' });
    ids.push(log.lastId);
  };
  note();
  note();
  clock.advance(1);
  note();
  clock.setBack(3_600_000);
  note();
  log.goOnAfter(ids[0]! + 10 ** 12);
  note();
  expect(ids.slice(0, 3)).toEqual([clock.now() * 1000 + 3_600_000_000 - 1000, ids[0]! + 1, ids[0]! + 1000]);
  expect(ids.toSorted((a, b) => a - b)).toEqual(ids);
  expect(new Set(ids).size).toBe(5);
});

test('a listener is given what is new together, after whoever noted it has gone on; one that throws harms nobody', () => {
  const { clock, faults, log } = logged();
  const given: (readonly LoggedEvent[])[] = [];
  const fault = new Error('a bad listener');
  log.listen(() => {
    throw fault;
  });
  const unlisten = log.listen(events => given.push(events));
  log.note({ kind: 'state', message: 'a' });
  log.note({ kind: 'verdict', level: 'warn', message: 'b' });
  expect(given).toEqual([]);
  clock.advance(0);
  expect(given.map(events => events.map(({ message, level }) => [message, level]))).toEqual([
    [
      ['a', 'info'],
      ['b', 'warn'],
    ],
  ]);
  expect(faults).toEqual([fault]);
  unlisten();
  log.note({ kind: 'state', message: 'c' });
  clock.advance(0);
  expect(given).toHaveLength(1);
});

test('memory keeps the newest, and nothing waits while nobody listens', () => {
  const { clock, log } = logged(4);
  for (const message of 'abcdef') log.note({ kind: 'state', message });
  expect(clock.pending).toBe(0);
  expect(log.ring.after(0, 10).map(({ message }) => message)).toEqual(['c', 'd', 'e', 'f']);
  expect(log.ring.after(log.ring.first!.id, 2).map(({ message }) => message)).toEqual(['d', 'e']);
  expect([log.ring.countAfter(log.lastId), log.total, log.counts.get('state')]).toEqual([0, 6, 6]);
});

test('a message is one line of bounded length', () => {
  const { log } = logged();
  log.note({ kind: 'fault', message: `one\n  two\r\n${'x'.repeat(5000)}` });
  const { message } = log.ring.first!;
  expect(message.startsWith('one two xxx')).toBe(true);
  expect(message).toHaveLength(1000);
});
