import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ProtocolFlags, readProtocolFlags } from '../../src/config/protocol-flags.ts';

const FLAGS: ProtocolFlags = { udpSize: '1232', rateLimit: '1000', rateLimitSlip: '2' };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meridian-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What the file of secrets is read as, and what is wrong with it. */
async function secretsOf(text: string) {
  const cookieSecretFile = join(folder, 'secrets');
  await writeFile(cookieSecretFile, text);
  const problems: string[] = [];
  const { cookieSecrets } = readProtocolFlags({ ...FLAGS, cookieSecretFile }, (_, found, expected) =>
    problems.push(`${found.replace(folder, '')}: ${expected}`),
  );
  return { secrets: cookieSecrets?.map(secret => Buffer.from(secret).toString('hex')), problems };
}

test('secrets stand one a line, with comments and empty lines between', async () => {
  const [one, two] = ['00112233445566778899aabbccddeeff', 'e5e973e5a6b2a43f48e7dc849e37bfcf'];
  expect(await secretsOf(`# made in May\n${one.toUpperCase()}\n\n  ${two} # the one before\r\n`)).toEqual({
    secrets: [one, two],
    problems: [],
  });
});

test('a line that is no secret is named, but not shown', async () => {
  const { problems } = await secretsOf(`${'a'.repeat(32)}\n${'b'.repeat(31)}\n`);
  expect(problems).toEqual(['/secrets:2: 32 hexadecimal digits in each line']);
  expect((await secretsOf('# nothing\n')).problems).toEqual(['/secrets: a file with 32 hexadecimal digits a line']);
});

test('a rate limit of 0 is none; what is given replaces the exempt prefixes', () => {
  const fail = (flag: string) => expect.fail(flag);
  expect(readProtocolFlags({ ...FLAGS, rateLimit: '0' }, fail).rateLimit).toBeUndefined();
  const { rateLimit, hidden, serverId } = readProtocolFlags(
    { ...FLAGS, rateLimitSlip: '0', rateLimitExempt: ['198.51.100.0/24'], hide: ['nsid', 'version.bind'], serverId: 'ns1' },
    fail,
  );
  expect(rateLimit).toEqual({ perSecond: 1000, slip: 0, exempt: [{ address: Uint8Array.of(198, 51, 100, 0), length: 24 }] });
  expect([hidden, serverId]).toEqual([['nsid', 'version.bind'], 'ns1']);
});
