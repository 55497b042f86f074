import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matcherOf } from '../../src/events/filter.ts';
import { EVENT_KINDS, EVENT_LEVELS, type EventFilter, type LoggedEvent } from '../../src/model/event.ts';
import { eventsIn } from '../../src/store/events.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { eventScene, newDatabase } from './event-scene.ts';

const messages = (events: readonly LoggedEvent[]) => events.map(({ message }) => message);

test('events are written soon after, in slices, and found again after a restart with greater ids', () => {
  const first = eventScene({ size: 2000 });
  first.note(...Array.from({ length: 1200 }, (_, i) => `event ${i}`));
  expect(first.writer.counts).toEqual({ written: 0, waiting: 1200, lost: 0 });
  first.clock.advance(200);
  expect(first.writer.counts.written).toBe(500);
  first.clock.advance(100);
  expect(first.writer.counts).toEqual({ written: 1200, waiting: 0, lost: 0 });

  // The clock of the second process is behind.
  const second = eventScene({ database: first.database, clock: fakeClock(Date.UTC(2025, 0, 1)) });
  second.note('after the restart');
  expect(second.log.lastId).toBe(first.log.lastId + 1);
  expect(messages(second.reader.before(second.log.lastId + 1, {}, 3).events)).toEqual(['after the restart', 'event 1199', 'event 1198']);
});

test('the end of the process writes what is left', () => {
  const { note, writer, store } = eventScene({ size: 2000 });
  note(...Array.from({ length: 1200 }, () => 'x'));
  writer[Symbol.dispose]();
  expect(store.before(Number.MAX_SAFE_INTEGER, { filter: {}, most: 5000 }).events).toHaveLength(1200);
});

test('a store that takes nothing is told of once; memory goes on, and what falls out of it is counted', () => {
  const { broken, clock, faults, mended, note, reader, writer } = eventScene({ size: 100 });
  broken.fault = new Error('the disk is full');
  note(...Array.from({ length: 90 }, (_, i) => `a${i}`));
  clock.advance(60_000);
  expect(faults).toEqual([broken.fault]);
  expect(messages(reader.before(Number.MAX_SAFE_INTEGER, {}, 2).events)).toEqual(['a89', 'a88']);
  note(...Array.from({ length: 40 }, (_, i) => `b${i}`));
  clock.advance(10_000);
  expect(writer.counts).toEqual({ written: 0, waiting: 100, lost: 30 });
  broken.fault = undefined;
  clock.advance(10_000);
  expect(writer.counts).toEqual({ written: 100, waiting: 0, lost: 30 });
  expect([faults.length, mended]).toEqual([1, [30]]);
});

test('what is old, and what is too much, is forgotten, the oldest first', () => {
  const table = eventsIn(newDatabase());
  const event = (id: number): LoggedEvent => ({ id, atMs: id * 10, kind: 'state', level: 'info', message: `${id}` });
  table.save([1, 2, 3, 4, 5, 6].map(event));
  expect(table.trim({ beforeMs: 21, kept: 100, most: 100 })).toBe(2);
  expect(table.trim({ beforeMs: 0, kept: 2, most: 1 })).toBe(1);
  expect(table.trim({ beforeMs: 0, kept: 2, most: 100 })).toBe(1);
  expect(table.ids()).toEqual({ oldest: 5, newest: 6 });
});

test('what is newer than an id is found in the store and in memory, each event once and none left out, page by page', () => {
  const { clock, note, reader, log } = eventScene({ size: 40 });
  const ids: number[] = [];
  for (let i = 0; i < 10; i++) {
    ids.push(...note(...Array.from({ length: 15 }, (_, j) => `${i} ${j}`)));
    clock.advance(1000);
  }
  ids.push(...note('unwritten'));
  for (const most of [1, 7, 1000]) {
    const found: number[] = [];
    for (let after: number | undefined = ids[3]; after !== undefined; ) {
      const page = reader.after(after, {}, most);
      found.push(...page.events.map(({ id }) => id));
      after = page.through;
    }
    expect(found).toEqual(ids.slice(4));
  }
  expect(reader.after(log.lastId, {}, 10)).toEqual({ events: [], through: undefined });
  expect([reader.mayMiss(0), reader.mayMiss(ids[0]! - 1), reader.mayMiss(ids[0]!)]).toEqual([false, true, false]);
});

const text = fc.constantFrom(
  'example.com',
  'Example.com/web',
  'example.com/web/a',
  'example.com/web-b',
  'www.example.com',
  'Ü %_"',
  'admin (tok_a)',
);
const event = fc.record({
  kind: fc.constantFrom(...EVENT_KINDS),
  level: fc.constantFrom(...EVENT_LEVELS),
  zone: fc.option(fc.constantFrom('example.com.', 'example.net.'), { nil: undefined }),
  target: fc.option(text, { nil: undefined }),
  author: fc.option(text, { nil: undefined }),
  message: text,
});
const filter: fc.Arbitrary<EventFilter> = fc.record({
  zones: fc.option(fc.uniqueArray(fc.constantFrom('example.com.', 'example.net.'), { minLength: 1 }), { nil: undefined }),
  kinds: fc.option(fc.uniqueArray(fc.constantFrom(...EVENT_KINDS), { minLength: 1 }), { nil: undefined }),
  level: fc.option(fc.constantFrom(...EVENT_LEVELS), { nil: undefined }),
  target: fc.option(text, { nil: undefined }),
  author: fc.option(text, { nil: undefined }),
  text: fc.option(fc.constantFrom('WEB', 'example', '%', '_', 'ü', 'Ü', '"'), { nil: undefined }),
  fromMs: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
  toMs: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
});

test('the store and the matcher agree about what a filter wants', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 15 }), filter, (drafts, wanted) => {
      const events: LoggedEvent[] = drafts.map((draft, i) => ({ ...draft, id: i + 1, atMs: i }));
      const table = eventsIn(newDatabase());
      table.save(events);
      const expected = events.filter(matcherOf(wanted)).map(({ id }) => id);
      expect(table.after(0, { below: 100, filter: wanted, most: 100 }).events.map(({ id }) => id)).toEqual(expected);
      expect(table.before(100, { filter: wanted, most: 100 }).events.map(({ id }) => id)).toEqual(expected.toReversed());
    }),
    { numRuns: 60 },
  );
});
