import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { lookAt } from '../../src/serving/file-version.ts';
import { temporaryFile } from '../geo/temporary-file.ts';

const make = () => temporaryFile('geo.mmdb', Buffer.from('one'));

test('a file that nobody touches has one version', async () => {
  const file = make();
  const { version } = await lookAt(file);
  expect(version).toMatch(/^\d+( \d+){4}$/);
  expect(await lookAt(file)).toEqual({ version });
});

test.each<[string, (file: string) => void]>([
  ['written in place', file => appendFileSync(file, 'two')],
  ['given another content of the same length', file => writeFileSync(file, 'two')],
  [
    'given back its old time of writing',
    file => {
      const { atime, mtime } = statSync(file);
      writeFileSync(file, 'two');
      utimesSync(file, atime, mtime);
    },
  ],
  [
    'replaced by another, as a whole',
    file => {
      writeFileSync(`${file}.new`, 'one');
      renameSync(`${file}.new`, file);
    },
  ],
])('it has another when it is %s', async (_, touch) => {
  const file = make();
  const before = await lookAt(file);
  touch(file);
  const after = await lookAt(file);
  expect(after.version).toBeDefined();
  expect(after).not.toEqual(before);
});

test('and when a symbolic link on the way to it is turned', async () => {
  const folder = dirname(make());
  for (const name of ['old', 'new']) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'geo.mmdb'), 'one');
  }
  const turn = (to: string) => {
    symlinkSync(to, join(folder, 'turned'));
    renameSync(join(folder, 'turned'), join(folder, 'data'));
  };
  const file = join(folder, 'data', 'geo.mmdb');
  turn('old');
  const before = await lookAt(file);
  turn('new');
  const after = await lookAt(file);
  expect(after.version).toBeDefined();
  expect(after).not.toEqual(before);
  turn('old');
  expect(await lookAt(file)).toEqual(before);
});

test('a file that is not there has none, and the reason is told', async () => {
  const file = make();
  rmSync(file);
  expect(await lookAt(file)).toEqual({ missing: expect.stringContaining(`${file}: cannot be read: ENOENT`) });
});

test.each<[string, (file: string) => void]>([
  ['a directory', file => mkdirSync(file)],
  ['a named pipe', file => execFileSync('mkfifo', [file])],
  ['a device', file => symlinkSync('/dev/zero', file)],
])('%s has none: it is not even opened', async (kind, put) => {
  const file = make();
  rmSync(file);
  put(file);
  expect(await lookAt(file)).toEqual({ missing: `${file}: is ${kind}, expected a regular file` });
});

test('nor has a socket', async () => {
  const file = make();
  rmSync(file);
  const server = createServer().listen(file);
  await once(server, 'listening');
  expect(await lookAt(file)).toEqual({ missing: `${file}: is a socket, expected a regular file` });
  server.close();
});

test.each([
  [3 * 2 ** 30, '3.0'],
  [2 ** 31 + 1, '2.1'],
])('nor has a file of %i octets', async (size, gib) => {
  const file = make();
  truncateSync(file, size);
  expect(await lookAt(file)).toEqual({ missing: `${file}: is ${gib} GiB, expected at most 2 GiB` });
  truncateSync(file, 2 ** 31);
  expect((await lookAt(file)).version).toBeDefined();
});
