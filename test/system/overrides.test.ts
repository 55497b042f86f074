import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ExplanationView } from '../../src/api/contract.ts';
import { eventually } from '../support/eventually.ts';
import { askManyTimes } from '../support/many-queries.ts';
import { releaseOverrides } from '../support/release-overrides.ts';
import { type SiteServer, startSiteServer } from '../support/site-server.ts';

const RECORDS = '  api: { ttl: 5s, steer: { weighted: { hangzhou: 40, beijing: 60 } } }';
const ZONE = '/v1/zones/example.com';
const [A, B, BEIJING] = ['127.0.0.10', '127.0.0.11', '127.0.0.20'];

let server: SiteServer;
beforeAll(async () => {
  server = await startSiteServer({ records: RECORDS, flags: ['--workers', '2'] });
});
afterAll(async () => server?.[Symbol.asyncDispose]());

/** Each way to override, and the addresses that are left then. */
const TARGETS = [
  { what: 'an endpoint', path: 'pools/hangzhou/endpoints/a', argument: 'example.com/hangzhou/a', left: [B, BEIJING] },
  { what: 'a pool', path: 'pools/hangzhou', argument: 'example.com/hangzhou', left: [BEIJING] },
  { what: 'a site', path: 'sites/beijing', argument: 'example.com/site:beijing', left: [A, B] },
];
const ALL = [A, B, BEIJING];

/** Every address that is answered at this moment, over many source ports: 640 answers miss none that has a share of a tenth. */
async function answered(): Promise<readonly string[]> {
  return [...(await askManyTimes(server.meridian.dns, 'api.example.com', { count: 640, ports: 64 })).keys()].sort();
}

/** Whatever a test leaves in force, also one that fails. */
afterEach(() => releaseOverrides(server.meridian));

/** The log tells of a verdict before the answers that follow from it are out. */
function untilAnswered(expected: readonly string[]): Promise<true> {
  const ask = async (): Promise<true | undefined> => ((await answered()).join(' ') === expected.join(' ') ? true : undefined);
  return eventually(ask, { withinMs: 10_000, tell: () => `${expected.join(' ')} were never all that is answered` });
}

describe('by the API: seen on the wire from its answer on', () => {
  test.each(TARGETS)('$what, down and drained', async ({ path, left }) => {
    const { meridian } = server;
    for (const state of ['down', 'drain']) {
      expect((await meridian.api('PUT', `${ZONE}/${path}/override`, { state, reason: 'test' })).status).toBe(200);
      expect(await answered()).toEqual(left);
      expect((await meridian.api('DELETE', `${ZONE}/${path}/override`)).status).toBe(200);
      expect(await answered()).toEqual(ALL);
    }
  });

  test('up, over a verdict that says down; the verdict is shown beside it', async () => {
    const { meridian, sites } = server;
    const override = `${ZONE}/sites/beijing/override`;
    const from = meridian.log().length;
    await sites.close('beijing');
    await meridian.logLine(({ endpoint, measured }) => endpoint === 'example.com./beijing/a' && measured === 'down', from);
    await untilAnswered([A, B]);
    await meridian.api('PUT', override, { state: 'up', reason: 'the monitor is wrong' });
    expect(await answered()).toEqual(ALL);
    const { body } = await meridian.api('GET', `${ZONE}/pools/beijing/endpoints/a`);
    expect(body).toMatchObject({ measured: { verdict: 'down' }, effective: { state: 'up', override: 'up' } });
    await sites.open('beijing');
    await meridian.api('DELETE', override);
    const mended = meridian.log().length;
    await meridian.logLine(({ endpoint, measured }) => endpoint === 'example.com./beijing/a' && measured === 'up', mended);
    await untilAnswered(ALL);
  });

  test('down beats drain beats up, of the endpoint, its pool and its site', async () => {
    const { meridian } = server;
    const paths = ['pools/beijing/endpoints/a', 'pools/beijing', 'sites/beijing'].map(path => `${ZONE}/${path}/override`);
    const states = ['up', 'drain', 'down'];
    for (const [i, path] of paths.entries()) await meridian.api('PUT', path, { state: states[i], reason: 'test' });
    const effective = async () => (await meridian.api<{ effective: unknown }>('GET', `${ZONE}/pools/beijing/endpoints/a`)).body.effective;
    expect(await effective()).toMatchObject({ state: 'down', override: 'down' });
    await meridian.api('DELETE', paths[2]!);
    expect(await effective()).toMatchObject({ state: 'drain', override: 'drain' });
    await meridian.api('DELETE', paths[1]!);
    expect(await effective()).toMatchObject({ state: 'up', override: 'up' });
    await meridian.api('DELETE', paths[0]!);
  });
});

describe('by the command line: seen on the wire when the command has ended', () => {
  test.each(TARGETS)('$what: force down, drain, release', async ({ argument, left }) => {
    const { meridian } = server;
    for (const command of [
      ['force', argument, 'down', '--reason', 'disk fault'],
      ['drain', argument, '--expires', '2h'],
    ]) {
      expect(await meridian.command(...command)).toMatchObject({ status: 0, stderr: '' });
      expect(await answered()).toEqual(left);
      expect((await meridian.command('status')).stdout).toContain(argument);
      expect(await meridian.command('release', argument)).toMatchObject({ status: 0, stderr: '' });
      expect(await answered()).toEqual(ALL);
    }
  });

  test('a weight', async () => {
    const { meridian } = server;
    const changed = await meridian.command('weight', 'example.com/hangzhou/a', '0', '--reason', 'canary');
    expect(changed).toMatchObject({ status: 0, stdout: expect.stringContaining('weight 0 (file 100)') });
    expect(await answered()).toEqual([B, BEIJING]);
    expect(await meridian.command('release', 'example.com/hangzhou/a')).toMatchObject({ status: 0 });
    expect(await answered()).toEqual(ALL);
  });

  test('status and explain say what is in force and why', async () => {
    const { meridian } = server;
    await meridian.command('force', 'example.com/hangzhou/a', 'down', '--reason', 'disk fault');
    const status = await meridian.command('status', 'example.com');
    expect(status.stdout).toMatch(/\ba +127\.0\.0\.10 .*\bup\b.*\bdown\b.*disk fault/);
    const explained = await meridian.command('explain', 'api.example.com');
    expect(explained).toMatchObject({ status: 0, stderr: '' });
    expect(explained.stdout).toContain('down by override, measured up');
    const asJson = await meridian.command('explain', 'api.example.com', '--json');
    const view = JSON.parse(asJson.stdout) as ExplanationView;
    expect(view.shares.map(({ addresses, share }) => [addresses, share])).toEqual([
      [[B], 0.4],
      [[BEIJING], 0.6],
    ]);
    await meridian.command('release', 'example.com/hangzhou/a');
  });

  test('a target that there is not: exit 1, the reason on standard error, nothing changed', async () => {
    const { meridian } = server;
    const before = (await meridian.api<{ generation: number }>('GET', '/v1/status')).body.generation;
    for (const command of [
      ['drain', 'example.com/hangzhuo'],
      ['force', 'example.net/hangzhou/a', 'down'],
      ['weight', 'example.com/hangzhou/c', '5'],
      ['release', 'example.com/hangzhou/a'],
    ]) {
      const { status, stdout, stderr } = await meridian.command(...command);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(/^error: (?:there is )?no /);
    }
    expect((await meridian.api<{ generation: number }>('GET', '/v1/status')).body.generation).toBe(before);
  });
});
