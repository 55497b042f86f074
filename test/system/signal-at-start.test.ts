import { existsSync, watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runMeridian, serveArguments, startMeridian } from '../support/meridian.ts';
import { type RunningProgram, runProgram } from '../support/running-program.ts';
import { ROOT } from '../support/sample-server.ts';
import { type ZonesDirectory, zonesDirectory } from '../support/zones-directory.ts';

/** Starts a server and waits until it holds its data directory, which is before it answers anything. */
async function untilHeld(directory: ZonesDirectory): Promise<RunningProgram> {
  await mkdir(directory.data);
  const held = join(directory.data, 'meridian.pid');
  const watcher = watch(directory.data);
  const program = runMeridian(...serveArguments(directory));
  let over = false;
  void program.ended.then(() => {
    over = true;
    watcher.emit('change');
  });
  while (!existsSync(held) && !over) await new Promise<void>(resolve => watcher.once('change', () => resolve()));
  watcher.close();
  return program;
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s during the start ends it in order, with code 0', async signal => {
  await using directory = await zonesDirectory();
  await using program = await untilHeld(directory);
  expect(await program.stop(signal), program.output()).toBe(0);
  expect(program.stdout()).toMatch(/"msg":"ended"\}\n$/);
  expect(program.stderr()).toBe('');
  expect(existsSync(join(directory.data, 'meridian.pid'))).toBe(false);
});

/** Hangs a program up at the first moment that it can do something about it. */
const HUNG_UP = { NODE_OPTIONS: `--import ${new URL('./hangup-while-loading.ts', import.meta.url)}` };

test('SIGHUP before the server has read its own modules does not end it: it comes up and answers', async () => {
  await using directory = await zonesDirectory();
  await using meridian = await startMeridian({ ...directory, environment: HUNG_UP });
  expect((await meridian.query('static.example.com')).addresses).toEqual(['192.0.2.80']);
  expect(await meridian.end(), meridian.program.output()).toBe(0);
});

test('any other command ends at a hangup, as its user expects', async () => {
  await using program = runProgram('./meridian', ['check', 'zones'], { cwd: ROOT, environment: HUNG_UP });
  expect(await program.ended, program.output()).toBe('SIGHUP');
});

test('SIGHUP during the start is obeyed after it', async () => {
  await using directory = await zonesDirectory();
  await using program = await untilHeld(directory);
  await directory.write({ 'example.org.zone': '@ 300 SOA ns1.example.com. hostmaster 1 3600 600 604800 60\n@ 300 NS ns1.example.com.\n' });
  process.kill(program.pid, 'SIGHUP');
  while (!program.stdout().includes('zones reloaded: 2 served')) await program.printed();
  expect(await program.stop(), program.output()).toBe(0);
});
