import { expect, onTestFinished, test } from 'vitest';
import type { KnownVantage } from '../../src/model/vantage.ts';
import { VantageKeeper } from '../../src/serving/vantage-keeper.ts';
import { openStore } from '../../src/store/open.ts';
import type { SavedVantage } from '../../src/store/vantages.ts';
import { dataDirectory } from '../store/data-directory.ts';
import { fakeClock } from '../support/fake-clock.ts';

const START_MS = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

function known(name: string, more: Partial<KnownVantage> = {}): KnownVantage {
  return {
    name,
    region: undefined,
    kind: 'remote',
    version: '0.1.0',
    connection: undefined,
    heardAgoMs: 0,
    slot: undefined,
    assigned: 0,
    refused: [],
    controls: [],
    voteless: undefined,
    dropped: false,
    clockSkewMs: undefined,
    counts: { reports: 0, duplicateReports: 0, taken: 0, late: 0, unknown: 0 },
    roundTrips: { count: 0, sumMs: 0, buckets: [] },
    ...more,
  };
}

const row = (name: string, heardAtMs = START_MS): SavedVantage => ({ name, region: undefined, kind: 'remote', heardAtMs });

function kept(...stored: readonly SavedVantage[]) {
  const store = openStore(dataDirectory());
  onTestFinished(() => store[Symbol.dispose]());
  store.vantages.save(stored);
  const clock = fakeClock(START_MS);
  const faults: unknown[] = [];
  const broken = { fault: undefined as Error | undefined, saves: 0 };
  const orThrow = (action: () => void) => {
    if (broken.fault) throw broken.fault;
    action();
  };
  const keeper = new VantageKeeper({
    stored: store.vantages.list().rows,
    store: {
      save(rows) {
        broken.saves++;
        orThrow(() => store.vantages.save(rows));
      },
      forget: names => orThrow(() => store.vantages.forget(names)),
    },
    clock,
    onFault: error => faults.push(error),
  });
  return { keeper, clock, faults, broken, rows: () => store.vantages.list().rows };
}

test('who comes, moves or goes is written down at once', () => {
  const { keeper, rows } = kept();
  keeper.look([known('tokyo')]);
  expect(rows()).toEqual([row('tokyo')]);
  keeper.look([known('paris'), known('tokyo', { region: 'ap' })]);
  expect(rows()).toEqual([row('paris'), { ...row('tokyo'), region: 'ap' }]);
  keeper.look([known('paris')]);
  expect(rows()).toEqual([row('paris')]);
});

test('one that is let go is forgotten at once, and known again when its agent comes anew', () => {
  const { keeper, rows } = kept(row('paris', 1), row('tokyo', 1));
  keeper.look([known('paris'), known('tokyo', { dropped: true })]);
  expect(rows()).toEqual([row('paris')]);
  keeper.look([known('paris'), known('tokyo')]);
  expect(rows()).toEqual([row('paris'), row('tokyo')]);
});

test('rows of the last run that nobody remembers go with the first look', () => {
  const { keeper, rows } = kept(row('rome', 1));
  keeper.look([known('embedded', { kind: 'embedded' })]);
  expect(rows()).toEqual([{ ...row('embedded'), kind: 'embedded' }]);
});

test('when they were heard of is written once a minute, and at the end', () => {
  const { broken, keeper, clock, rows } = kept();
  keeper.look([known('tokyo')]);
  clock.advance(MINUTE_MS - 1);
  keeper.look([known('tokyo', { heardAgoMs: 4 })]);
  expect([rows(), broken.saves]).toEqual([[row('tokyo')], 1]);
  clock.advance(1);
  keeper.look([known('tokyo', { heardAgoMs: 5 })]);
  expect(rows()).toEqual([row('tokyo', START_MS + MINUTE_MS - 5)]);
  clock.advance(2000);
  keeper.look([known('tokyo', { heardAgoMs: 1000 })]);
  expect(broken.saves).toBe(2);
  keeper[Symbol.dispose]();
  expect(rows()).toEqual([row('tokyo', START_MS + MINUTE_MS + 1000)]);
});

test('the embedded one is heard of for as long as the run lasts; one that has not come back was heard of when it was', () => {
  const { keeper, clock, rows } = kept(row('tokyo', 7));
  clock.advance(MINUTE_MS);
  const embedded = known('embedded', { kind: 'embedded', heardAgoMs: 50_000 });
  keeper.look([embedded, known('tokyo', { version: undefined, heardAgoMs: 50_000 })]);
  expect(rows()).toEqual([{ ...row('embedded', START_MS + MINUTE_MS), kind: 'embedded' }, row('tokyo', 7)]);
});

test('what the store does not take is told of, and written with the next change or after a minute, or at the end', () => {
  const { keeper, clock, rows, faults, broken } = kept(row('rome', 1));
  broken.fault = new Error('disk full');
  keeper.look([known('tokyo')]);
  clock.advance(MINUTE_MS - 1);
  keeper.look([known('tokyo')]);
  expect([faults, rows()]).toEqual([[broken.fault], [row('rome', 1)]]);
  broken.fault = undefined;
  clock.advance(1);
  keeper.look([known('tokyo')]);
  expect(rows()).toEqual([row('tokyo', START_MS + MINUTE_MS)]);
  broken.fault = new Error('disk full');
  keeper.look([]);
  expect(faults).toHaveLength(2);
  broken.fault = undefined;
  keeper[Symbol.dispose]();
  expect(rows()).toEqual([]);
});

test('where nobody was looked at, as in a start that failed, what was stored stays', () => {
  const { keeper, rows } = kept(row('tokyo', 1));
  keeper[Symbol.dispose]();
  expect(rows()).toEqual([row('tokyo', 1)]);
});
