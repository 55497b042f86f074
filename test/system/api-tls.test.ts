import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { callTls } from '../support/call-tls.ts';
import { commandResult, type Meridian, serveArguments, startMeridian } from '../support/meridian.ts';
import { CERTIFICATES } from '../support/tls-peer.ts';
import { type ZonesDirectory, zonesDirectory } from '../support/zones-directory.ts';

const pem = (name: string) => join(CERTIFICATES, `${name}.pem`);
const trusting = ['--ca', pem('authority')];

let directory: ZonesDirectory;
let cert: string;
let flags: readonly string[];
beforeEach(async () => {
  directory = await zonesDirectory();
  cert = join(directory.folder, 'cert.pem');
  await copyFile(pem('trusted'), cert);
  flags = ['--api-cert', cert, '--api-key', pem('key')];
});
afterEach(async () => directory?.[Symbol.asyncDispose]());

const expiryOf = async ({ apiUrl }: Meridian) => (await callTls(`${apiUrl}/healthz`, { rejectUnauthorized: false })).validTo;

test('the command line works over TLS; tokens outlive a kill, and one that is revoked stays so', async () => {
  const first = await startMeridian({ ...directory, flags });
  expect(first.apiUrl).toMatch(/^https:/);
  const made = await first.command('token', 'create', '--role', 'viewer', ...trusting);
  expect(made.stdout).toMatch(/^mrd_\S{43}\n$/);
  const file = join(directory.folder, 'viewer.token');
  await writeFile(file, made.stdout);
  expect((await first.command('status', '--token-file', file, ...trusting)).status).toBe(0);
  expect((await first.command('reload', '--token-file', file, ...trusting)).stderr).toContain('this wants a token with role operator');
  await first.end('SIGKILL');
  await using second = await startMeridian({ ...directory, flags });
  expect((await second.command('status', '--token-file', file, ...trusting)).status).toBe(0);
  const [, id = ''] = /^(tok_\S+)/m.exec((await second.command('token', 'list', ...trusting)).stdout) ?? [];
  expect((await second.command('token', 'revoke', id, ...trusting)).status).toBe(0);
  expect((await second.command('status', '--token-file', file, ...trusting)).stderr).toContain('this token was revoked at');
  expect(second.program.output()).not.toContain(made.stdout.trim());
});

test('a hangup has the certificate read again; one that is broken changes nothing', async () => {
  await using meridian = await startMeridian({ ...directory, flags });
  expect(await expiryOf(meridian)).toMatch(/2120/);
  await writeFile(cert, 'broken');
  process.kill(meridian.program.pid, 'SIGHUP');
  await meridian.logLine(({ level, msg }) => level === 50 && msg.includes(`--api-cert: ${cert} holds no certificate`));
  expect(await expiryOf(meridian)).toMatch(/2120/);
  await copyFile(pem('expired'), cert);
  const from = meridian.log().length;
  process.kill(meridian.program.pid, 'SIGHUP');
  await meridian.logLine(({ msg }) => msg.startsWith('the certificate of the API was read again'), from);
  expect(await expiryOf(meridian)).toMatch(/2020/);
});

test.each<[what: string, bad: () => readonly string[], status: number, told: string | RegExp]>([
  [
    'without its certificate',
    () => ['--api-cert', 'no.pem', '--api-key', pem('key')],
    1,
    'error: --api-cert: no.pem cannot be read: no such file or directory\n',
  ],
  [
    'for other machines without TLS',
    () => ['--api', '0.0.0.0:0'],
    2,
    /^error: --api: 0\.0\.0\.0:0 can be reached from other machines, and without TLS tokens can be read/,
  ],
])('%s the API is not served', async (_what, bad, status, told) => {
  const result = await commandResult(...serveArguments({ ...directory, flags: bad() }));
  expect(result).toEqual({ status, stdout: '', stderr: typeof told === 'string' ? told : expect.stringMatching(told) });
});

test('to be reached from other machines without TLS can be asked for', async () => {
  await using meridian = await startMeridian({ ...directory, flags: ['--api', '0.0.0.0:0', '--api-insecure'] });
  expect(meridian.apiUrl).toMatch(/^http:\/\/0\.0\.0\.0:/);
});
