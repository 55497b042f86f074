import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { dataDirectory, storeErrorOf } from './data-directory.ts';

/** Starts a process with the store open, and gives it with the first thing it says. */
async function start(directory: string, action: 'hold' | 'set'): Promise<{ child: ChildProcess; said: unknown }> {
  const child = fork(join(import.meta.dirname, 'store-process.ts'), [directory, action], { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = await once(child, 'message');
  return { child, said };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('what was written before kill -9 is there at the next start', async () => {
  const directory = dataDirectory();
  const { child, said } = await start(directory, 'set');
  expect(said).toBe('ready');
  await kill(child);
  using store = openStore(directory);
  expect(store.intents.list()).toMatchObject({ rows: [{ kind: 'override', state: 'drain', reason: 'power works' }], warnings: [] });
  expect(store.verdicts.restore().verdicts).toEqual(
    new Map([['example.com./web/a/web', { verdict: 'down', reason: 'embedded: timeout after 2s', sinceMs: 2 }]]),
  );
});

test('a second process is refused and told who holds the directory; kill -9 frees it', async () => {
  const directory = dataDirectory();
  openStore(directory)[Symbol.dispose]();
  const { child } = await start(directory, 'hold');
  const refused = storeErrorOf(() => openStore(directory));
  expect([refused.code, refused.message]).toEqual([
    'in-use',
    `data directory ${directory} is in use by another process (pid ${child.pid})`,
  ]);
  await kill(child);
  openStore(directory)[Symbol.dispose]();
});

test('a refused process leaves the holder with its lock and its note', async () => {
  const directory = dataDirectory();
  using store = openStore(directory);
  for (let i = 0; i < 2; i++) {
    const { said } = await start(directory, 'hold');
    expect(said).toBe(`StoreError data directory ${directory} is in use by another process (pid ${process.pid})`);
  }
  expect(readFileSync(join(directory, 'meridian.pid'), 'utf8')).toBe(`${process.pid}\n`);
  expect(store.intents.list()).toEqual({ rows: [], warnings: [] });
});

test('nor does a second opening in the same process take the lock away', async () => {
  const directory = dataDirectory();
  using store = openStore(directory);
  expect(storeErrorOf(() => openStore(directory)).code).toBe('in-use');
  const { said } = await start(directory, 'hold');
  expect(said).toMatch(/is in use by another process/);
  expect(store.verdicts.restore().verdicts.size).toBe(0);
});
