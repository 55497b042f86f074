import { execFile } from 'node:child_process';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { SITE_ENDPOINTS, untilMeasured } from '../support/known-states.ts';
import type { Meridian } from '../support/meridian.ts';
import { startSiteServer } from '../support/site-server.ts';
import { FALL } from '../support/site-zone.ts';

const RECORDS = '  www: { ttl: 5s, steer: { failover: [hangzhou, beijing] } }';

/** Turns of every endpoint that must be missed: more than it takes to fall. */
const MISSED = 3 * FALL * SITE_ENDPOINTS.length;

/** Files that Node itself has open from its start to its end. */
const NONE_LEFT = 8;

/** From now on the process may have so many files open; what it has open already stays. */
async function limitFiles({ program }: Meridian, most: number): Promise<void> {
  await promisify(execFile)('prlimit', ['--pid', String(program.pid), `--nofile=${most}:`]);
}

/** Calls the API over one connection, which is open before there are no descriptors left. */
function caller({ apiUrl, token }: Meridian) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { authorization: `Bearer ${token}` };
  const get = (path: string) =>
    new Promise<string>((resolve, reject) => {
      request(`${apiUrl}${path}`, { agent, headers }, response => text(response).then(resolve, reject))
        .on('error', reject)
        .end();
    });
  return { get, [Symbol.dispose]: () => agent.destroy() };
}

function faultsIn(metrics: string): number {
  return Number(/^meridian_faults_total (\d+)$/m.exec(metrics)?.[1]);
}

test('without file descriptors nothing is reported down, faults are told of, and probing goes on when there are some again', async () => {
  await using server = await startSiteServer({ records: RECORDS });
  const { meridian, sites } = server;
  using calls = caller(meridian);
  await calls.get('/v1/status');
  const from = meridian.log().length;

  await limitFiles(meridian, NONE_LEFT);
  const told = await meridian.logLine(({ msg }) => / could not be probed/.test(msg), from);
  expect(JSON.stringify(told)).toContain('EMFILE');
  await eventually(async () => (faultsIn(await calls.get('/metrics')) >= MISSED ? true : undefined), {
    withinMs: 20_000,
    tell: () => meridian.program.output(),
  });
  expect(
    meridian
      .log()
      .slice(from)
      .filter(({ measured }) => measured !== undefined),
  ).toEqual([]);
  expect((await meridian.query('www.example.com')).addresses).toEqual([expect.stringMatching(/^127\.0\.0\.1[01]$/)]);

  await limitFiles(meridian, 1024);
  await sites.close('hangzhou');
  await untilMeasured(meridian, 'down', ['hangzhou/a', 'hangzhou/b'], from);
  await sites.open('hangzhou');
  await untilMeasured(
    meridian,
    'up',
    ['hangzhou/a', 'hangzhou/b'],
    meridian.log().findLastIndex(({ measured }) => measured === 'down'),
  );
});
