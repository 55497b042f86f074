import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startFleetScene } from '../support/fleet-scene.ts';
import { untilEndpoint, untilSaid, untilVantage } from '../support/fleet-view.ts';
import { startOwnNetwork } from '../support/own-network.ts';
import { isConnected, type RunningAgent, runAgent } from '../support/running-agent.ts';

const A = 'shanghai/a';
const isDown = ({ msg }: { readonly msg: string }) => /^example\.com\/\w+\/[ab] is down/.test(msg);

test('reports whose answers are lost come again, and are counted once', async () => {
  await using scene = await startFleetScene({ monitor: 'timeout: 800ms, confirm: off, fall: 100, rise: 1' });
  const { meridian, sites } = scene;
  await using network = await startOwnNetwork({ controller: meridian.apiUrl, port: sites.port });
  const tokyo = await scene.agent('tokyo', { controller: network.url });
  await untilSaid(meridian, A, 'embedded up, tokyo up');

  const before = network.probes('shanghai');
  network.cut('shanghai');
  for (let lost = 0; lost < 3; lost++) await network.toController.swallowAnswer('POST');
  const { reports } = await untilVantage(meridian, 'tokyo', vantage => vantage.reports.duplicate >= 3);
  expect(reports.taken).toBeGreaterThan(0);
  const { web } = await untilEndpoint(meridian, A, ({ web: { ballots } }) => (ballots[1]?.streak ?? 0) >= 2);
  // The last of them may be on their way: fewer are possible, more would be counted twice.
  expect(web.ballots[1]!.streak).toBeLessThanOrEqual(network.probes('shanghai') - before);
  expect(web.verdict).toBe('up');
  expect(meridian.log().map(({ msg }) => msg)).toContainEqual(
    expect.stringMatching(/^vantage tokyo sent report \d+ again: it was taken in before$/),
  );
  expect(tokyo.log().map(({ msg }) => msg)).toContainEqual(expect.stringMatching(/^a report did not get through, and is sent again: /));
});

test('what was seen more than three intervals ago turns nothing, although it is told', async () => {
  await using scene = await startFleetScene({ monitor: 'timeout: 800ms, confirm: 100ms, fall: 2, rise: 2, quorum: any' });
  const { meridian, sites } = scene;
  await using network = await startOwnNetwork({ controller: meridian.apiUrl, port: sites.port });
  const tokyo = await scene.agent('tokyo', { controller: network.url });
  await untilSaid(meridian, A, 'embedded up, tokyo up');

  network.toController.cut();
  await tokyo.logLine(({ msg }) => msg.startsWith('no stream from the controller at '));
  network.cut('shanghai');
  const failures = await eventually(async () => spooledFailures(tokyo, 2), {
    withinMs: 20_000,
    tell: () => `what was seen is not in the spool:\n${tokyo.program.output()}`,
  });
  await tokyo.end('SIGKILL');
  const endedMs = Math.max(...failures);
  await eventually(async () => (Date.now() - endedMs > 5500 ? true : undefined), { withinMs: 20_000, tell: () => 'time stands still' });

  network.mend();
  network.toController.mend();
  await using again = runAgent(tokyo.settings);
  expect((await again.logLine(isConnected)).kept).toBeGreaterThanOrEqual(2);
  const { observations } = await untilVantage(meridian, 'tokyo', vantage => vantage.observations.late >= 2);
  expect(observations.unknown).toBe(0);
  await meridian.logLine(({ msg }) => /^vantage tokyo sent \d+ observations too late to count, of up to \d+s ago$/.test(msg));
  await untilSaid(meridian, A, 'embedded up, tokyo up');
  expect(meridian.log().filter(isDown)).toEqual([]);
});

test('a report that is held up on its way for longer than three intervals turns nothing', async () => {
  await using scene = await startFleetScene({ monitor: 'timeout: 800ms, confirm: 100ms, fall: 1, rise: 1, quorum: any' });
  const { meridian, sites } = scene;
  await using network = await startOwnNetwork({ controller: meridian.apiUrl, port: sites.port });
  await scene.agent('tokyo', { controller: network.url });
  await untilSaid(meridian, A, 'embedded up, tokyo up');

  const onItsWay = network.toController.stallAt('"ok":false');
  network.cut('shanghai');
  await onItsWay;
  network.mend('shanghai');
  // It was heard of last up to an interval and a timeout before, so that what it then saw is five seconds old.
  await untilEndpoint(meridian, A, ({ web: { ballots } }) => /^silent for ([89]|\d\d)s$/.test(ballots[1]?.silent ?? ''));
  network.toController.resume();
  await untilSaid(meridian, A, 'embedded up, tokyo up');
  expect((await untilVantage(meridian, 'tokyo', () => true)).observations.late).toBeGreaterThan(0);
  expect(meridian.log().filter(isDown)).toEqual([]);
});

/** When the failures of shanghai ended that are in the spool, as soon as there are so many. */
function spooledFailures({ settings: { spool } }: RunningAgent, least: number): readonly number[] | undefined {
  const { seen } = readJson(join(spool, 'outbox.json'));
  const failures = seen.filter(({ probe, ok }) => probe.includes('/shanghai/') && !ok);
  return failures.length >= least ? failures.map(({ at }) => at) : undefined;
}

interface Spooled {
  readonly seen: readonly { readonly probe: string; readonly ok: boolean; readonly at: number }[];
}

function readJson(file: string): Spooled {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Spooled;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { seen: [] };
    throw error;
  }
}
