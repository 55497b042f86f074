import { describe, expect, test } from 'vitest';
import { override } from '../controlled.ts';
import { only, ratio, scene, started, whats } from './shift-scene.ts';

const [Y_A, Y_B] = ['example.com./y/a', 'example.com./y/b'];
const STEPS = [
  { x: 3600, y: 6400, z: 0 },
  { x: 2000, y: 8000, z: 0 },
  { x: 0, y: 10_000, z: 0 },
];

test('clients move step by step, and the ratio stays', async () => {
  const all = await scene();
  const { id } = await started(all);
  expect(all.inForce()).toEqual(STEPS[0]);
  await all.clock.advanceSettled(9000);
  expect(all.inForce()).toEqual(STEPS[0]);
  await all.clock.advanceSettled(1500);
  expect(all.inForce()).toEqual(STEPS[1]);
  await all.clock.advanceSettled(10_500);
  expect(only(all)).toMatchObject({ phase: 'ended', outcome: 'completed', step: 3 });
  expect(all.runner.current).toEqual([]);
  expect(all.keeper.intents).toEqual([
    ratio(STEPS[2]!, { author: 'ops', reason: `shift ${id}: step 3 of 3: move`, createdAtMs: expect.any(Number) as number }),
  ]);
  expect(['192.0.2.2', '192.0.2.3']).toContain(all.controlled.ask('api')[0]);
  expect([all.ended, all.faults]).toEqual([['completed'], []]);
  await all.clock.advanceSettled(60_000);
  expect(all.inForce()).toEqual(STEPS[2]);
  expect(all.clock.pending).toBe(0);
});

describe('a receiving side that breaks', () => {
  test('stops it, until it has been healthy for the time between two steps', async () => {
    const all = await scene();
    await started(all);
    await all.controlled.observe(Y_A, '--');
    await all.clock.advanceSettled(30_000);
    expect(only(all)).toMatchObject({ phase: 'waiting', step: 1, because: expect.stringContaining('pool y has 1 of 2 endpoints up') });
    await all.controlled.observe(Y_A, '+++');
    await all.clock.advanceSettled(8000);
    await all.controlled.observe(Y_B, '--');
    await all.clock.advanceSettled(8000);
    await all.controlled.observe(Y_B, '+++');
    await all.clock.advanceSettled(9500);
    expect(all.inForce()).toEqual(STEPS[0]);
    await all.clock.advanceSettled(1000);
    expect([all.inForce(), only(all).phase]).toEqual([STEPS[1], 'holding']);
    expect(whats(only(all))).toEqual(['started', 'step', 'served', 'waiting', 'healthy', 'step', 'served']);
  });

  test('puts the ratio from before back at once, where that was asked for', async () => {
    const before = ratio({ x: 10, y: 30, z: 0 }, { reason: 'mine' });
    const all = await scene({}, [before]);
    await started(all, { onUnhealthy: 'rollback' });
    expect(all.inForce()).toEqual({ x: 2250, y: 7750, z: 0 });
    await all.controlled.observe(Y_B, '-');
    await all.clock.advanceSettled(1000);
    expect(only(all).phase).toBe('holding');
    await all.controlled.observe(Y_B, '-');
    await all.clock.advanceSettled(300);
    expect(only(all)).toMatchObject({ outcome: 'rolled_back', because: expect.stringContaining('b is measured down') });
    expect(all.keeper.intents).toEqual([before]);
    expect(all.ended).toEqual(['rolled_back']);
  });

  test('may lack as much as was allowed', async () => {
    const all = await scene();
    await started(all, { minHealthyPercent: 50 });
    await all.controlled.observe(Y_A, '--');
    await all.clock.advanceSettled(10_500);
    expect(all.inForce()).toEqual(STEPS[1]);
  });

  test('in doubt takes nothing more, and takes nothing back', async () => {
    const all = await scene();
    await started(all, { onUnhealthy: 'rollback' });
    await all.controlled.observe(Y_A, '-');
    await all.clock.advanceSettled(60_000);
    expect([only(all).phase, all.inForce()]).toEqual(['holding', STEPS[0]]);
    await all.controlled.observe(Y_A, '+');
    await all.clock.advanceSettled(10_500);
    expect(all.inForce()).toEqual(STEPS[1]);
  });

  test('is not well by the word of an operator', async () => {
    const all = await scene();
    await started(all);
    await all.change({ set: [override(Y_A, 'up')] });
    await all.clock.advanceSettled(500);
    expect(only(all)).toMatchObject({ phase: 'waiting', because: expect.stringContaining('forced up') });
  });
});

describe('an operator', () => {
  test('pauses and resumes it; what had passed counts', async () => {
    const all = await scene();
    const { id } = await started(all);
    await all.clock.advanceSettled(6000);
    await all.runner.order(id, 'pause', 'admin');
    expect(only(all)).toMatchObject({ phase: 'paused', because: 'admin paused it' });
    await all.clock.advanceSettled(60_000);
    expect(all.inForce()).toEqual(STEPS[0]);
    await all.runner.order(id, 'resume', 'admin');
    await all.clock.advanceSettled(3500);
    expect(all.inForce()).toEqual(STEPS[0]);
    await all.clock.advanceSettled(1500);
    expect(all.inForce()).toEqual(STEPS[1]);
  });

  test('aborts it: the ratio from before comes back, or what is in force stays', async () => {
    const all = await scene();
    const first = await started(all);
    await all.runner.order(first.id, 'abort', 'admin');
    expect([all.keeper.intents, only(all).outcome, only(all).phase]).toEqual([[], 'aborted', 'ended']);
    const second = await started(all);
    expect(second.id).not.toBe(first.id);
    await all.runner.order(second.id, 'keep', 'admin');
    expect([all.inForce(), only(all).outcome]).toEqual([STEPS[0], 'aborted']);
  });

  test('who pauses while the last step is on its way has it end when it is resumed', async () => {
    const all = await scene();
    const letGo = all.controlled.hold();
    const starting = all.runner.start(all.request({ steps: [100] }));
    const { id } = only(all);
    const pausing = all.runner.order(id, 'pause', 'admin');
    letGo();
    await Promise.all([starting, pausing]);
    expect(only(all)).toMatchObject({ phase: 'paused', step: 1 });
    await all.runner.order(id, 'resume', 'admin');
    expect(only(all)).toMatchObject({ phase: 'ended', outcome: 'completed' });
  });

  test('who sets or releases the ratio, or takes the record away, has it stop and touch nothing', async () => {
    const all = await scene();
    await started(all);
    const mine = ratio({ x: 1, y: 1, z: 1 });
    await all.change({ set: [mine] });
    await all.clock.advanceSettled(300);
    expect([all.keeper.intents, only(all).because]).toEqual([[mine], 'the ratio of the record was set by admin']);
    await started(all);
    await all.change({ set: [], release: true });
    await all.clock.advanceSettled(300);
    expect([all.keeper.intents, only(all).because]).toEqual([[], 'the ratio of the record was released']);
    const third = await started(all);
    await all.control.change({ declared: { zones: new Map() } });
    await all.runner.order(third.id, 'pause', 'admin');
    expect([all.inForce(), only(all).because]).toEqual([STEPS[0], 'the record is not steered any more']);
    expect(all.ended).toEqual(['superseded', 'superseded', 'superseded']);
  });
});

describe('it does not start', () => {
  const refused = async (all: Awaited<ReturnType<typeof scene>>, plan: object) => {
    const begun = await all.runner.start(all.request(plan));
    expect(all.kept.size).toBe(0);
    if (begun.kind === 'faults') return begun.faults.map(({ field, message }) => `${field}: ${message}`);
    return begun.kind === 'refused' ? begun.found.checks.flatMap(({ ok, detail }) => (ok ? [] : [detail])) : [];
  };

  test('with a plan that has faults: all are told', async () => {
    const all = await scene();
    expect(await refused(all, { owner: 'www.example.com.', shares: { y: 101, x: -1 } })).toEqual([
      'record: www.example.com is no steered record',
      'shares.y: expected a number of percent from 0 to 100, with two decimals at most, found 101',
      'shares.x: expected a number of percent from 0 to 100, with two decimals at most, found -1',
    ]);
    expect(await refused(all, { shares: { q: 1, w: 0.001 } })).toEqual([
      expect.stringMatching(/^shares\.q: no branch .*expected any of x, y, z$/),
      expect.stringMatching(/^shares\.w: no branch/),
      expect.stringMatching(/^shares\.w: expected .*found 0\.001$/),
    ]);
    expect(await refused(all, { shares: { x: 60, y: 60 } })).toEqual(['shares: they come to 120 % together; expected 100 % at most']);
    expect(await refused(all, { shares: { x: 30, y: 60 } })).toEqual([expect.stringMatching(/^shares: 10 % is left, and of the other/)]);
  });

  test('with a receiving side that is not healthy, or in doubt, or where nothing would move', async () => {
    const all = await scene();
    expect(await refused(all, { shares: { x: 40, y: 60 } })).toEqual(['the branches have these shares already: nothing would move']);
    await all.controlled.observe(Y_A, '-');
    expect(await refused(all, {})).toEqual([expect.stringContaining('and that is in doubt')]);
    await all.controlled.observe(Y_A, '-');
    expect(await refused(all, {})).toEqual([expect.stringContaining('pool y has 1 of 2 endpoints up and needs 2')]);
    expect((await all.runner.start(all.request({ shares: { z: 100 } }))).kind).toBe('started');
  });

  test('while another one, or a drill, moves clients of the record', async () => {
    expect(await refused(await scene({ busy: () => 'drill 20300106-030000' }), {})).toEqual([
      'drill 20300106-030000 of the record is under way',
    ]);
    const all = await scene();
    const { id } = await started(all);
    const second = await all.runner.start(all.request());
    expect(second).toMatchObject({
      kind: 'refused',
      found: { checks: [{ ok: false, detail: `shift ${id} of the record is under way` }, {}, {}] },
    });
  });

  test('where it cannot be stored', async () => {
    const all = await scene();
    all.failStore(new Error('the disk is full'));
    await expect(all.runner.start(all.request())).rejects.toThrow('the disk is full');
    expect([all.keeper.intents, all.runner.current, all.kept.size]).toEqual([[], [], 0]);
  });
});

test('what cannot be stored comes later, and nothing is half done', async () => {
  const all = await scene();
  const { id } = await started(all);
  all.failStore(new Error('the disk is full'));
  await all.clock.advanceSettled(10_500);
  expect(all.runner.current[0]).toMatchObject({ phase: 'waiting', step: 1, because: 'the step could not be stored: the disk is full' });
  await expect(all.runner.order(id, 'pause', 'admin')).rejects.toThrow('the disk is full');
  expect(all.runner.current[0]).toMatchObject({ phase: 'waiting' });
  await all.runner.order(id, 'abort', 'admin');
  expect([all.runner.current[0]?.phase, all.inForce()]).toEqual(['returning', STEPS[0]]);
  all.failStore();
  await all.clock.advanceSettled(300);
  expect([only(all).outcome, all.keeper.intents]).toEqual(['aborted', []]);
});

test('what is stored and not served is tried again', async () => {
  const all = await scene();
  all.controlled.refuse('no worker');
  all.controlled.refuse('no worker');
  const { phase } = await started(all);
  expect(phase).toBe('stepping');
  await all.clock.advanceSettled(600);
  expect([only(all).phase, all.inForce()]).toEqual(['holding', STEPS[0]]);
  expect(whats(only(all))).toEqual(['started', 'step', 'note', 'served']);
});
