import { expect, onTestFinished, test } from 'vitest';
import { GeoDatabaseError } from '../../src/geo/database.ts';
import { DatabaseKeeper } from '../../src/serving/database-keeper.ts';
import type { Look } from '../../src/serving/file-version.ts';
import { servingCounters } from '../../src/serving/metrics.ts';
import type { ReadDatabase } from '../../src/serving/packed-database.ts';
import { Controlled, declared, settled } from '../control/controlled.ts';
import { geo, pool, record } from '../steering/declare.ts';
import { COUNTRIES, loaded, read } from './loaded-database.ts';
import { readableLog } from './log-lines.ts';

const CITIES = await read({
  ipVersion: 4,
  type: 'Cities',
  buildEpoch: 1_800_000_000,
  entries: {
    '5.0.0.0/8': { country_code: 'DE', latitude: 50, longitude: 9 },
    '6.0.0.0/8': { country_code: 'US', latitude: 40, longitude: -80 },
  },
});
const BROKEN = new GeoDatabaseError('geo.mmdb: not a MaxMind DB file');
const AWAY: Look = { missing: 'geo.mmdb: cannot be read: ENOENT' };

interface Settings {
  readonly served?: Controlled;
  readonly watched?: boolean;
}

/** A keeper of a file that is what a test says, over a real loop. */
async function keeping({ served = new Controlled(), watched = true }: Settings = {}) {
  const { clock, control } = served;
  const file: { now: Look; content: ReadDatabase | Error; reads: number; onRead: () => void } = {
    now: { version: '1' },
    content: CITIES,
    reads: 0,
    onRead: () => {},
  };
  const { log, lines } = readableLog();
  const counters = servingCounters();
  const keeper = new DatabaseKeeper({
    file: 'geo.mmdb',
    watched,
    first: await loaded(COUNTRIES),
    control,
    counters,
    log,
    clock,
    look: async () => file.now,
    async read() {
      file.reads++;
      file.onRead();
      if (file.content instanceof Error) throw file.content;
      return file.content;
    },
  });
  onTestFinished(() => keeper[Symbol.dispose]());
  /** Two looks: what the file is now is taken for certain. */
  const pass = async (looks = 2) => {
    await clock.advanceSettled(2000 * looks);
    await settled();
  };
  const errors = () => lines().filter(({ level }) => level === 50);
  return { served, clock, control, file, lines, errors, counters, keeper, pass };
}

test('a new file is read and served; the facts and the log tell of it', async () => {
  const { control, file, lines, keeper, pass, clock } = await keeping();
  await pass();
  expect(file.reads).toBe(0);
  file.now = { version: '2' };
  await pass();
  expect(control.served.inputs.locations).toBe(CITIES.table);
  expect(control.served.generation).toBe(2);
  expect(keeper.facts).toMatchObject({
    type: 'Cities',
    watched: true,
    builtAtMs: 1_800_000_000_000,
    prefixes: 2,
    loadedAtMs: clock.now(),
    fields: ['country', 'continent', 'coordinates'],
    lastError: undefined,
  });
  expect(lines()).toEqual([
    expect.objectContaining({
      level: 30,
      generation: 2,
      msg: expect.stringMatching(
        /^geographic database \S+geo\.mmdb: Cities of 2027-01-15, 2 prefixes with country, continent, coordinates; read in 0\.0 s; served as generation 2 in place of Countries of 2023-11-14, 1 prefix$/,
      ),
    }),
  ]);
  await pass(10);
  expect(file.reads).toBe(1);
});

test('a broken one leaves the old one served: told of once, counted, shown until it is mended', async () => {
  const { control, file, errors, keeper, counters, pass } = await keeping();
  const before = control.served.inputs.locations;
  file.now = { version: '2' };
  file.content = BROKEN;
  await pass(20);
  expect(control.served.inputs.locations).toBe(before);
  expect(keeper.facts).toMatchObject({ type: 'Countries', lastError: 'geo.mmdb: not a MaxMind DB file' });
  expect(errors().map(({ msg }) => msg)).toEqual([
    'geographic database not loaded: geo.mmdb: not a MaxMind DB file; served on is Countries of 2023-11-14, 1 prefix',
  ]);
  expect([counters.geoLoadErrors, file.reads]).toEqual([1, 1]);
  file.now = { version: '3' };
  await pass();
  expect(errors()).toHaveLength(2);
  file.now = { version: '4' };
  file.content = CITIES;
  await pass();
  expect(keeper.facts).toMatchObject({ type: 'Cities', lastError: undefined });
  expect(counters.geoLoadErrors).toBe(2);
});

test('what failed is tried again after a minute, two, four, up to an hour; the log has it once', async () => {
  const { file, errors, counters, pass, clock } = await keeping();
  file.now = { version: '2' };
  file.content = BROKEN;
  await pass();
  const tries: number[] = [];
  const began = clock.monotonic();
  for (let seen = 1; tries.length < 8; ) {
    await pass(1);
    if (counters.geoLoadErrors > seen) tries.push(Math.round((clock.monotonic() - began) / 60_000));
    seen = counters.geoLoadErrors;
  }
  expect(tries).toEqual([1, 3, 7, 15, 31, 63, 123, 183]);
  expect(errors()).toHaveLength(1);
  file.content = CITIES;
  await pass(1800);
  expect(file.reads).toBe(10);
});

test('a file that goes away and comes back as it was: the old one is served on, and nothing is read', async () => {
  const { file, lines, keeper, pass } = await keeping();
  file.now = AWAY;
  await pass(10);
  expect(keeper.facts.lastError).toBe('geo.mmdb: cannot be read: ENOENT');
  file.now = { version: '1' };
  await pass();
  expect(keeper.facts).toMatchObject({ type: 'Countries', lastError: undefined });
  expect(lines().map(({ level, msg }) => `${level} ${msg}`)).toEqual([
    '50 geographic database not loaded: geo.mmdb: cannot be read: ENOENT; served on is Countries of 2023-11-14, 1 prefix',
    '30 the geographic database geo.mmdb is again the one that is served',
  ]);
  expect(file.reads).toBe(0);
});

test('a broken one that goes away and comes back is what is wrong again', async () => {
  const { file, keeper, pass } = await keeping();
  file.now = { version: '2' };
  file.content = BROKEN;
  await pass();
  file.now = AWAY;
  await pass();
  file.now = { version: '2' };
  await pass();
  expect(keeper.facts.lastError).toBe(BROKEN.message);
  expect(file.reads).toBe(1);
});

test('what was written while it was read is not trusted, good or bad: it is read again', async () => {
  const { control, file, lines, counters, pass } = await keeping();
  for (const content of [CITIES, BROKEN]) {
    file.content = content;
    file.now = { version: `${content} begun` };
    file.onRead = () => {
      file.now = { version: `${content} written` };
    };
    await pass();
    file.onRead = () => {};
    expect([control.served.generation, counters.geoLoadErrors, lines()]).toEqual([1, 0, []]);
  }
  file.content = CITIES;
  await pass();
  expect(control.served.inputs.locations).toBe(CITIES.table);
});

test('a database that cannot be served is told of, and tried again', async () => {
  const { served, control, file, keeper, pass } = await keeping();
  served.refuse('no memory');
  served.refuse('no memory');
  file.now = { version: '2' };
  await pass();
  expect(keeper.facts).toMatchObject({ type: 'Countries', lastError: 'no memory' });
  await pass(40);
  expect(keeper.facts).toMatchObject({ type: 'Cities', lastError: undefined });
  expect(control.served.inputs.locations).toBe(CITIES.table);
});

test('whoever asks has it read at once, without a second look', async () => {
  const { control, file, keeper } = await keeping();
  expect(await keeper.refresh()).toEqual([]);
  expect(file.reads).toBe(0);
  file.now = { version: '2' };
  expect(await keeper.refresh()).toEqual([]);
  expect(control.served.inputs.locations).toBe(CITIES.table);
});

test('and is told each time what is wrong', async () => {
  const { file, errors, keeper } = await keeping();
  const warning = { severity: 'warning', file: 'geo.mmdb', line: 1, column: 1 };
  file.now = { version: '2' };
  file.content = BROKEN;
  expect(await keeper.refresh()).toEqual([{ ...warning, message: BROKEN.message }]);
  expect(await keeper.refresh()).toHaveLength(1);
  expect([file.reads, errors().length]).toEqual([2, 2]);
  file.now = AWAY;
  expect(await keeper.refresh()).toEqual([{ ...warning, message: AWAY.missing }]);
});

test('the bundled one is not watched', async () => {
  const { clock, file, keeper, pass } = await keeping({ watched: false });
  file.now = { version: '2' };
  await pass();
  expect(await keeper.refresh()).toEqual([]);
  expect([file.reads, clock.pending, keeper.facts.watched]).toEqual([0, 0, false]);
});

test('what the trees ask for in vain is warned of, with each database that comes', async () => {
  const tree = geo({ 'subdivision:DE-BE': 'x', default: 'x' });
  const served = new Controlled({ declared: declared([pool('x', ['192.0.2.1'])], [record('www', tree)]) });
  const { file, lines, keeper, pass } = await keeping({ served });
  const line = (type: string) =>
    `the geographic database ${type} has no subdivisions: branches by subdivision: never match (www.example.com)`;
  expect(keeper.facts.warnings).toEqual([line('Countries')]);
  file.now = { version: '2' };
  await pass();
  expect(keeper.facts.warnings).toEqual([line('Cities')]);
  expect(lines().at(-1)).toMatchObject({ level: 40, msg: line('Cities') });
});

test('disposed while it reads, it serves nothing and tells nothing', async () => {
  const { control, file, lines, keeper, clock } = await keeping();
  file.now = { version: '2' };
  file.onRead = () => keeper[Symbol.dispose]();
  await keeper.refresh();
  expect([control.served.generation, lines(), clock.pending, keeper.facts.lastError]).toEqual([1, [], 0, undefined]);
});
