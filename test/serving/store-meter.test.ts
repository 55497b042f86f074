import { expect, onTestFinished, test } from 'vitest';
import { StoreMeter } from '../../src/serving/store-meter.ts';
import { StoreError } from '../../src/store/errors.ts';
import { openStore } from '../../src/store/open.ts';
import { dataDirectory } from '../store/data-directory.ts';
import { fakeClock } from '../support/fake-clock.ts';

function valuesOf(meter: StoreMeter, name: string): Record<string, number> {
  const samples = meter.metrics().find(metric => metric.name === name)!.samples;
  return Object.fromEntries(samples.map(({ suffix = '', labels, value }) => [[suffix, ...Object.values(labels)].join(' ').trim(), value]));
}

test('every call of a real store is measured by its table, and its files have a size', () => {
  const directory = dataDirectory();
  const meter = new StoreMeter(directory, fakeClock());
  expect(valuesOf(meter, 'meridian_store_size_bytes')).toEqual({ database: 0, wal: 0 });
  const store = openStore(directory);
  onTestFinished(() => store[Symbol.dispose]());
  const watched = meter.watch(store);
  expect(watched.intents.list().rows).toEqual([]);
  watched.vantages.save([{ name: 'embedded', region: undefined, kind: 'embedded', heardAtMs: 1 }]);
  expect(watched.vantages.list().rows).toHaveLength(1);
  const calls = valuesOf(meter, 'meridian_store_call_seconds');
  expect([calls['_count intents'], calls['_count vantages'], calls['_count drills']]).toEqual([1, 2, 0]);
  const sizes = valuesOf(meter, 'meridian_store_size_bytes');
  expect(sizes.database).toBeGreaterThan(0);
  expect(sizes.wal).toBeGreaterThan(0);
});

test('a call takes as long as it takes, and one that fails is counted once by why, however deep it failed', () => {
  const clock = fakeClock();
  const meter = new StoreMeter('/nowhere', clock);
  const inner = meter.watch({
    table: {
      write() {
        clock.stall(30);
        throw new StoreError('full', 'no room');
      },
    },
  });
  const outer = meter.watch({ around: { write: () => inner.table.write() }, name: 'no table' });
  expect(() => outer.around.write()).toThrow('no room');
  expect(outer.name).toBe('no table');
  expect(valuesOf(meter, 'meridian_store_errors_total')).toMatchObject({ full: 1, failed: 0 });
  expect(valuesOf(meter, 'meridian_store_call_seconds')).toMatchObject({ '_sum table': 0.03, '_sum around': 0.03 });
});
