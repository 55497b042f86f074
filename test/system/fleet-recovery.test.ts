import { expect, test } from 'vitest';
import type { MonitorStandingView } from '../../src/api/contract.ts';
import { startFleetScene } from '../support/fleet-scene.ts';
import { seenEndpoint, untilEndpoint, untilSaid, untilVantage } from '../support/fleet-view.ts';
import { answering, tcpPeer } from '../support/tcp-peer.ts';

const A = 'hangzhou/a';
const RHYTHM = 'timeout: 800ms, confirm: 100ms, fall: 2, rise: 2';

test('recovery by hand: what is well again waits for an operator', async () => {
  await using scene = await startFleetScene({ monitor: `${RHYTHM}, recovery: manual` });
  const { meridian, sites } = scene;
  await scene.agent('tokyo');
  await untilSaid(meridian, A, 'embedded up, tokyo up');
  await sites.break('hangzhou', '503');
  await untilEndpoint(meridian, A, ({ web, says }) => web.verdict === 'down' && says === 'embedded down, tokyo down');
  await untilSaid(meridian, 'hangzhou/b', 'embedded down, tokyo down');
  await sites.mend('hangzhou');
  const { endpoint, web } = await untilSaid(meridian, A, 'embedded up, tokyo up');
  expect(endpoint).toMatchObject({ measured: { verdict: 'down' }, effective: { state: 'down' } });
  expect(web).toMatchObject({ reason: expect.stringMatching(/^well again since .*waits for an operator/), recovering: { up_at: null } });
  expect((await meridian.command('status', `example.com/${A}`)).stdout).toMatch(/Well again for \S+, and waits for an operator/);

  const { stdout } = await meridian.command('recover', `example.com/${A}`);
  expect(stdout).toMatch(/^example\.com\/hangzhou\/a: 1 of 1 endpoint came up by it; /);
  expect((await seenEndpoint(meridian, A)).web).toMatchObject({ verdict: 'up', flaps: 0, recovering: null });
  expect((await seenEndpoint(meridian, 'hangzhou/b')).web.verdict).toBe('down');
});

test('planned work: what turns down meanwhile is no warning and no flap, and is up again by itself', async () => {
  await using scene = await startFleetScene({ monitor: `${RHYTHM}, recovery: manual` });
  const { meridian, sites } = scene;
  await scene.agent('tokyo');
  await untilSaid(meridian, A, 'embedded up, tokyo up');
  const planned = await meridian.command('maintenance', 'example.com/hangzhou', '--for', '10m', '--reason', 'new disks');
  expect(planned.stdout).toMatch(/^example\.com\/hangzhou: maintenance from /);
  await sites.break('hangzhou', '503');
  await sites.break('beijing', '503');
  const down = (key: string) => meridian.logLine(({ endpoint, measured }) => endpoint === `example.com./${key}` && measured === 'down');
  expect(await down(A)).toMatchObject({ level: 30, msg: expect.stringContaining('new disks') });
  expect(await down('beijing/a')).toMatchObject({ level: 40 });
  expect((await seenEndpoint(meridian, A)).web).toMatchObject({ verdict: 'down', flaps: 0 });
  expect((await seenEndpoint(meridian, 'beijing/a')).web).toMatchObject({ verdict: 'down', flaps: 1 });

  await sites.mend('hangzhou');
  expect((await untilEndpoint(meridian, A, ({ web }) => web.verdict === 'up')).web).toMatchObject({ flaps: 0, rise_needed: 2 });
  expect(meridian.log().filter(({ level, endpoint }) => level >= 40 && String(endpoint).includes('/hangzhou/'))).toEqual([]);
});

test('a monitor that informs changes nothing, and is seen', async () => {
  await using scene = await startFleetScene({
    monitors: `  canary: { type: http, path: /healthz, port: 1, interval: 1s, ${RHYTHM}, role: inform }`,
    pools: '  watched: { site: hangzhou, monitors: { all: [web, canary] }, endpoints: { a: 127.0.0.10 } }',
  });
  const { meridian } = scene;
  await scene.agent('tokyo');
  const informs = ({ name, verdict, ballots }: MonitorStandingView) => name === 'canary' && verdict === 'down' && ballots.length === 2;
  const { endpoint } = await untilEndpoint(meridian, 'watched/a', seen => seen.endpoint.monitors!.some(informs));
  expect(endpoint).toMatchObject({
    measured: { verdict: 'up', reason: expect.stringContaining('status 200') },
    effective: { state: 'up' },
  });
  expect(endpoint.monitors).toMatchObject([{ role: 'vote' }, { role: 'inform', reason: expect.stringContaining('connect refused') }]);
  expect((await meridian.command('status', 'example.com/watched/a')).stdout).toMatch(/^Monitor canary, informs only: down /m);
  expect(meridian.log().filter(({ msg }) => / is down, /.test(msg))).toEqual([]);
});

test('the same check, asked for by two pools, reaches the endpoint once an interval and counts for both', async () => {
  const OK = answering('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
  await using shared = await tcpPeer(OK, '127.0.0.40');
  await using scene = await startFleetScene({
    monitors: `  one: { type: http, port: ${shared.port}, interval: 1s, ${RHYTHM} }
  other: { type: http, port: ${shared.port}, interval: 1s, timeout: 800ms, fall: 3 }`,
    pools: `  first: { site: hangzhou, monitor: one, endpoints: { a: 127.0.0.40 } }
  second: { site: beijing, monitor: other, endpoints: { a: 127.0.0.40 } }`,
  });
  const { meridian } = scene;
  const { probes, observations } = await untilVantage(meridian, 'embedded', ({ observations: { taken } }) => taken >= 25);
  expect(probes.assigned).toBe(5);
  // Five probes have the same interval. Were the shared one done for each pool, it would be done twice as often as the others.
  expect(shared.accepted).toBeLessThan(1.5 * Math.ceil(observations.taken / 5));
  const same = async (): Promise<boolean> => {
    const [first, second] = [await seenEndpoint(meridian, 'first/a'), await seenEndpoint(meridian, 'second/a')];
    return first.web.ballots[0]?.at === second.web.ballots[0]?.at && first.says === 'embedded up' && second.says === 'embedded up';
  };
  for (let look = 0; !(await same()); look++) expect(look).toBeLessThan(10);
});
