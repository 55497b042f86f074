import { expect, test } from 'vitest';
import { MemoryShifts } from '../api/serving-shifts.ts';
import { sampleShift } from '../control/shift/sample-shift.ts';
import { serveForCli } from './running.ts';

const ID = '20300106-030000';
const START = ['shift', 'api.example.com', 'web-beijing=100'];

async function serve() {
  const shifts = new MemoryShifts();
  return { shifts, ...(await serveForCli(undefined, { shifts })) };
}

test('a shift is started as its flags say, and followed to its end', async () => {
  const { call, shifts } = await serve();
  const running = call(...START, '--steps', '10%,100', '--every', '5s', '--on-unhealthy', 'rollback', '--min-healthy', '50%', '--follow');
  await expect.poll(() => shifts.held.length).toBe(1);
  const timeline = [...sampleShift().timeline, { what: 'rollback', atMs: 62_500, detail: 'pool y has 0 of 1 endpoints up' }] as const;
  shifts.held = [sampleShift({ phase: 'ended', outcome: 'rolled_back', because: 'pool y has 0 of 1 endpoints up', timeline })];
  const { code, out, err } = await running;
  expect({ code, err }).toEqual({ code: 1, err: `error: shift ${ID} was rolled back: pool y has 0 of 1 endpoints up\n` });
  expect(out.trimEnd().split('\n')).toEqual([
    `shift ${ID}: api.example.com to web-beijing=100 %, step 1 of 2, holding`,
    '  00:00:01  started     2 steps, 2m between two of them',
    '  00:00:01  served      every worker serves generation 7',
    '  00:01:02  rollback    pool y has 0 of 1 endpoints up',
  ]);
  expect(shifts.questions[0]?.plan).toMatchObject({ steps: [10, 100], everyMs: 5000, onUnhealthy: 'rollback', minHealthyPercent: 50 });
});

test('without --follow it shows what has begun; a dry run shows the steps', async () => {
  const { call, shifts } = await serve();
  const started = await call(...START);
  expect(started.code).toBe(0);
  expect(started.out).toContain('  a step every 2m, the next one in 1m 24s at the earliest; 100 % of web-beijing must be up, else pause\n');
  expect(started.out).toMatch(/^ {2}1 +10 % +web-hangzhou 36 %, web-beijing 64 % +yes$/m);
  const dry = await call(...START, '--dry-run');
  expect([dry.code, dry.out]).toEqual([0, expect.stringMatching(/^The shift would start\.\n\n {2}CONDITION/)]);
  const checks = [{ check: 'receiving', ok: false, detail: 'pool y has 0 of 1 endpoints up' }] as const;
  shifts.outlook = { ...sampleShift(), checks };
  expect(await call(...START, '--dry-run')).toMatchObject({ code: 1, out: expect.stringContaining('would NOT start') });
  expect(await call(...START)).toMatchObject({ code: 1, err: expect.stringContaining('the shift does not start: pool y has 0') });
});

test('shifts are listed, shown, paused, resumed and aborted', async () => {
  const { call, shifts } = await serve();
  expect((await call('shift', 'list')).out).toBe('there was no shift yet\n');
  shifts.held = [sampleShift()];
  expect((await call('shift', 'list', '--limit', '3')).out).toMatch(
    /^20300106-030000 +www\.example\.com +web-beijing=100 % +1\/2 +admin +holding/m,
  );
  expect(JSON.parse((await call('shift', 'show', ID, '--json')).out)).toMatchObject({ id: ID, step: 1 });
  expect((await call('shift', 'pause', ID)).out).toContain('step 1 of 2, paused');
  expect((await call('shift', 'resume', ID)).out).toContain('step 1 of 2, holding');
  expect((await call('shift', 'abort', ID, '--keep')).out).toContain('step 1 of 2, aborted');
  expect(shifts.orders.map(([, order]) => order)).toEqual(['pause', 'resume', 'keep']);
});

test('what is wrong with the arguments is told at once', async () => {
  const { call } = await serve();
  const { code, err } = await call('shift', 'api.example.com', 'web-beijing', 'a=1', 'a=2', 'b=x', '--steps', '1,x');
  expect(code).toBe(2);
  expect(err.split('\n').slice(0, 4)).toEqual([
    'error: share: expected POOL=SHARE, found "web-beijing"',
    'error: share: a is named twice',
    'error: b: expected a number of percent from 0 to 100, found "x"',
    'error: --steps: expected numbers of percent with commas between, such as 10,50,100, found "1,x"',
  ]);
});
