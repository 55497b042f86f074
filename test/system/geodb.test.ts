import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import type { ReloadAnswer, StatusView } from '../../src/api/contract.ts';
import { commandResult, type LogLine, type Meridian } from '../support/meridian.ts';
import { type MmdbContent, writeMmdb } from '../support/mmdb-writer.ts';
import { startSiteServer } from '../support/site-server.ts';
import { zonesDirectory } from '../support/zones-directory.ts';

const POOLS = `  europe: { site: hangzhou, endpoints: { a: 192.0.2.40 } }
  america: { site: beijing, endpoints: { a: 192.0.2.50 } }`;
const RECORDS = `  app: { ttl: 5s, steer: { geo: { "country:DE": europe, default: america } } }
  net: { ttl: 5s, steer: { geo: { "asn:64500": europe, default: america } } }
  www: { ttl: 5s, steer: { failover: [hangzhou, beijing] } }`;

const CLIENT = '5.6.7.0/24';
const EUROPE = ['192.0.2.40'];
const AMERICA = ['192.0.2.50'];

/** A database that has all of 5.0.0.0/8 in one country. */
const countries = (country: string, more: Partial<MmdbContent> = {}) =>
  writeMmdb({ ipVersion: 4, type: `Only-${country}`, entries: { '5.0.0.0/8': { country_code: country } }, ...more });

/** A server with a database of its own that has all of 5.0.0.0/8 in Germany. */
async function scene() {
  const stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'meridian-geodb-'));
  stack.defer(() => rm(folder, { recursive: true }));
  const file = join(folder, 'geo.mmdb');
  await writeFile(file, countries('DE'));
  try {
    const { meridian } = stack.use(await startSiteServer({ records: RECORDS, pools: POOLS, flags: ['--geodb', file] }));
    return { folder, file, meridian, ...questions(meridian), replace: replacing(file), [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

const questions = (meridian: Meridian) => ({
  ask: async (name = 'app') => (await meridian.query(`${name}.example.com`, { client: CLIENT })).addresses,
  geography: async () => (await meridian.api<StatusView>('GET', '/v1/status')).body.geo_database,
  figure: async (name: string) => {
    const text = await (await fetch(`${meridian.apiUrl}/metrics`)).text();
    return Number(new RegExp(`^meridian_geo_database_${name}(?:\\{.*\\})? (\\S+)$`, 'm').exec(text)?.[1]);
  },
});

const replacing = (file: string) => async (bytes: Uint8Array) => {
  await writeFile(`${file}.new`, bytes);
  await rename(`${file}.new`, file);
};

const isTaken = ({ msg }: LogLine) => /^geographic database .* served as generation \d+ in place of /.test(msg);
const isRefused = ({ msg }: LogLine) => msg.startsWith('geographic database not loaded');

test.concurrent('a file that replaces another goes into the answers; status and metrics tell which one it is', async ({ expect }) => {
  await using all = await scene();
  const { file, meridian, ask, geography, figure, replace } = all;
  expect(await ask()).toEqual(EUROPE);
  expect(await geography()).toMatchObject({ file, watched: true, type: 'Only-DE', built: '2023-11-14T22:13:20.000Z', prefixes: 1 });
  await replace(countries('US', { buildEpoch: 1_750_000_000 }));
  const { msg } = await meridian.logLine(isTaken);
  expect(msg).toMatch(/Only-US of 2025-06-15, 1 prefix with country, continent; .* in place of Only-DE of 2023-11-14, 1 prefix$/);
  expect(await ask()).toEqual(AMERICA);
  expect(await geography()).toMatchObject({ type: 'Only-US', fields: ['country', 'continent'], last_error: null });
  expect(await figure('build_timestamp_seconds')).toBe(1_750_000_000);
  expect((await meridian.command('status')).stdout).toMatch(/^Geography {2}Only-US, built \d+d.* ago, 1 prefix with country, continent$/m);
});

test.concurrent('a broken one, written in place, leaves the answers as they are; mended, it goes live', async ({ expect }) => {
  await using all = await scene();
  const { file, meridian, ask, geography, figure } = all;
  await writeFile(file, countries('US').subarray(0, 50));
  await meridian.logLine(isRefused);
  expect(await ask()).toEqual(EUROPE);
  expect(await geography()).toMatchObject({ type: 'Only-DE', last_error: expect.stringContaining(`${file}: not a MaxMind DB file`) });
  expect([await figure('up_to_date'), await figure('load_errors_total')]).toEqual([0, 1]);
  await writeFile(file, countries('US'));
  await meridian.logLine(isTaken);
  expect(await ask()).toEqual(AMERICA);
  expect((await geography()).last_error).toBeNull();
  expect([await figure('up_to_date'), await figure('load_errors_total')]).toEqual([1, 1]);
  expect(meridian.log().filter(isRefused)).toHaveLength(1);
});

test.concurrent('one that knows nothing of use leaves the answers as they are', async ({ expect }) => {
  await using all = await scene();
  const { file, meridian, ask, geography, figure, replace } = all;
  await replace(countries('US', { type: 'GeoIP2-Anonymous-IP', entries: { '5.0.0.0/8': { is_anonymous: true } } }));
  const { msg } = await meridian.logLine(isRefused);
  expect(msg).toContain(`${file}: knows no country, coordinates or network of any address: it is of type "GeoIP2-Anonymous-IP"`);
  expect(await ask()).toEqual(EUROPE);
  expect(await geography()).toMatchObject({ type: 'Only-DE', last_error: expect.stringContaining('knows no country') });
  expect(await figure('up_to_date')).toBe(0);
});

test.concurrent.for<[string, (path: string) => Promise<unknown> | Buffer]>([
  ['a directory', path => mkdir(path)],
  ['a named pipe', path => execFileSync('mkfifo', [path])],
  ['a device', path => symlink('/dev/zero', path)],
])('%s in its place is never read; the file that follows goes live', async ([kind, put], { expect }) => {
  await using all = await scene();
  const { file, meridian, ask, geography } = all;
  await rm(file);
  await put(file);
  const { stdout } = await meridian.command('reload');
  expect(stdout).toContain(`${file}:1:1: warning: ${file}: is ${kind}, expected a regular file`);
  expect(await ask()).toEqual(EUROPE);
  expect((await geography()).last_error).toBe(`${file}: is ${kind}, expected a regular file`);
  await rm(file, { recursive: true });
  await writeFile(file, countries('US'));
  await meridian.logLine(isTaken);
  expect(await ask()).toEqual(AMERICA);
});

test.concurrent('a file that is gone costs nothing; a symbolic link in its place is followed', async ({ expect }) => {
  await using all = await scene();
  const { folder, file, meridian, ask } = all;
  await rm(file);
  await meridian.logLine(isRefused);
  expect(await ask()).toEqual(EUROPE);
  await writeFile(join(folder, 'us.mmdb'), countries('US'));
  await symlink('us.mmdb', file);
  await meridian.logLine(isTaken);
  expect(await ask()).toEqual(AMERICA);
});

test.concurrent('a reload reads it at once, and tells whoever asked when it cannot be used', async ({ expect }) => {
  await using all = await scene();
  const { file, meridian, ask, replace } = all;
  await replace(countries('US'));
  expect((await meridian.api<ReloadAnswer>('POST', '/v1/reload')).body.findings).toEqual([]);
  expect(await ask()).toEqual(AMERICA);
  await replace(Buffer.from('no database'));
  const { status, stdout } = await meridian.command('reload');
  expect(status).toBe(0);
  expect(stdout).toContain(`${file}:1:1: warning: ${file}: not a MaxMind DB file`);
  expect(await ask()).toEqual(AMERICA);
  await replace(countries('DE'));
  const from = meridian.log().length;
  process.kill(meridian.program.pid, 'SIGHUP');
  await meridian.logLine(isTaken, from);
  expect(await ask()).toEqual(EUROPE);
});

test.concurrent('what the trees ask for in vain is in the log and in the status, until a database has it', async ({ expect }) => {
  await using all = await scene();
  const { meridian, ask, geography, replace } = all;
  const warning = expect.stringMatching(/^the geographic database Only-DE has no AS numbers: .* \(net\.example\.com\)$/);
  expect(meridian.log()).toContainEqual(expect.objectContaining({ level: 40, msg: warning }));
  expect((await geography()).warnings).toEqual([warning]);
  await replace(countries('DE', { entries: { '5.0.0.0/8': { country_code: 'DE', autonomous_system_number: 64_500 } } }));
  await meridian.logLine(isTaken);
  expect((await geography()).warnings).toEqual([]);
  expect(await ask('net')).toEqual(EUROPE);
});

test.concurrent('a start that cannot be tells what is wrong with the zones and with the database', async ({ expect }) => {
  await using directory = await zonesDirectory({ 'example.com.yaml': 'pools: 7\n' });
  await writeFile(join(directory.folder, 'bad.mmdb'), 'no database');
  const flags = ['--zones', directory.zones, '--data', directory.data, '--geodb', join(directory.folder, 'bad.mmdb')];
  const { status, stderr } = await commandResult('serve', ...flags, '--dns', '127.0.0.1:0', '--api', '127.0.0.1:0');
  expect(status).toBe(1);
  expect(stderr).toMatch(/example\.com\.yaml:1:\d+: pools/);
  expect(stderr).toMatch(/bad\.mmdb: not a MaxMind DB file/);
});
