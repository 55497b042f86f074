import { expect, test } from 'vitest';
import { dryRunView, shiftList, shiftStart, shiftView } from '../../src/api/contract.ts';
import { sampleShift } from '../control/shift/sample-shift.ts';
import { serveApi } from './serving.ts';
import { MemoryShifts } from './serving-shifts.ts';

const ASKED = { record: 'api.example.com', shares: { 'web-beijing': 100 } };
const ID = '20300106-030000';

async function serve() {
  const shifts = new MemoryShifts();
  return { shifts, ...(await serveApi(undefined, { shifts })) };
}

test('a shift is started with what was asked for, or with what is usual', async () => {
  const { call, shifts } = await serve();
  const terms = { steps: [1, 2.5, 100], every: '90s', on_unhealthy: 'rollback', min_healthy: 50, reason: 'move' };
  const { status, json } = await call('POST', '/v1/shifts', { ...ASKED, ...terms });
  expect(status).toBe(200);
  expect(shiftStart.strict().parse(json).shift).toMatchObject({ every_seconds: 90, on_unhealthy: 'rollback', reason: 'move' });
  await call('POST', '/v1/shifts', ASKED);
  const { zone, owner } = { zone: 'example.com.', owner: 'api.example.com.' };
  expect(shifts.questions).toEqual([
    {
      plan: { zone, owner, shares: ASKED.shares, steps: [1, 2.5, 100], everyMs: 90_000, onUnhealthy: 'rollback', minHealthyPercent: 50 },
      ...{ author: 'admin', reason: 'move' },
    },
    {
      plan: { zone, owner, shares: ASKED.shares, steps: [10, 25, 50, 100], everyMs: 120_000, onUnhealthy: 'pause', minHealthyPercent: 100 },
      ...{ author: 'admin', reason: '' },
    },
  ]);
});

test('all that is wrong is told at once', async () => {
  const { call, shifts } = await serve();
  shifts.outlook = { faults: [{ field: 'shares.q', message: 'no branch is called so' }] };
  const refuse = async (body: object) => {
    const { status, json } = await call('POST', '/v1/shifts', body);
    return [status, ...((json as { errors?: { field: string }[] }).errors ?? []).map(({ field }) => field)];
  };
  expect(await refuse({ ...ASKED, steps: [50, 10], every: '1ms' })).toEqual([400, 'shares.q', 'steps', 'every']);
  expect(await refuse({ record: 'nowhere.example.com', shares: {}, steps: [] })).toEqual([400, 'record', 'shares', 'steps']);
  expect(await refuse({ record: 'nowhere.example.com', shares: { a: 1 } })).toEqual([404]);
  expect(await refuse({ shares: 1, on_unhealthy: 'stop', min_healthy: 101 })).toEqual([
    400,
    'record',
    'shares',
    'on_unhealthy',
    'min_healthy',
  ]);
  const checks = [{ check: 'receiving', ok: false, detail: 'pool web-beijing has 0 of 1 endpoints up' }] as const;
  shifts.outlook = { ...sampleShift(), checks };
  expect(await refuse(ASKED)).toEqual([409, 'receiving']);
  expect(await refuse({ ...ASKED, every: 'soon' })).toEqual([400, 'every', 'receiving']);
  expect(shifts.held).toEqual([]);
});

test('a dry run shows each step, and where clients would go', async () => {
  const { call, shifts, operations } = await serve();
  const { json } = await call('POST', '/v1/shifts', { ...ASKED, dry_run: true });
  const { would_start, shift, steps } = shiftStart.strict().parse(json);
  expect([would_start, shift, steps.map(({ percent }) => percent)]).toEqual([true, null, [10, 100]]);
  expect(operations.forecasts.map(({ set }) => set[0])).toMatchObject([
    { kind: 'ratio', weights: { 'web-hangzhou': 3600, 'web-beijing': 6400 } },
    { kind: 'ratio', weights: { 'web-hangzhou': 0, 'web-beijing': 10_000 } },
  ]);
  const preview = await call('POST', '/v1/shifts?dry_run=true', ASKED);
  expect(dryRunView.parse(preview.json).changes).toMatchObject([{ kind: 'ratio', target: 'api.example.com' }]);
  expect(shifts.held).toEqual([]);
});

test('it is listed, shown, paused, resumed and aborted', async () => {
  const { call, shifts } = await serve();
  await call('POST', '/v1/shifts', ASKED);
  expect(shiftList.strict().parse((await call('GET', '/v1/shifts?limit=5')).json).shifts).toHaveLength(1);
  expect(shiftView.strict().parse((await call('GET', `/v1/shifts/${ID}`)).json)).toMatchObject({ step: 1, next_after_seconds: 84 });
  const order = async (what: string, body?: object) => {
    const { status, json } = await call('POST', `/v1/shifts/${ID}/${what}`, body);
    return `${status} ${(json as { phase?: string; detail?: string }).phase ?? (json as { detail: string }).detail}`;
  };
  expect(await order('resume')).toBe(`409 shift ${ID} is not paused, it is holding`);
  expect(await order('pause?dry_run=true')).toMatch(/^200 /);
  expect(await order('pause')).toBe('200 paused');
  expect(await order('pause')).toBe(`409 shift ${ID} is paused already`);
  expect(await order('resume', {})).toBe('200 holding');
  expect(dryRunView.parse((await call('POST', `/v1/shifts/${ID}/abort?dry_run=true`)).json).changes).toMatchObject([{ kind: 'ratio' }]);
  expect(await order('abort', { keep: true })).toBe('200 ended');
  expect(await order('abort')).toBe(`409 shift ${ID} is over`);
  expect((await call('GET', '/v1/shifts/20300106-030001')).status).toBe(404);
  expect(shifts.orders).toEqual([
    [ID, 'pause', 'admin'],
    [ID, 'resume', 'admin'],
    [ID, 'keep', 'admin'],
  ]);
});
