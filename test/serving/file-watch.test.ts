import { expect, test } from 'vitest';
import type { Look } from '../../src/serving/file-version.ts';
import { FileWatch } from '../../src/serving/file-watch.ts';
import { fakeClock } from '../support/fake-clock.ts';

const AWAY = { missing: 'not there' };

function watching() {
  const clock = fakeClock();
  const file: { now: Look } = { now: { version: '1' } };
  const told: string[] = [];
  const until: { over: Promise<void> } = { over: Promise.resolve() };
  const watch = new FileWatch({
    file: 'geo.mmdb',
    look: async () => file.now,
    clock,
    first: file.now,
    onSight(sight, asked) {
      told.push(`${sight.version ?? sight.missing}${asked ? ' asked' : ''}`);
      return until.over;
    },
  });
  return { clock, file, told, until, watch };
}

test('what two looks in a row see is told', async () => {
  const { clock, file, told } = watching();
  await clock.advanceSettled(2000);
  expect(told).toEqual(['1']);
  file.now = { version: '2' };
  await clock.advanceSettled(2000);
  expect(told).toEqual(['1']);
  await clock.advanceSettled(2000);
  expect(told).toEqual(['1', '2']);
});

test('nothing is told while the file is being written, or away for a moment', async () => {
  const { clock, file, told } = watching();
  for (const now of [{ version: '2' }, { version: '3' }, AWAY, { version: '4' }, { version: '5' }]) {
    file.now = now;
    await clock.advanceSettled(2000);
  }
  expect(told).toEqual([]);
  await clock.advanceSettled(2000);
  expect(told).toEqual(['5']);
});

test('a file that stays away is told of', async () => {
  const { clock, file, told } = watching();
  file.now = AWAY;
  await clock.advanceSettled(4000);
  expect(told).toEqual(['not there']);
});

test('a look that was asked for is told at once, after what is under way', async () => {
  const { clock, file, told, until, watch } = watching();
  const under = Promise.withResolvers<void>();
  until.over = under.promise;
  await clock.advanceSettled(2000);
  file.now = { version: '2' };
  const asked = watch.look();
  await clock.advanceSettled(10_000);
  expect(told).toEqual(['1']);
  under.resolve();
  await asked;
  expect(told).toEqual(['1', '2 asked']);
});

test('disposed, it looks no more, and no timer is left', async () => {
  const { clock, told, watch } = watching();
  await clock.advanceSettled(2000);
  const last = watch.look();
  watch[Symbol.dispose]();
  await last;
  expect(told).toEqual(['1']);
  expect(clock.pending).toBe(0);
});
