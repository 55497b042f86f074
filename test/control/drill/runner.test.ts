import { describe, expect, onTestFinished, test } from 'vitest';
import { DrillRunner } from '../../../src/control/drill/runner.ts';
import type { AnswersGiven } from '../../../src/model/exposure.ts';
import type { Intent } from '../../../src/model/intent.ts';
import { pool, record } from '../../steering/declare.ts';
import { declared, settled, Y } from '../controlled.ts';
import { only, scene, started, unmet } from './drill-scene.ts';

test('clients are away for the time, and back after it', async () => {
  const all = await scene();
  const { controlled, clock, keeper, runner } = all;
  expect(controlled.ask('www')).toEqual(['192.0.2.1']);
  const drill = await started(all);
  expect(controlled.ask('www')).toEqual(['192.0.2.2']);
  expect(keeper.intents).toMatchObject([
    { state: 'down', author: `drill ${drill.id}`, reason: 'admin: rehearsal', expiresAtMs: clock.now() + 90_000 },
  ]);
  await clock.advanceSettled(59_000);
  expect(controlled.ask('www')).toEqual(['192.0.2.2']);
  await clock.advanceSettled(2000);
  expect([controlled.ask('www'), keeper.intents]).toEqual([['192.0.2.1'], []]);
  await clock.advanceSettled(120_000);
  expect(runner.current).toBeUndefined();
  expect(only(all)).toMatchObject({ phase: 'ended', outcome: 'completed' });
  expect(all.faults).toEqual([]);
});

test('of one endpoint, its own pool takes the clients over, and must be well', async () => {
  const all = await scene();
  const request = all.request({ owner: 'only.example.com.', awayFrom: { kind: 'endpoint', pool: 'z', endpoint: 'a' } });
  const found = await all.runner.look(request);
  expect([found.survivors, found.targets]).toEqual([['z'], [{ kind: 'endpoint', zone: 'example.com.', pool: 'z', endpoint: 'a' }]]);
  expect(found.moves[0]?.shares).toEqual([
    { to: 'z/b', before: 0.5, after: 1 },
    { to: 'z/a', before: 0.5, after: 0 },
  ]);
  expect((await all.runner.start(request)).kind).toBe('started');
  expect(all.controlled.ask('only')).toEqual(['192.0.2.4']);
  await all.controlled.observe('example.com./z/b', '--');
  await all.clock.advanceSettled(300);
  expect(only(all)).toMatchObject({ outcome: 'aborted', because: expect.stringContaining('pool z has 0 of 1 endpoints up') });
});

test('what caches hold is read when clients have moved, and when they are let back', async () => {
  const counts: Record<string, number[]> = { '192.0.2.1': [5, 4, 1], '192.0.2.2': [0, 0, 8] };
  let clockNow = () => 0;
  const answersGiven = (): AnswersGiven => ({
    atMs: clockNow(),
    endsInSeconds: Uint32Array.of(1, 5, 30),
    addresses: Object.keys(counts),
    unexpired: address => counts[address] && Uint32Array.from(counts[address]),
    total: () => 0,
  });
  const all = await scene({ answersGiven });
  clockNow = all.clock.now;
  const drill = await started(all);
  const atMs = all.clock.now();
  expect(drill.drain).toEqual({
    by: 'answers',
    answers: 10,
    halfAtMs: atMs + 1000,
    ninetyAtMs: atMs + 5000,
    ninetyNineAtMs: atMs + 30_000,
    allAtMs: atMs + 30_000,
  });
  await all.clock.advanceSettled(120_000);
  const ended = only(all);
  expect(ended.timeline.filter(({ step }) => step.startsWith('drained')).map(each => each.atMs - atMs)).toEqual([
    1000, 5000, 30_000, 30_000,
  ]);
  expect(ended.recovery).toMatchObject({ by: 'answers', answers: 8 });
});

test('what caches hold for longer than the records that move allow is of others', async () => {
  const all = await scene({
    answersGiven: () => ({
      atMs: 0,
      endsInSeconds: Uint32Array.of(1, 5, 30, 3600, 3632),
      addresses: ['192.0.2.1', '192.0.2.2'],
      unexpired: () => Uint32Array.of(0, 4, 0, 0, 9),
      total: () => 0,
    }),
  });
  expect((await started(all)).drain).toMatchObject({ answers: 4, allAtMs: 5000 });
});

test('it is called off when its record is gone, or not answered from there any more', async () => {
  const pools = [pool('x', ['192.0.2.1']), pool('y', ['192.0.2.2']), pool('z', ['192.0.2.3', '192.0.2.4'])];
  const other = record('only', 'z');
  for (const [records, because] of [
    [[other], 'www.example.com is no steered record of example.com any more'],
    [[other, record('www', 'y')], 'www is not answered from example.com/x any more'],
  ] as const) {
    const all = await scene();
    await started(all);
    await all.controlled.control.change({ declared: declared(pools, records) });
    await all.clock.advanceSettled(300);
    expect(only(all)).toMatchObject({ outcome: 'aborted', because });
  }
});

describe('it does not start', () => {
  test('with survivors that are not well, or in doubt', async () => {
    const all = await scene();
    await all.controlled.observe(Y, '-');
    expect(unmet(await all.runner.start(all.request()))).toMatch(/^survivors: y: a is measured up .*and that is in doubt$/);
    await all.controlled.observe(Y, '-');
    const found = unmet(await all.runner.start(all.request()));
    expect(found).toMatch(/www\.example\.com would come to |no pool would take clients over/);
    expect([all.keeper.intents, all.kept.size]).toEqual([[], 0]);
  });

  test('with an override there already', async () => {
    const all = await scene();
    const target = { kind: 'pool', zone: 'example.com.', pool: 'x' } as const;
    const set: Intent[] = [{ kind: 'override', state: 'up', target, author: 'admin', reason: '', createdAtMs: 0, expiresAtMs: undefined }];
    await all.controlled.control.change({ intents: all.keeper.change({ set, release: [] }) });
    expect(unmet(await all.runner.start(all.request()))).toBe('overrides: example.com/x/a is forced up already');
  });

  test('while another one runs, or is about to', async () => {
    const all = await scene();
    const [first, second] = await Promise.all([all.runner.start(all.request()), all.runner.start(all.request())]);
    expect([first.kind, second.kind]).toEqual(['started', 'refused']);
    expect(unmet(await all.runner.start(all.request()))).toMatch(/^alone: drill \d{8}-\d{6} is running/);
  });

  test('with a webhook that tells nothing, or too much', async () => {
    const webhook = { url: 'http://192.0.2.1/', maxErrorRate: 0.01, everyMs: 5000 };
    const silent = await scene({ errorRate: () => Promise.reject(new Error('status 500')) });
    expect(unmet(await silent.runner.start(silent.request({ webhook })))).toBe('error_rate: the webhook does not tell a rate: status 500');
    const high = await scene({ errorRate: async () => 0.5 });
    expect(unmet(await high.runner.start(high.request({ webhook })))).toBe('error_rate: the rate of errors is 0.5, the limit 0.01');
  });

  test('for what there is not', async () => {
    const { runner, request } = await scene();
    await expect(runner.start(request({ owner: 'nowhere.example.com.' }))).rejects.toThrow(
      'nowhere.example.com is no steered record of example.com',
    );
    await expect(runner.start(request({ awayFrom: { kind: 'pool', pool: 'z' } }))).rejects.toThrow('www has no pool "z"; it has x, y');
    await expect(runner.start(request({ awayFrom: { kind: 'endpoint', pool: 'x', endpoint: 'q' } }))).rejects.toThrow(
      'pool "x" has no endpoint "q"; it has a',
    );
  });

  test('by its schedule: that is kept for whoever asks why', async () => {
    const all = await scene();
    await all.controlled.observe(Y, '-');
    await all.runner.start(all.request({}, { name: 'weekly', author: 'schedule' }));
    expect(only(all)).toMatchObject({ name: 'weekly', phase: 'ended', outcome: 'refused', because: expect.stringContaining('in doubt') });
  });
});

describe('it is called off at once', () => {
  test('when a survivor fails', async () => {
    const all = await scene();
    await started(all);
    await all.controlled.observe(Y, '--');
    await all.clock.advanceSettled(300);
    expect([all.keeper.intents, all.controlled.ask('www')]).toEqual([[], ['192.0.2.1']]);
    expect(only(all)).toMatchObject({
      outcome: 'aborted',
      because: expect.stringContaining('pool y has 0 of 1 endpoints up and needs 1: a is measured down'),
    });
  });

  test('when the rate of errors is too high', async () => {
    const rates = [0, 0.01, 0.9];
    const all = await scene({ errorRate: async () => rates.shift() ?? 0 });
    await started(all, { webhook: { url: 'http://192.0.2.1/', maxErrorRate: 0.01, everyMs: 5000 } });
    await all.clock.advanceSettled(9000);
    expect(only(all)).toMatchObject({ phase: 'away', errorRates: { readings: 1, last: 0.01 } });
    await all.clock.advanceSettled(2000);
    expect(only(all)).toMatchObject({ outcome: 'aborted', because: 'the rate of errors is 0.9, above the limit 0.01' });
    expect(all.keeper.intents).toEqual([]);
  });

  test('when workers do not take it', async () => {
    const all = await scene();
    all.controlled.refuse();
    expect(await started(all)).toMatchObject({ outcome: 'failed' });
    await settled();
    expect([all.keeper.intents, all.controlled.ask('www')]).toEqual([[], ['192.0.2.1']]);
  });

  test('when its override was taken away; one that is in its place stays', async () => {
    const all = await scene();
    const drill = await started(all);
    const mine: Intent = {
      kind: 'override',
      state: 'drain',
      target: drill.targets[0]!,
      author: 'admin',
      reason: '',
      createdAtMs: 0,
      expiresAtMs: undefined,
    };
    all.keeper.change({ set: [mine], release: [] });
    await all.clock.advanceSettled(300);
    expect(only(all)).toMatchObject({ outcome: 'aborted', because: 'its override of example.com/x was released or replaced' });
    expect(all.keeper.intents).toEqual([mine]);
  });
});

test('letting back is tried until it is done', async () => {
  const all = await scene();
  await started(all);
  all.failStore(new Error('disk full'));
  await all.clock.advanceSettled(61_000);
  expect(only(all).phase).toBe('returning');
  all.failStore();
  await all.clock.advanceSettled(1000);
  expect([only(all).phase, all.keeper.intents]).toEqual(['recovering', []]);
});

test('a store that is full: nothing has changed', async () => {
  const all = await scene();
  all.failStore(new Error('disk full'));
  expect(await started(all)).toMatchObject({ phase: 'ended', outcome: 'failed', because: expect.stringContaining('disk full') });
  expect([all.runner.current, all.keeper.intents]).toEqual([undefined, []]);
});

test('what a process left is undone by the next one', async () => {
  const all = await scene();
  const drill = await started(all);
  const next = new DrillRunner(all.parts);
  onTestFinished(() => next[Symbol.dispose]());
  await next.undoLeft();
  expect([all.keeper.intents, all.controlled.ask('www')]).toEqual([[], ['192.0.2.1']]);
  expect(all.kept.get(drill.id)).toMatchObject({ phase: 'recovering', outcome: 'interrupted' });
});

test('overrides of a drill that nobody knows of are released; those of others are not', async () => {
  const all = await scene();
  const target = (pool: string) => ({ kind: 'pool', zone: 'example.com.', pool }) as const;
  const by = (author: string, pool: string): Intent => ({
    kind: 'override',
    state: 'down',
    target: target(pool),
    author,
    reason: '',
    createdAtMs: 0,
    expiresAtMs: undefined,
  });
  all.keeper.change({ set: [by('drill 20300106-030000', 'x'), by('drill 20300106-030000 (tok_abcdefgh)', 'z')], release: [] });
  await all.runner.undoLeft();
  expect(all.keeper.intents.map(({ author }) => author)).toEqual(['drill 20300106-030000 (tok_abcdefgh)']);
});
