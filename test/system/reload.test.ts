import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProblemView, StatusView } from '../../src/api/contract.ts';
import { SITE_ENDPOINTS, untilMeasured, untilServed } from '../support/known-states.ts';
import type { Meridian } from '../support/meridian.ts';
import { type SiteServer, startSiteServer } from '../support/site-server.ts';
import { MASTER_FILE } from '../support/zones-directory.ts';

const RECORDS = '  www: { ttl: 5s, steer: { failover: [hangzhou, beijing] } }';
const BAD_MASTER = MASTER_FILE.replace('192.0.2.80', '192.0.2.800');
const GOOD_MASTER = MASTER_FILE.replace('192.0.2.80', '192.0.2.81');
/** Where the mistakes below stand, and what is said of them. */
const MISTAKES = [/^example\.com\.yaml:13:10: records\.www\.ttll: unknown key/, /^example\.com\.zone:5:10: static\.example\.com A: /];

let server: SiteServer;
beforeEach(async () => {
  server = await startSiteServer({ records: RECORDS });
  await untilSettled(server.meridian);
});
afterEach(async () => server?.[Symbol.asyncDispose]());

/** Waits until the first verdicts are in the answers: from then on generations stand still. */
async function untilSettled(meridian: Meridian): Promise<void> {
  await untilMeasured(meridian, 'up', SITE_ENDPOINTS);
  await untilServed(meridian);
}

async function breakZones({ directory, yaml }: SiteServer): Promise<void> {
  await directory.write({ 'example.com.zone': BAD_MASTER, 'example.com.yaml': yaml({ records: RECORDS.replace('ttl:', 'ttll:') }) });
}

async function repairZones({ directory, yaml }: SiteServer): Promise<void> {
  const records = RECORDS.replace('[hangzhou, beijing]', '[beijing, hangzhou]');
  await directory.write({ 'example.com.zone': GOOD_MASTER, 'example.com.yaml': yaml({ records }) });
}

const statusOf = async (meridian: Meridian): Promise<StatusView> => (await meridian.api<StatusView>('GET', '/v1/status')).body;
const firstAddress = async (meridian: Meridian, name: string) => (await meridian.query(name)).addresses[0];
const isRejected = ({ msg }: { msg: string }): boolean => msg.startsWith('zones not reloaded');
const isTaken = ({ msg }: { msg: string }): boolean => msg.startsWith('zones reloaded');

async function expectOldZones(meridian: Meridian, before: StatusView): Promise<void> {
  const after = await statusOf(meridian);
  const told = after.rejected.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
  expect(told).toEqual(MISTAKES.map(mistake => expect.stringMatching(mistake)));
  expect(after.generation).toBe(before.generation);
  expect(after.zones).toEqual(before.zones);
  expect(await firstAddress(meridian, 'static.example.com')).toBe('192.0.2.80');
  expect(await firstAddress(meridian, 'www.example.com')).toMatch(/^127\.0\.0\.1[01]$/);
}

async function expectNewZones(meridian: Meridian, before: StatusView): Promise<void> {
  const after = await statusOf(meridian);
  expect(after.rejected).toEqual([]);
  expect(after.generation).toBeGreaterThan(before.generation);
  expect(await firstAddress(meridian, 'static.example.com')).toBe('192.0.2.81');
  expect(await firstAddress(meridian, 'www.example.com')).toBe('127.0.0.20');
}

describe('a reload that finds mistakes changes nothing, and the next good one is taken', () => {
  test('by SIGHUP', async () => {
    const { meridian } = server;
    const before = await statusOf(meridian);
    await breakZones(server);
    process.kill(meridian.program.pid, 'SIGHUP');
    await meridian.logLine(isRejected);
    for (const mistake of MISTAKES) await meridian.logLine(({ level, msg }) => level === 50 && mistake.test(msg));
    await expectOldZones(meridian, before);
    await repairZones(server);
    process.kill(meridian.program.pid, 'SIGHUP');
    await meridian.logLine(isTaken);
    await expectNewZones(meridian, before);
  });

  test('by POST /v1/reload', async () => {
    const { meridian } = server;
    const before = await statusOf(meridian);
    await breakZones(server);
    const refused = await meridian.api<ProblemView>('POST', '/v1/reload');
    expect(refused.status).toBe(422);
    expect(refused.body.findings?.map(({ file }) => file)).toEqual(['example.com.yaml', 'example.com.zone']);
    await expectOldZones(meridian, before);
    await repairZones(server);
    const taken = await meridian.api<{ generation: number }>('POST', '/v1/reload');
    expect(taken.status).toBe(200);
    await expectNewZones(meridian, before);
    expect(taken.body.generation).toBe((await statusOf(meridian)).generation);
  });

  test('by ./meridian reload', async () => {
    const { meridian } = server;
    const before = await statusOf(meridian);
    await breakZones(server);
    const refused = await meridian.command('reload');
    expect(refused.status).toBe(1);
    const lines = refused.stdout.trim().split('\n');
    expect(lines).toEqual(MISTAKES.map(mistake => expect.stringMatching(mistake)));
    await expectOldZones(meridian, before);
    expect((await meridian.command('status')).stdout).toContain('The last reload was not taken');
    await repairZones(server);
    expect(await meridian.command('reload')).toMatchObject({ status: 0, stderr: '' });
    await expectNewZones(meridian, before);
  });
});

test('a zones directory that vanishes is a reload that finds a mistake', async () => {
  const { meridian, directory } = server;
  const before = await statusOf(meridian);
  await rename(directory.zones, join(directory.folder, 'elsewhere'));
  expect((await meridian.api('POST', '/v1/reload')).status).toBe(422);
  const after = await statusOf(meridian);
  expect(after.rejected).toMatchObject([{ message: expect.stringContaining('cannot read the zones directory') }]);
  expect(after.generation).toBe(before.generation);
  expect(await firstAddress(meridian, 'static.example.com')).toBe('192.0.2.80');
});

test('a reload keeps intents and verdicts, takes new zones in and gives old ones up', async () => {
  const { meridian, directory, sites, yaml } = server;
  await sites.close('beijing');
  await meridian.logLine(({ endpoint, measured }) => endpoint === 'example.com./beijing/a' && measured === 'down');
  await meridian.api('PATCH', '/v1/zones/example.com/pools/hangzhou/endpoints/a', { weight: 0 });
  const records = `${RECORDS}\n  api: { steer: { weighted: { hangzhou: 1, beijing: 9 } } }`;
  await directory.write({ 'example.com.yaml': yaml({ records }), 'example.org.zone': MASTER_FILE });
  expect((await meridian.query('static.example.org')).rcode).toBe(5);
  expect((await meridian.api('POST', '/v1/reload')).status).toBe(200);
  expect(await firstAddress(meridian, 'static.example.org')).toBe('192.0.2.80');
  expect(await firstAddress(meridian, 'api.example.com')).toBe('127.0.0.11');
  await rm(join(directory.zones, 'example.org.zone'));
  expect((await meridian.api('POST', '/v1/reload')).status).toBe(200);
  expect((await meridian.query('static.example.org')).rcode).toBe(5);
  expect(await readFile(join(directory.zones, 'example.com.yaml'), 'utf8')).toBe(yaml({ records }));
});
