import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startFleetScene } from '../support/fleet-scene.ts';
import { untilEndpoint, untilSaid, untilVantage } from '../support/fleet-view.ts';
import { FLEET_ENDPOINTS } from '../support/fleet-zone.ts';
import { startOwnNetwork } from '../support/own-network.ts';

const A = 'hangzhou/a';
const ALL_UP = 'embedded up, paris up, tokyo up';
const isDown = ({ msg }: { readonly msg: string }) => /^example\.com\/\w+\/[ab] is down/.test(msg);

test('a failover that three vantages see: the quorum turns the verdict, and each ballot is shown', async () => {
  await using scene = await startFleetScene();
  const { meridian, sites } = scene;
  await Promise.all([scene.agent('tokyo', { flags: ['--region', 'asia'] }), scene.agent('paris')]);
  expect((await untilSaid(meridian, A, ALL_UP)).web).toMatchObject({ verdict: 'up', voters: 3, needed: 2 });
  expect((await meridian.query('www.example.com')).addresses[0]).toMatch(/^127\.0\.0\.1[01]$/);

  await sites.break('hangzhou', '503');
  const { msg } = await meridian.logLine(isDown);
  expect(msg).toMatch(/is down, was up; measured down by [23] of 3 vantages .*status 503/);
  const { web } = await untilSaid(meridian, A, 'embedded down, paris down, tokyo down');
  expect(web).toMatchObject({ verdict: 'down', reason: expect.stringContaining('3 of 3 vantages') });
  expect(web.ballots.map(({ vantage, region, reason }) => [vantage, region, reason])).toEqual([
    ['embedded', null, 'status 503'],
    ['paris', null, 'status 503'],
    ['tokyo', 'asia', 'status 503'],
  ]);
  await eventually(async () => ((await meridian.query('www.example.com')).addresses[0] === '127.0.0.20' ? true : undefined), {
    withinMs: 10_000,
    tell: () => 'the answers never moved',
  });

  const { stdout } = await meridian.command('status', `example.com/${A}`);
  expect(stdout).toContain('3 vantages have a say; 2 must see it down for it to be down');
  for (const row of [/^ *embedded +down +status 503/m, /^ *paris +down +status 503/m, /^ *tokyo +asia +down +status 503/m])
    expect(stdout).toMatch(row);
  const explained = await meridian.command('explain', 'www.example.com');
  expect(explained.stdout).toContain('What the vantages see');
  expect(explained.stdout).toMatch(/tokyo +down +status 503/);

  await sites.mend('hangzhou');
  expect((await untilSaid(meridian, A, ALL_UP)).web.verdict).toBe('up');
});

test('what one vantage alone cannot reach stays up, and its dissent is shown', async () => {
  await using scene = await startFleetScene();
  const { meridian, sites } = scene;
  await using network = await startOwnNetwork({ controller: meridian.apiUrl, port: sites.port });
  await Promise.all([scene.agent('tokyo', { controller: network.url }), scene.agent('paris')]);
  await untilSaid(meridian, A, ALL_UP);
  expect(network.probes('hangzhou')).toBeGreaterThan(0);

  network.cut('hangzhou');
  const { endpoint, web } = await untilSaid(meridian, A, 'embedded up, paris up, tokyo down');
  expect(endpoint).toMatchObject({ measured: { verdict: 'up' }, effective: { state: 'up' } });
  expect(web).toMatchObject({ verdict: 'up', voters: 3, reason: expect.stringMatching(/2 of 3 vantages .*; tokyo: connection reset/) });
  expect((await meridian.command('status', `example.com/${A}`)).stdout).toMatch(/^ *tokyo +down +connection reset/m);
  expect((await untilVantage(meridian, 'tokyo', ({ targets }) => targets.failing === 2)).voteless).toBeNull();

  network.mend('hangzhou');
  await untilSaid(meridian, A, ALL_UP);
  expect(meridian.log().filter(isDown)).toEqual([]);
});

test('a vantage that suddenly sees all fail loses its say, and nothing stays down for it', async () => {
  await using scene = await startFleetScene({ monitor: 'timeout: 800ms, confirm: 100ms, fall: 2, rise: 2, quorum: any' });
  const { meridian, sites } = scene;
  await using network = await startOwnNetwork({ controller: meridian.apiUrl, port: sites.port });
  await Promise.all([scene.agent('tokyo', { controller: network.url }), scene.agent('paris')]);
  for (const endpoint of FLEET_ENDPOINTS) await untilSaid(meridian, endpoint, ALL_UP);

  network.cut();
  const words = /^vantage tokyo has no say: sees [34] of 4 targets down that others see up$/;
  const { level } = await meridian.logLine(({ msg }) => words.test(msg));
  expect(level).toBe(40);
  for (const endpoint of FLEET_ENDPOINTS) {
    const { web } = await untilEndpoint(
      meridian,
      endpoint,
      // It may have lost its say before it looked at the last one.
      ({ web: { verdict, ballots }, says }) => verdict === 'up' && says === 'embedded up, paris up' && ballots[2]?.ok === false,
    );
    expect(web.ballots[2]).toMatchObject({ vantage: 'tokyo', ok: false, silent: expect.stringMatching(/down that others see up/) });
  }
  expect((await meridian.command('fleet')).stdout).toMatch(/tokyo .*no say: sees [34] of 4 targets down that others see up/);

  network.mend();
  await meridian.logLine(({ msg }) => msg.startsWith('vantage tokyo has a say again'));
  for (const endpoint of FLEET_ENDPOINTS) await untilSaid(meridian, endpoint, ALL_UP);
});
