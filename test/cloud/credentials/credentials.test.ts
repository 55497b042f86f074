import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { withoutCredentials } from '../../../src/cloud/credentials/credentials.ts';
import { environmentCredentials } from '../../../src/cloud/credentials/environment.ts';
import { fileCredentials } from '../../../src/cloud/credentials/file.ts';
import { roleCredentials } from '../../../src/cloud/credentials/role.ts';
import { fakeClock } from '../../support/fake-clock.ts';

const { signal } = new AbortController();

test('the environment has them by the names that the tools of the service know', async () => {
  const source = environmentCredentials({
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'id',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret',
    ALIBABA_CLOUD_SECURITY_TOKEN: '',
  });
  expect(await source.get(signal)).toEqual({ accessKeyId: 'id', accessKeySecret: 'secret', securityToken: undefined });
  expect(() => environmentCredentials({})).toThrow(
    'the environment has no ALIBABA_CLOUD_ACCESS_KEY_ID and no ALIBABA_CLOUD_ACCESS_KEY_SECRET',
  );
});

async function temporaryFile(content: string, mode = 0o600): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'meridian-credentials-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const path = join(directory, 'alidns.json');
  await writeFile(path, content, { mode });
  return path;
}

test('a file is read again when it has changed', async () => {
  const path = await temporaryFile('{ "access_key_id": "id", "access_key_secret": "one" }');
  const source = fileCredentials(path);
  const first = await source.get(signal);
  expect(first).toEqual({ accessKeyId: 'id', accessKeySecret: 'one', securityToken: undefined });
  expect(await source.get(signal)).toBe(first);
  await writeFile(`${path}.new`, '{ "access_key_id": "id", "access_key_secret": "two", "security_token": "t" }', { mode: 0o600 });
  await rename(`${path}.new`, path);
  expect(await source.get(signal)).toEqual({ accessKeyId: 'id', accessKeySecret: 'two', securityToken: 't' });
});

test('a file that others may read is not taken', async () => {
  const path = await temporaryFile('{ "access_key_id": "id", "access_key_secret": "one" }');
  await chmod(path, 0o640);
  await expect(fileCredentials(path).get(signal)).rejects.toThrow(`credentials file ${path}: mode 0640 lets others at it, expected 0600`);
});

test.each([
  ['not JSON', 'hush-hush'],
  ['without the secret', '{ "access_key_id": "hush-hush" }'],
  ['with another key', '{ "access_key_id": "hush-hush", "access_key_secret": "hush-hush", "hush-hush": 1 }'],
])('a file %s: the error says what is wrong and nothing of what is in it', async (_, content) => {
  const error = await fileCredentials(await temporaryFile(content))
    .get(signal)
    .catch((thrown: Error) => thrown);
  expect(String(error)).toContain('expected JSON with access_key_id');
  expect(String(error)).not.toContain('hush');
});

/** Answers as the metadata service of an instance does. */
async function metadata(answer: () => { readonly status: number; readonly body: string }): Promise<string> {
  const server: Server = createServer((_, response) => {
    const { status, body } = answer();
    response.writeHead(status).end(body);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/latest/meta-data/ram/security-credentials/dns?hush=1`;
}

test('those of a role are fetched again before they run out, and last while the endpoint fails', async () => {
  const clock = fakeClock(Date.UTC(2026, 0, 1));
  let [served, down] = [0, false];
  const url = await metadata(() => {
    if (down) return { status: 500, body: 'hush' };
    served++;
    const Expiration = new Date(clock.now() + 3_600_000).toISOString();
    return {
      status: 200,
      body: JSON.stringify({ Code: 'Success', AccessKeyId: 'id', AccessKeySecret: `s${served}`, SecurityToken: 't', Expiration }),
    };
  });
  const source = roleCredentials({ url, clock });
  const secret = async () => (await source.get(signal)).accessKeySecret;
  expect(await Promise.all([secret(), secret()])).toEqual(['s1', 's1']);
  clock.advance(44 * 60_000);
  expect(await secret()).toBe('s1');
  clock.advance(2 * 60_000);
  expect(await secret()).toBe('s2');
  down = true;
  clock.advance(50 * 60_000);
  expect(await secret()).toBe('s2');
  clock.advance(11 * 60_000);
  const error = await source.get(signal).catch((thrown: Error) => thrown);
  expect(String(error)).toMatch(/security-credentials\/dns: status 500/);
  expect(String(error)).not.toContain('hush');
  down = false;
  expect(await secret()).toBe('s3');
  source.drop();
  expect(await secret()).toBe('s4');
});

test('a text is freed of credentials however they are encoded', () => {
  const credentials = { accessKeyId: 'LTAI', accessKeySecret: 'a/b+c=', securityToken: 'to/ken' };
  const text = `LTAI a/b+c= ${encodeURIComponent('a/b+c=')} ${encodeURIComponent(encodeURIComponent('to/ken'))}`;
  expect(withoutCredentials(text, credentials)).toBe('… … … …');
});
