import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startFleetScene } from '../support/fleet-scene.ts';
import { untilEndpoint, untilSaid, vantagesOf } from '../support/fleet-view.ts';
import { isConnected, makeToken, runAgent } from '../support/running-agent.ts';

const A = 'hangzhou/a';
const HOUR_MS = 3_600_000;
const PRELOAD = join(import.meta.dirname, '../support/shifted-clock.ts');

/** The environment of an agent whose clock is wrong by so much. */
function shifted(byMs: number) {
  return { environment: { NODE_OPTIONS: `--import=${PRELOAD}`, MERIDIAN_TEST_SHIFT_MS: String(byMs) } };
}

test('agents whose clocks are an hour ahead and an hour behind: verdicts are right, and the skew is shown', async () => {
  await using scene = await startFleetScene();
  const { meridian, sites } = scene;
  await Promise.all([scene.agent('ahead', shifted(HOUR_MS)), scene.agent('behind', shifted(-HOUR_MS))]);
  await untilSaid(meridian, A, 'ahead up, behind up, embedded up');
  const vantages = await vantagesOf(meridian);
  for (const [name, skewMs] of [['ahead', HOUR_MS] as const, ['behind', -HOUR_MS] as const]) {
    const { clock_skew_ms = 0 } = vantages.get(name) ?? {};
    expect(Math.round((clock_skew_ms ?? 0) / 60_000)).toBe(skewMs / 60_000);
    const { msg } = await meridian.logLine(({ event, vantage }) => event === 'vantage skewed' && vantage === name);
    expect(msg).toMatch(/^vantage (ahead|behind) has a clock that is \S+ \1; verdicts do not go by it$/);
    expect((await meridian.command('fleet', name)).stdout).toMatch(/^Clock .*verdicts do not go by it$/m);
  }

  const brokenMs = Date.now();
  await sites.break('hangzhou', '503');
  const { web } = await untilSaid(meridian, A, 'ahead down, behind down, embedded down');
  const lookedMs = Date.now();
  expect(web.verdict).toBe('down');
  // Milliseconds are whole ones: each may be rounded.
  const within = (time: string) => Date.parse(time) >= brokenMs - 2 && Date.parse(time) <= lookedMs + 2;
  for (const { vantage, at } of web.ballots) expect([vantage, at, within(at)]).toEqual([vantage, at, true]);
  expect(within(web.since)).toBe(true);

  await sites.mend('hangzhou');
  await untilEndpoint(meridian, A, seen => seen.web.verdict === 'up');
  for (const { observations } of (await vantagesOf(meridian)).values()) expect(observations.late).toBe(0);
});

test('a controller that stood still for longer than a vantage may be silent wakes and blames nobody: it was the one that did not hear', async () => {
  await using scene = await startFleetScene();
  const { directory, meridian } = scene;
  const { file: tokenFile } = await makeToken(meridian, directory.folder, 'south');
  await scene.agent('north');
  await untilSaid(meridian, A, 'embedded up, north up');
  const from = meridian.log().length;
  const { pid } = meridian.program;
  process.kill(-pid, 'SIGSTOP');
  await using south = runAgent({ vantage: 'south', tokenFile, controller: meridian.apiUrl, spool: join(directory.folder, 'south.spool') });
  // What is tested is this time itself: more than the five seconds that a vantage may be silent at least, and a clock or a failure be off.
  await sleep(9000).finally(() => process.kill(-pid, 'SIGCONT'));
  await south.logLine(isConnected);
  await untilEndpoint(meridian, A, ({ web }) => web.ballots.every(({ at }) => Date.parse(at) > Date.now() - 3000));
  expect(
    meridian
      .log()
      .slice(from)
      .filter(({ level, msg }) => level >= 40 || / is down/.test(msg)),
  ).toEqual([]);
  expect((await untilSaid(meridian, A, 'embedded up, north up, south up')).web.verdict).toBe('up');
  for (const { observations } of (await vantagesOf(meridian)).values()) expect(observations.late).toBe(0);
});
