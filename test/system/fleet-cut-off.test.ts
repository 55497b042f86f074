import { expect, test } from 'vitest';
import { type FleetScene, startFleetScene } from '../support/fleet-scene.ts';
import { untilEndpoint, untilSaid, untilVantage } from '../support/fleet-view.ts';
import { FLEET_ENDPOINTS } from '../support/fleet-zone.ts';
import { tcpPeer } from '../support/tcp-peer.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

const A = 'hangzhou/a';
const isDown = ({ msg }: { readonly msg: string }) => /^example\.com\/\w+\/[ab] is down/.test(msg);

const HELD = /^no vantage has a say in \d targets?$/;

/** A way to the controller that a test disturbs. */
function wayTo({ meridian }: FleetScene): Promise<TcpProxy> {
  const { hostname: host, port } = new URL(meridian.apiUrl);
  return startTcpProxy({ to: { host, port: Number(port) } });
}

const through = ({ port }: TcpProxy) => ({ controller: `http://127.0.0.1:${port}` });

test('an agent that is cut off without a word has no say after three intervals, and has it again when it is back', async () => {
  await using scene = await startFleetScene();
  const { meridian, sites } = scene;
  await using way = await wayTo(scene);
  await Promise.all([scene.agent('tokyo', through(way)), scene.agent('paris')]);
  await untilSaid(meridian, A, 'embedded up, paris up, tokyo up');

  way.stall();
  const { web } = await untilSaid(meridian, A, 'embedded up, paris up');
  expect(web.ballots[2]).toMatchObject({ vantage: 'tokyo', verdict: 'up', silent: expect.stringMatching(/^silent for \d+s$/) });
  expect((await untilVantage(meridian, 'tokyo', () => true)).connected).not.toBeNull();
  await sites.break('hangzhou', '503');
  const { msg } = await meridian.logLine(isDown);
  expect(msg).toContain('measured down by 2 of 2 vantages');

  way.resume();
  await untilSaid(meridian, A, 'embedded down, paris down, tokyo down');
});

test('an agent whose connections are reset comes back by itself', async () => {
  await using scene = await startFleetScene();
  const { meridian } = scene;
  await using way = await wayTo(scene);
  const tokyo = await scene.agent('tokyo', through(way));
  await untilSaid(meridian, A, 'embedded up, tokyo up');

  way.cut();
  await tokyo.logLine(({ msg }) => msg.startsWith('no stream from the controller at '));
  await untilSaid(meridian, A, 'embedded up');
  expect((await untilVantage(meridian, 'tokyo', ({ connected }) => connected === null)).slot).not.toBeNull();
  way.mend();
  await untilSaid(meridian, A, 'embedded up, tokyo up');
});

test('when no vantage has a say, verdicts hold whatever happens, and that is said loudly', async () => {
  const control = await tcpPeer(() => {});
  await using scene = await startFleetScene({ flags: ['--control', `tcp://127.0.0.1:${control.port}`] });
  const { meridian, sites } = scene;
  await using way = await wayTo(scene);
  await Promise.all([scene.agent('tokyo', through(way)), scene.agent('paris', through(way))]);
  await untilSaid(meridian, A, 'embedded up, paris up, tokyo up');

  way.stall();
  await control[Symbol.asyncDispose]();
  await meridian.logLine(({ level, msg }) => level === 40 && msg.startsWith('vantage embedded has no say: 1 of 1 control targets fail'));
  const loud = await meridian.logLine(({ msg }) => HELD.test(msg));
  expect(loud.level).toBe(50);
  for (const site of ['hangzhou', 'beijing', 'shanghai']) await sites.break(site, '503');
  for (const path of FLEET_ENDPOINTS) {
    const { endpoint, web } = await untilEndpoint(meridian, path, ({ web: { ballots } }) => ballots[0]?.verdict === 'down');
    expect(endpoint).toMatchObject({ measured: { verdict: 'up' }, effective: { state: 'up' } });
    expect(web).toMatchObject({
      voters: 0,
      needed: 0,
      reason: expect.stringMatching(/^held up, as no vantage has a say: embedded: 1 of 1 control/),
    });
  }
  expect((await meridian.command('status')).stdout).toMatch(/^Last error .*no vantage has a say in \d targets?/m);
  expect((await meridian.command('status', `example.com/${A}`)).stdout).toContain('No vantage has a say: it stays up');
  expect((await meridian.command('fleet')).stdout).toMatch(/embedded .*no say: 1 of 1 control targets fail/);
  expect((await meridian.query('www.example.com')).addresses[0]).toMatch(/^127\.0\.0\.1[01]$/);
  expect(meridian.log().filter(isDown)).toEqual([]);

  way.resume();
  for (const path of FLEET_ENDPOINTS) await untilEndpoint(meridian, path, ({ web }) => web.verdict === 'down');
  await meridian.logLine(({ msg }) => msg.startsWith('every target has a vantage with a say again'));
  await untilSaid(meridian, A, 'paris down, tokyo down');
});

test('what a vantage that is cut off sees turns no verdict, not even at first', async () => {
  const control = await tcpPeer(() => {});
  await using scene = await startFleetScene({ flags: ['--control', `tcp://127.0.0.1:${control.port}`] });
  const { meridian, sites } = scene;
  await control[Symbol.asyncDispose]();
  await Promise.all(['hangzhou', 'beijing', 'shanghai'].map(site => sites.break(site, '503')));
  for (const path of FLEET_ENDPOINTS) {
    const { endpoint } = await untilEndpoint(meridian, path, ({ web: { ballots } }) => ballots[0]?.verdict === 'down');
    expect(endpoint).toMatchObject({ measured: { verdict: 'up' }, effective: { state: 'up' } });
  }
  await meridian.logLine(({ msg }) => msg.startsWith('vantage embedded has no say: 1 of 1 control targets fail'));
  expect(meridian.log().filter(isDown)).toEqual([]);
});
