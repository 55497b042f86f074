import { expect, onTestFinished, test } from 'vitest';
import { createLookup } from '../../src/answer/lookup.ts';
import { TrafficLedger } from '../../src/answer/traffic.ts';
import { NotServed, NotStored } from '../../src/api/operations.ts';
import { loadZones } from '../../src/config/load.ts';
import { IntentKeeper } from '../../src/control/intent-keeper.ts';
import { createFleet } from '../../src/fleet/fleet.ts';
import { parseIp } from '../../src/lib/ip-address.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { RR_TYPE } from '../../src/lib/rr-type.ts';
import { Standstill } from '../../src/lib/standstill.ts';
import { startResponder } from '../../src/responder/responder.ts';
import { DatabaseKeeper } from '../../src/serving/database-keeper.ts';
import { Faults } from '../../src/serving/faults.ts';
import { deriveFrom } from '../../src/serving/health-inputs.ts';
import { countProbe, servingCounters } from '../../src/serving/metrics.ts';
import { createOperations, momentOf } from '../../src/serving/operations.ts';
import { Reloader } from '../../src/serving/reload.ts';
import { openStore } from '../../src/store/open.ts';
import { Controlled, maintenance, override, X, Y } from '../control/controlled.ts';
import { observation } from '../health/declare.ts';
import { dataDirectory } from '../store/data-directory.ts';
import { loaded } from './loaded-database.ts';
import { readableLog } from './log-lines.ts';
import { METRICS } from './metric-names.ts';

/** Operations over real parts; the responder answers on a free port. */
async function operating() {
  const served = new Controlled();
  const { clock, control, health } = served;
  const { log, lines } = readableLog();
  const counters = servingCounters();
  const faults = new Faults(log, counters);
  const store = openStore(dataDirectory());
  onTestFinished(() => store[Symbol.dispose]());
  const broken: { fault?: Error } = {};
  const keeper = new IntentKeeper({
    stored: [],
    store: change => {
      if (broken.fault) throw broken.fault;
      store.intents.change(change);
    },
    clock,
    onExpired: () => {},
    onFault: error => faults.note('intents', error),
  });
  const responder = await startResponder({
    listen: [{ address: '127.0.0.1', port: 0, optional: false }],
    workers: 1,
    table: control.served.compiled.table,
    identity: { version: 'meridian', serverId: 'test' },
    onWarning: line => log.warn(line),
    onFault: error => faults.note('responder', error),
  });
  onTestFinished(() => responder[Symbol.asyncDispose]());
  const directory = dataDirectory();
  const load = async () => loadZones(directory);
  const reloader = new Reloader({
    directory,
    load,
    health,
    control,
    probes: { assign: () => {} },
    verdicts: { prune: () => {} },
    hosts: { assign: () => {}, settled: async () => {}, prune: () => {} },
    counters,
    faults,
    log,
    clock,
  });
  const source = () => createLookup(control.served.compiled.table, seededRandom(1));
  const database = new DatabaseKeeper({ file: 'geo.mmdb', watched: false, first: await loaded(), control, counters, log, clock });
  const standstill = new Standstill(clock);
  const fleet = createFleet({ clock, standstill, version: '', onObservation: () => {}, onVantages: () => {}, onEvent: () => {} });
  onTestFinished(() => fleet[Symbol.dispose]());
  fleet.join({ name: 'embedded', region: undefined, assign: () => {}, checkNow: () => {}, recheck: () => {}, controls: () => [] });
  const operations = createOperations({
    control,
    keeper,
    reloader,
    database,
    responder,
    source,
    derive: deriveFrom(health, clock),
    traffic: new TrafficLedger(control.served.compiled, table => responder.counted(table)),
    resolutions: new Map(),
    counters,
    faults,
    log,
    health,
    verdicts: { add: () => {} },
    fleet,
    clock,
    started: momentOf(clock),
  });
  const metric = (name: string) => operations.metrics().find(each => each.name === name);
  return { served, operations, counters, faults, store, responder, broken, metric, lines };
}

test('a change is stored, then served; the snapshot shows it from then on', async () => {
  const { operations, served, store } = await operating();
  const intent = override(X, 'drain', { reason: 'moving racks' });
  expect(await operations.change({ set: [intent], release: [] })).toBe(2);
  expect(store.intents.list().rows).toEqual([intent]);
  const snapshot = operations.snapshot();
  expect(snapshot).toMatchObject({ generation: 2, intents: [intent], vantages: ['embedded'], lastError: undefined, rejected: [] });
  expect(snapshot.states.get(X)?.effective).toBe('drain');
  expect(snapshot.zoneSerials).toEqual(new Map([['example.com.', 1]]));
  expect(snapshot.listening).toEqual(expect.arrayContaining([expect.stringMatching(/^udp 127\.0\.0\.1:\d+$/)]));
  expect(served.ask('www')).toEqual(['192.0.2.2']);
});

test('a change that the store does not take changes nothing', async () => {
  const { operations, served, broken } = await operating();
  broken.fault = new Error('disk full');
  const change = operations.change({ set: [override(X, 'drain')], release: [] });
  await expect(change).rejects.toThrow(new NotStored('it could not be stored, and nothing has changed: disk full'));
  expect(operations.snapshot().lastError).toBe('an intent could not be stored: disk full');
  expect([served.updates, operations.snapshot().intents]).toEqual([[], []]);
});

test('a maintenance window that is released while its endpoint is down is warned of; one that is not there, or to come, is not', async () => {
  const { operations, served, lines } = await operating();
  await served.observe(X, '--');
  const window = maintenance(X);
  const { kind, target } = window;
  await operations.change({ set: [], release: [{ kind, target }] });
  await operations.change({ set: [maintenance(X, { fromMs: served.clock.now() + 1 })], release: [] });
  await operations.change({ set: [window], release: [] });
  expect(lines()).toEqual([]);
  await operations.change({ set: [], release: [{ kind, target }] });
  expect(lines()).toMatchObject([{ level: 40, endpoint: X, msg: expect.stringMatching(/^example\.com\/x\/a is still down though /) }]);
});

test('a change that cannot be served yet is not lost: it is stored, shown, and goes out with the next update', async () => {
  const { operations, served } = await operating();
  served.refuse();
  served.refuse();
  await expect(operations.change({ set: [override(X, 'drain')], release: [] })).rejects.toThrow(
    new NotServed('the change is stored, and goes out with the next update; not every worker serves it yet: refused'),
  );
  expect(operations.snapshot()).toMatchObject({ ready: false, intents: [expect.objectContaining({ state: 'drain' })] });
  await served.observe('example.com./z/a', '--');
  expect(served.ask('www')).toEqual(['192.0.2.2']);
  expect(operations.snapshot().ready).toBe(true);
});

test('how long it runs has nothing to do with the time of day', async () => {
  const { operations, served } = await operating();
  const { startedAtMs, uptimeMs } = operations.snapshot();
  expect([startedAtMs, uptimeMs]).toEqual([served.clock.now(), 0]);
  served.clock.advance(5000);
  served.clock.setBack(3_600_000);
  expect(operations.snapshot()).toMatchObject({ startedAtMs, uptimeMs: 5000 });
});

test('a reload that is not taken shows in the snapshot', async () => {
  const { operations } = await operating();
  const findings = await operations.reload();
  expect(findings.length).toBeGreaterThan(0);
  expect(operations.snapshot().rejected).toEqual(findings);
});

test('an explanation is of what is served', async () => {
  const { operations } = await operating();
  await operations.change({ set: [override(X, 'drain')], release: [] });
  const explained = operations.explain({ name: 'www.example.com.', type: RR_TYPE.A, client: parseIp('203.0.113.9')!, prefixLength: 24 });
  expect(explained).toMatchObject({ name: 'www.example.com', rcode: 'NOERROR', shares: [{ pool: 'y', addresses: ['192.0.2.2'] }] });
});

test('what would be answered is what is answered once it is asked for, beside the overrides there are; asking changes nothing', async () => {
  const { operations, served } = await operating();
  await operations.change({ set: [override(X, 'down')], release: [] });
  const pool = (name: string) => ({ kind: 'pool', zone: 'example.com.', pool: name }) as const;
  const question = { targets: [{ target: pool('y'), state: 'down' } as const], countries: undefined, all: false };
  const { generation, records } = await operations.whatIf(question);
  expect(generation).toBe(2);
  expect(records).toMatchObject([
    {
      owner: 'www.example.com.',
      comesToResort: true,
      pools: [
        { pool: 'x', before: 0, after: 1 },
        { pool: 'y', after: 0 },
      ],
    },
  ]);
  expect([operations.snapshot().generation, operations.snapshot().intents.length, served.ask('www')]).toEqual([2, 1, ['192.0.2.2']]);
  const { target } = override(Y, 'down');
  await operations.change({ set: [{ ...override(Y, 'down'), target: pool('y') }], release: [] });
  expect(served.ask('www')).toEqual(['192.0.2.1']);
  // An override takes the place of that of its own target, and of no other.
  const up = (about: typeof target) => operations.whatIf({ ...question, targets: [{ target: about, state: 'up' }] });
  expect((await up(pool('y'))).records).toMatchObject([
    {
      endpoints: [
        { pool: 'y', before: 0, after: 1 },
        { pool: 'x', after: 0 },
      ],
    },
  ]);
  expect((await up(target)).records).toEqual([]);
});

test('every metric is there from the start, with a sample of each label, and none twice', async () => {
  const { operations } = await operating();
  const metrics = operations.metrics();
  expect(Object.fromEntries(metrics.map(({ name, type }) => [name, type]))).toEqual(METRICS);
  expect(metrics).toHaveLength(Object.keys(METRICS).length);
  for (const { name, help, samples } of metrics) {
    expect(samples.length, name).toBeGreaterThan(0);
    expect(help, name).toMatch(/\.$/);
    for (const { value } of samples) expect(Number.isFinite(value), name).toBe(true);
  }
});

test('counters count up and never down, whatever happens', async () => {
  const { operations, served, counters, faults } = await operating();
  const happenings: (() => unknown)[] = [
    () => countProbe(counters, observation(true, { durationMs: 1500 })),
    () => countProbe(counters, observation(false)),
    () => faults.note('a fault', new Error('one')),
    () => operations.reload(),
    () => operations.change({ set: [override(X, 'down')], release: [] }),
    () => served.observe(X, '+-'),
  ];
  const read = () =>
    operations
      .metrics()
      .filter(({ type }) => type === 'counter')
      .flatMap(({ samples }) => samples.map(({ value }) => value));
  let before = read();
  for (const happen of happenings) {
    await happen();
    const after = read();
    expect(after).toHaveLength(before.length);
    expect(after.every((value, i) => value >= before[i]!)).toBe(true);
    before = after;
  }
  const value = (name: string) => operations.metrics().find(each => each.name === name)?.samples;
  expect(value('meridian_probes_total')).toEqual([
    { labels: { result: 'ok' }, value: 1 },
    { labels: { result: 'failed' }, value: 1 },
  ]);
  expect(value('meridian_probe_duration_seconds_total')?.[0]?.value).toBeCloseTo(1.505);
  expect(value('meridian_reloads_total')).toEqual([
    { labels: { result: 'taken' }, value: 0 },
    { labels: { result: 'rejected' }, value: 1 },
  ]);
  expect(value('meridian_faults_total')?.[0]?.value).toBe(1);
});

test('the geographic database has its figures', async () => {
  const { metric, counters } = await operating();
  const samples = (name: string) => metric(`meridian_geo_database_${name}`)?.samples;
  const file = expect.stringMatching(/geo\.mmdb$/);
  expect(samples('info')).toEqual([{ labels: { file, type: 'Countries', fields: 'country,continent' }, value: 1 }]);
  counters.geoLoadErrors++;
  for (const [name, value] of Object.entries({
    build_timestamp_seconds: 1_700_000_000,
    load_timestamp_seconds: 0,
    prefixes: 1,
    up_to_date: 1,
    load_errors_total: 1,
  }))
    expect(samples(name), name).toEqual([{ labels: {}, value }]);
});
