import { expect, test } from 'vitest';
import { startFleetScene } from '../support/fleet-scene.ts';
import { untilEndpoint } from '../support/fleet-view.ts';
import { fleetZone } from '../support/fleet-zone.ts';

/** Each vantage looks once, confirms five seconds later, and has its next turn in an hour. */
const rare = (port: number, settings: string) =>
  `  rare: { type: http, path: /healthz, port: ${port}, interval: 1h, timeout: 800ms, confirm: 5s, quorum: all, ${settings} }`;
const POOL = '  rare: { site: hangzhou, monitor: rare, endpoints: { a: 127.0.0.10 } }';

test.each([
  ['other thresholds for successes', 'fall: 2, rise: 5'],
  ['more failures', 'fall: 3, rise: 3'],
])(
  'a reload while a failure is confirmed that asks for %s: the confirmation goes on at the server and at an agent',
  async (_what, after) => {
    await using scene = await startFleetScene();
    const { directory, meridian, sites } = scene;
    await scene.agent('tokyo');
    await sites.break('hangzhou', '503');
    const reload = async (settings: string) => {
      const yaml = fleetZone({ port: sites.port, monitors: rare(sites.port, settings), pools: POOL });
      await directory.write({ 'example.com.yaml': yaml });
      expect((await meridian.api('POST', '/v1/reload')).status).toBe(200);
    };
    await reload('fall: 2, rise: 3');
    await untilEndpoint(meridian, 'rare/a', ({ web }) => web.ballots.length === 2 && web.ballots.every(({ streak }) => streak === 1));
    await reload(after);
    const { web } = await untilEndpoint(meridian, 'rare/a', seen => seen.web.verdict === 'down');
    expect(web.ballots.map(({ vantage, verdict }) => [vantage, verdict])).toEqual([
      ['embedded', 'down'],
      ['tokyo', 'down'],
    ]);
  },
);
