import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startFleetScene } from '../support/fleet-scene.ts';
import { seenEndpoint, untilSaid, untilVantage, vantagesOf } from '../support/fleet-view.ts';
import { freePort } from '../support/free-port.ts';
import { untilMeasured, untilStored } from '../support/known-states.ts';
import { type Meridian, startMeridian } from '../support/meridian.ts';
import { isConnected, runAgent } from '../support/running-agent.ts';

const A = 'beijing/a';

test('an agent that is killed: its ballots fall silent, verdicts go by the others; started again it is as before', async () => {
  await using scene = await startFleetScene();
  const { meridian, sites } = scene;
  const [tokyo] = await Promise.all([scene.agent('tokyo'), scene.agent('paris')]);
  await untilSaid(meridian, A, 'embedded up, paris up, tokyo up');
  const slots = await slotsOf(meridian);
  expect([...slots.values()].map(slot => JSON.stringify(slot)).sort()).toEqual([0, 1, 2].map(index => `{"index":${index},"of":3}`));

  await tokyo.end('SIGKILL');
  const { web } = await untilSaid(meridian, A, 'embedded up, paris up');
  expect(web).toMatchObject({ verdict: 'up', voters: 2, needed: 2 });
  expect(web.ballots[2]).toMatchObject({ vantage: 'tokyo', verdict: 'up', silent: expect.stringMatching(/^silent for \d+s$/) });
  expect(meridian.log().filter(({ msg }) => / is down, /.test(msg))).toEqual([]);
  await sites.break('beijing', '503');
  expect((await untilSaid(meridian, A, 'embedded down, paris down')).web.verdict).toBe('down');

  await using again = runAgent(tokyo.settings);
  await again.logLine(({ probes, kept, msg }) => probes === 4 && kept === 0 && msg.includes('tokyo.spool'));
  await again.logLine(isConnected);
  await untilSaid(meridian, A, 'embedded down, paris down, tokyo down');
  expect(await slotsOf(meridian)).toEqual(slots);
});

async function slotsOf(meridian: Meridian) {
  return new Map([...(await vantagesOf(meridian))].map(([name, { slot }]) => [name, slot]));
}

test('a controller that is killed: agents go on, come back by themselves and report; verdicts are those of before at once', async () => {
  const [dns, api] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
  const flags = ['--dns', dns, '--api', api, '--log-level', 'trace'];
  await using scene = await startFleetScene({ flags });
  const { directory, meridian, sites } = scene;
  const tokyo = await scene.agent('tokyo');
  await sites.close('beijing');
  await untilMeasured(meridian, 'down', [A]);
  await untilStored(meridian, A);
  const before = await seenEndpoint(meridian, A);

  await meridian.end('SIGKILL');
  await tokyo.logLine(({ msg }) => msg.startsWith('no stream from the controller at '));
  await sites.break('shanghai', '503');
  const kept = join(tokyo.settings.spool, 'outbox.json');
  await eventually(async () => (existsSync(kept) && readFileSync(kept, 'utf8').includes('status 503') ? true : undefined), {
    withinMs: 20_000,
    tell: () => `what was seen is not in the spool:\n${tokyo.program.output()}`,
  });

  const from = tokyo.log().length;
  await using restarted = await startMeridian({ ...directory, flags });
  expect((await restarted.query('spare.example.com')).addresses[0]).toMatch(/^127\.0\.0\.1[01]$/);
  expect((await seenEndpoint(restarted, A)).endpoint.measured).toMatchObject({
    verdict: 'down',
    since: before.endpoint.measured.since,
  });
  await restarted.logLine(({ endpoint, measured }) => endpoint === 'example.com./shanghai/a' && measured === 'down');
  const { msg } = await tokyo.logLine(isConnected, from, 40_000);
  expect(msg).toMatch(/ after \d+s; [1-9]\d* observations to report$/);
  const { observations } = await untilVantage(restarted, 'tokyo', ({ reports }) => reports.taken > 0);
  expect(observations.unknown).toBe(0);
  await untilSaid(restarted, 'shanghai/a', 'embedded down, tokyo down');
  expect(tokyo.log().filter(({ level }) => level >= 50)).toEqual([]);
});

test('a controller that is killed knows its vantages when it is started again: they have their turns before they are back', async () => {
  const api = `127.0.0.1:${await freePort()}`;
  const flags = ['--api', api];
  await using scene = await startFleetScene({ flags });
  const { directory, meridian } = scene;
  const [tokyo, paris] = await Promise.all([scene.agent('tokyo', { flags: ['--region', 'ap'] }), scene.agent('paris')]);
  await Promise.all(['tokyo', 'paris'].map(name => untilVantage(meridian, name, ({ slot }) => slot?.of === 3)));
  const slots = await slotsOf(meridian);
  await meridian.end('SIGKILL');
  await Promise.all([tokyo.end('SIGKILL'), paris.end('SIGKILL')]);

  await using restarted = await startMeridian({ ...directory, flags });
  const vantages = await vantagesOf(restarted);
  expect(new Map([...vantages].map(([name, { slot }]) => [name, slot]))).toEqual(slots);
  expect(vantages.get('tokyo')).toMatchObject({ kind: 'remote', region: 'ap', version: null, connected: null, voteless: null });
  expect(vantages.get('paris')).toMatchObject({ kind: 'remote', region: null, version: null, connected: null, voteless: null });

  await using again = runAgent(tokyo.settings);
  await again.logLine(isConnected);
  await untilVantage(restarted, 'tokyo', ({ connected, reports }) => connected !== null && reports.taken > 0);
  expect(await slotsOf(restarted)).toEqual(slots);
});
