import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { agentOf, startFleetScene } from '../support/fleet-scene.ts';
import { untilEndpoint, untilSaid, untilVantage, vantagesOf } from '../support/fleet-view.ts';
import { isConnected, makeToken } from '../support/running-agent.ts';

const A = 'hangzhou/a';

test('an agent with a token that is none, or that is of another vantage, is no vantage, and says why', async () => {
  await using scene = await startFleetScene();
  const { meridian, directory } = scene;
  const wrong = join(directory.folder, 'wrong.token');
  await writeFile(wrong, `mrd_${'x'.repeat(43)}\n`);
  const { file: paris } = await makeToken(meridian, directory.folder, 'paris');
  await using unknown = await agentOf(scene, 'tokyo', { tokenFile: wrong });
  await using other = await agentOf(scene, 'berlin', { tokenFile: paris });
  await using missing = await agentOf(scene, 'lima', { tokenFile: join(directory.folder, 'none') });
  const denied = /^the token is not taken by the controller at http:\S+: /;
  expect(await unknown.logLine(({ msg }) => denied.test(msg))).toMatchObject({ level: 50, msg: expect.stringContaining('(status 401)') });
  const { msg } = await other.logLine(({ msg }) => denied.test(msg));
  expect(msg).toMatch(/vantage.*paris.*\(status 403\)/);
  await missing.logLine(({ level, msg }) => level === 50 && msg.includes('the token cannot be read: ENOENT'));
  expect([...(await vantagesOf(meridian)).keys()]).toEqual(['embedded']);

  await writeFile(wrong, (await meridian.command('token', 'create', '--role', 'probe', '--vantage', 'tokyo')).stdout);
  process.kill(unknown.program.pid, 'SIGHUP');
  await unknown.logLine(isConnected);
  await untilSaid(meridian, A, 'embedded up, tokyo up');
});

test('a token that is revoked ends its stream at once; a new one in its file needs no restart', async () => {
  await using scene = await startFleetScene();
  const { meridian, directory, sites } = scene;
  const { file, id } = await makeToken(meridian, directory.folder, 'tokyo');
  const tokyo = await scene.agent('tokyo', { tokenFile: file });
  await scene.agent('paris');
  await untilSaid(meridian, A, 'embedded up, paris up, tokyo up');

  expect((await meridian.command('token', 'revoke', id)).stdout).toBe(`token ${id} is revoked\n`);
  const ended = await tokyo.logLine(({ msg }) => msg.startsWith('this vantage is not wanted by the controller at '));
  expect(ended).toMatchObject({ level: 50, msg: expect.stringContaining(`its token ${id} was revoked`) });
  const { web } = await untilSaid(meridian, A, 'embedded up, paris up');
  expect(web.ballots[2]).toMatchObject({ vantage: 'tokyo', silent: `its token ${id} was revoked` });
  expect(await untilVantage(meridian, 'tokyo', () => true)).toMatchObject({
    connected: null,
    slot: null,
    voteless: `its token ${id} was revoked`,
  });
  await meridian.logLine(({ msg }) => msg === `vantage tokyo has no say: its token ${id} was revoked`);

  // It keeps at it, and is not let in with the same token.
  process.kill(tokyo.program.pid, 'SIGHUP');
  await tokyo.logLine(({ msg }) => /^the token is not taken .*this token was revoked.*\(status 401\)/.test(msg));
  await sites.break('hangzhou', '503');
  const { web: broken } = await untilEndpoint(meridian, A, seen => seen.web.verdict === 'down' && seen.web.ballots[1]?.verdict === 'down');
  expect(broken.reason).toContain('2 of 2 vantages');

  const from = tokyo.log().length;
  await writeFile(file, (await meridian.command('token', 'create', '--role', 'probe', '--vantage', 'tokyo')).stdout);
  process.kill(tokyo.program.pid, 'SIGHUP');
  await tokyo.logLine(isConnected, from);
  await untilSaid(meridian, A, 'embedded down, paris down, tokyo down');
  expect((await untilVantage(meridian, 'tokyo', () => true)).voteless).toBeNull();
});
