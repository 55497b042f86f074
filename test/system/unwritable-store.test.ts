import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { StatusView } from '../../src/api/contract.ts';
import { type Meridian, startMeridian } from '../support/meridian.ts';
import { pollAnswers } from '../support/poll-answers.ts';
import { startSiteServer } from '../support/site-server.ts';

const RECORDS = '  www: { ttl: 5s, steer: { failover: [hangzhou, beijing] } }';
const ENDPOINT = '/v1/zones/example.com/pools/beijing/endpoints/a';

/** From now on the process may make no file longer than this: its writes fail as on a disk that is full. */
async function limitFileSize({ program }: Meridian, octets: number | 'unlimited'): Promise<void> {
  await promisify(execFile)('prlimit', ['--pid', String(program.pid), `--fsize=${octets}:`]);
}

test('a disk that takes no more: changes are refused with the reason, answers and failover go on, and with room again so do changes', async () => {
  await using server = await startSiteServer({ records: RECORDS });
  const { meridian, sites, directory } = server;
  expect((await meridian.api('PATCH', ENDPOINT, { weight: 7 })).status).toBe(200);
  await limitFileSize(meridian, 4096);

  const refused = await meridian.api<{ detail: string }>('PATCH', ENDPOINT, { weight: 8 });
  expect(refused).toMatchObject({
    status: 503,
    body: { detail: expect.stringMatching(/could not be stored, and nothing has changed: .*meridian\.db/) },
  });
  expect((await meridian.api('GET', ENDPOINT)).body).toMatchObject({ effective: { weight: 7 } });
  const { body } = await meridian.api<StatusView>('GET', '/v1/status');
  expect(JSON.stringify(body)).toMatch(/could not be (stored|written|kept)/);
  const metrics = await (await fetch(`${meridian.apiUrl}/metrics`)).text();
  expect(metrics).toMatch(/^meridian_store_errors_total\{reason="\w+"\} [1-9]/m);

  await sites.close('hangzhou');
  const fitsBeijing = ({ addresses }: { addresses: readonly string[] }) => addresses.length === 1 && addresses[0] === '127.0.0.20';
  await pollAnswers({ ask: () => meridian.query('www.example.com'), fits: fitsBeijing, sinceMs: performance.now() });
  expect((await meridian.query('static.example.com')).addresses).toEqual(['192.0.2.80']);

  await limitFileSize(meridian, 'unlimited');
  await expect.poll(async () => (await meridian.api('PATCH', ENDPOINT, { weight: 9 })).status).toBe(200);
  await meridian.end('SIGKILL');
  await using again = await startMeridian(directory);
  expect((await again.api('GET', ENDPOINT)).body).toMatchObject({ effective: { weight: 9 } });
});

/** From now on the files cannot be written, not even by who has them open already; where this file system knows no such thing, they cannot grow. */
async function makeReadOnly(meridian: Meridian, files: readonly string[]): Promise<() => Promise<void>> {
  const immutable = (sign: '+' | '-') => promisify(execFile)('chattr', [`${sign}i`, ...files]);
  try {
    await immutable('+');
    return async () => void (await immutable('-'));
  } catch {
    await limitFileSize(meridian, 0);
    return () => limitFileSize(meridian, 'unlimited');
  }
}

test('a database that has become read-only: changes and tokens are refused with the reason, answers and failover go on, nothing needs a restart', async () => {
  await using server = await startSiteServer({ records: RECORDS });
  const { meridian, sites, directory } = server;
  expect((await meridian.api('PATCH', ENDPOINT, { weight: 7 })).status).toBe(200);
  const writableAgain = await makeReadOnly(
    meridian,
    ['meridian.db', 'meridian.db-wal'].map(name => join(directory.data, name)),
  );
  try {
    expect(await meridian.api('PATCH', ENDPOINT, { weight: 8 })).toMatchObject({
      status: 503,
      body: { detail: expect.stringMatching(/could not be stored, and nothing has changed: .*meridian\.db/) },
    });
    expect(await meridian.api('POST', '/v1/tokens', { role: 'viewer' })).toMatchObject({
      status: 503,
      body: { detail: expect.stringMatching(/could not be stored, and is not good: .*meridian\.db/) },
    });
    await sites.close('hangzhou');
    const fitsBeijing = ({ addresses }: { addresses: readonly string[] }) => addresses.length === 1 && addresses[0] === '127.0.0.20';
    await pollAnswers({ ask: () => meridian.query('www.example.com'), fits: fitsBeijing, sinceMs: performance.now() });
  } finally {
    await writableAgain();
  }
  await expect.poll(async () => (await meridian.api('PATCH', ENDPOINT, { weight: 9 })).status).toBe(200);
});
