import { expect, test } from 'vitest';
import { MemoryDrills, SUNDAY } from '../api/serving-drills.ts';
import { sampleDrill } from '../control/drill/sample-drill.ts';
import { serveForCli } from './running.ts';

async function serve() {
  const drills = new MemoryDrills();
  return { drills, ...(await serveForCli(undefined, { drills })) };
}

const RUN = ['drill', 'run', 'www.example.com', '--away-from', 'site:hangzhou', '--for', '5m'];

test('run follows the drill to its end', async () => {
  const { call, drills } = await serve();
  const running = call(
    ...RUN,
    '--including-others',
    '--min-healthy',
    '80%',
    '--webhook',
    'http://127.0.0.1:1/',
    '--max-error-rate',
    '.5',
    '--reason',
    'audit',
  );
  await expect.poll(() => drills.held.length).toBe(1);
  drills.held = drills.held.map(drill => ({
    ...drill,
    phase: 'ended',
    outcome: 'completed',
    timeline: [...drill.timeline, { step: 'recovered', atMs: 62_500, detail: 'all is back' }],
  }));
  const { code, out, err } = await running;
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const lines = out.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^drill 20300106-030000: www\.example\.com away from site:hangzhou for 5m, /);
  expect(lines.slice(1)).toEqual([
    '  00:00:01.000  +0ms      decided             all is met',
    '  00:01:02.500  +61.5s    recovered           all is back',
  ]);
  expect(drills.questions).toMatchObject([
    { reason: 'audit', plan: { includingOthers: true, minHealthyPercent: 80, webhook: { maxErrorRate: 0.5 } } },
  ]);
});

test('a drill that was aborted is exit 1, and --json is all of it', async () => {
  const { call, drills } = await serve();
  const running = call(...RUN, '--json');
  await expect.poll(() => drills.held.length).toBe(1);
  drills.held = drills.held.map(drill => ({ ...drill, phase: 'ended', outcome: 'aborted', because: 'admin called it off' }));
  const { code, out, err } = await running;
  expect({ code, err }).toEqual({ code: 1, err: 'error: drill 20300106-030000 was aborted: admin called it off\n' });
  expect(JSON.parse(out)).toMatchObject({ id: '20300106-030000', outcome: 'aborted' });
});

test('--dry-run shows every condition, and is exit 1 where the drill would not start', async () => {
  const { call, drills } = await serve();
  const { code, out } = await call(...RUN, '--dry-run');
  expect([code, out]).toEqual([
    0,
    `The drill would start.

  CONDITION  MET
  alone      yes  no other drill is running

Forced down: example.com/x

  RECORD             TO   WITHOUT      WITH
  www.example.com A  x    100.0 %     0.0 %
  www.example.com A  y      0.0 %   100.0 %
`,
  ]);
  drills.refused = { ...sampleDrill(), checks: [{ check: 'survivors', ok: false, detail: 'y is down' }] };
  const refused = await call(...RUN, '--dry-run');
  expect([refused.code, refused.out, refused.err]).toEqual([
    1,
    expect.stringMatching(/^The drill would NOT start\.[\s\S]*survivors {2}NO {3}y is down/),
    '',
  ]);
  expect(await call(...RUN)).toMatchObject({ code: 1, err: 'error: the drill does not start: y is down\n' });
});

test('status, list, abort and report', async () => {
  const { call, drills } = await serve();
  expect((await call('drill', 'status')).out).toBe('no drill is running\n');
  expect((await call('drill', 'list')).out).toBe('no drill was held yet\n');
  drills.planned = [{ zone: 'example.com.', drill: SUNDAY, nextAtMs: Date.UTC(2030, 0, 5, 19) }];
  const started = await call(...RUN, '--detach');
  expect(started).toMatchObject({ code: 0, out: expect.stringContaining('under way (away)') });
  expect((await call('drill', 'status')).out).toMatch(
    /under way \(away\)[\s\S]*example\.com\/sunday {2}www\.example\.com {2}site:hangzhou {2}5m {3}2030-01-05T19:00:00\.000Z/,
  );
  expect(await call('drill', 'abort', '20300106-030000')).toMatchObject({
    code: 0,
    out: expect.stringContaining('under way (recovering)'),
  });
  expect((await call('drill', 'list')).out).toMatch(
    /20300106-030000 {2}www\.example\.com {2}site:hangzhou {2}5m {3}admin {2}recovering {2}admin called it off/,
  );
  expect((await call('drill', 'report', '20300106-030000')).out).toMatch(/^# Drill 20300106-030000\n/);
  expect(await call('drill', 'abort', 'x')).toMatchObject({ code: 1, err: expect.stringMatching(/^error: no drill "x"/) });
});

test.each<[string[], string]>([
  [['www.example.com'], 'expected --away-from and --for; a declared drill is ZONE/DRILL and needs neither'],
  [
    ['www.example.com', '--away-from', 'site:x', '--for', '5m', '--min-healthy', '120%'],
    '--min-healthy: expected a percentage from 0% to 100%, found "120%"',
  ],
  [['www.example.com', '--away-from', 'site:x', '--for', '5m', '--max-error-rate', '0.1'], '--max-error-rate: expected --webhook with it'],
  [
    ['www.example.com', '--away-from', 'site:x', '--for', '5m', '--webhook', 'http://x/', '--max-error-rate', '2'],
    '--max-error-rate: expected a number from 0 to 1, found "2"',
  ],
])('%j is not understood', async (args, message) => {
  const { call } = await serve();
  expect(await call('drill', 'run', ...args)).toEqual({ code: 2, out: '', err: `error: ${message}\nsee ./meridian help drill run\n` });
});
