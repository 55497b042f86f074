import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bundledDatabaseFile, GeoDatabaseError } from '../../src/geo/database.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { readDatabase, readInThread } from '../../src/serving/read-database.ts';
import { temporaryFile } from '../geo/temporary-file.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { writeMmdb } from '../support/mmdb-writer.ts';
import { runProgram } from '../support/running-program.ts';
import { ROOT } from '../support/sample-server.ts';
import { COUNTRIES, read } from './loaded-database.ts';

const running = () => new AbortController().signal;

test('the thread gives what reading here gives', async () => {
  const file = temporaryFile('geo.mmdb', writeMmdb(COUNTRIES));
  const { table, fields } = await readInThread(file, running());
  const here = await read();
  expect({ ...table, source: { ...table.source, file } }).toEqual({ ...here.table, source: { ...here.table.source, file } });
  expect(fields).toEqual(here.fields);
});

test('the bundled database has countries; its memory is shared, not copied', async () => {
  const { table, fields, seen, tookMs } = await readDatabase(bundledDatabaseFile(), { clock: systemClock, signal: running() });
  expect(fields).toEqual(['country', 'continent']);
  expect(table.prefixes.nodes.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(seen.version).toBeDefined();
  expect(tookMs).toBeGreaterThan(0);
});

test.each([
  ['a text', Buffer.from('no database'), 'not a MaxMind DB file'],
  ['cut off', writeMmdb(COUNTRIES).subarray(0, 60), 'not a MaxMind DB file'],
  ['with a tree that leads nowhere', writeMmdb(COUNTRIES).fill(0xff, 3, 6), 'damaged MaxMind DB file'],
])('%s is refused by the thread, and the error is of the same class', async (_, bytes, message) => {
  const file = temporaryFile('geo.mmdb', bytes);
  const refused = readDatabase(file, { clock: systemClock, signal: running() });
  await expect(refused).rejects.toThrow(GeoDatabaseError);
  await expect(refused).rejects.toThrow(`${file}: ${message}`);
});

test.each<[string, (file: string) => void]>([
  ['a directory', file => mkdirSync(file)],
  ['a named pipe', file => execFileSync('mkfifo', [file])],
  ['a device', file => symlinkSync('/dev/zero', file)],
])('%s is refused, and no thread reads it', async (kind, put) => {
  const file = temporaryFile('geo.mmdb', Buffer.alloc(0));
  rmSync(file);
  put(file);
  let reads = 0;
  const count = () => {
    reads++;
    return read();
  };
  const refused = readDatabase(file, { clock: systemClock, signal: running(), read: count });
  await expect(refused).rejects.toThrow(new GeoDatabaseError(`${file}: is ${kind}, expected a regular file`));
  expect(reads).toBe(0);
});

test('a database that needs too much memory ends its thread alone; the error names the file', async () => {
  const refused = readInThread('geo.mmdb', running(), { entry: new URL('./greedy-thread.ts', import.meta.url), heapMiB: 32 });
  await expect(refused).rejects.toThrow(new GeoDatabaseError('geo.mmdb: cannot be read: it needs more than 32 MiB of memory'));
});

test('a reading that is given up in the middle does not keep the process from its end', async () => {
  const fifo = temporaryFile('fifo', Buffer.alloc(0));
  rmSync(fifo);
  execFileSync('mkfifo', [fifo]);
  const program = runProgram(process.execPath, ['test/serving/busy-database-program.ts', fifo], { cwd: ROOT });
  expect(await program.ended, program.output()).toBe(0);
  expect(program.stdout()).toBe('The operation was aborted\n');
});

test('a reading that hangs is given up after two minutes', async () => {
  const clock = fakeClock();
  const given: AbortSignal[] = [];
  const hang = async (_: string, signal: AbortSignal) => {
    given.push(signal);
    await once(signal, 'abort');
    return read();
  };
  const reading = readDatabase('geo.mmdb', { clock, signal: running(), look: async () => ({ version: '1' }), read: hang });
  const refused = expect(reading).rejects.toThrow(new GeoDatabaseError('geo.mmdb: could not be read within 120 s'));
  await clock.advanceSettled(119_999);
  expect(given[0]?.aborted).toBe(false);
  await clock.advanceSettled(1);
  await refused;
});

test('and one that is told to end, at once; no timer is left', async () => {
  const clock = fakeClock();
  const end = new AbortController();
  const reading = readDatabase(bundledDatabaseFile(), { clock, signal: end.signal });
  end.abort(new Error('ending'));
  await expect(reading).rejects.toThrow('ending');
  expect(clock.pending).toBe(0);
});
