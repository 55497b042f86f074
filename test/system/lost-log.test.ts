import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { serveArguments } from '../support/meridian.ts';
import { ROOT } from '../support/sample-server.ts';
import { zonesDirectory } from '../support/zones-directory.ts';

/** A server whose log goes to `stdout`; its ports are chosen before, since its log cannot tell them. */
async function serveInto(stdout: number | 'pipe', run: (server: ReturnType<typeof spawn>, api: string) => Promise<void>): Promise<void> {
  await using directory = await zonesDirectory();
  const port = await freePort();
  const args = serveArguments({ ...directory, flags: ['--api', `127.0.0.1:${port}`, '--log-level', 'debug'] });
  const server = spawn(join(ROOT, 'meridian'), args, { stdio: ['ignore', stdout, 'ignore'] });
  const ended = new Promise<number | null>(resolve => server.once('exit', resolve));
  try {
    await run(server, `http://127.0.0.1:${port}`);
  } finally {
    server.kill('SIGTERM');
  }
  expect(await ended).toBe(0);
}

const WAIT = { withinMs: 20_000, tell: () => 'the server did not come so far' };

const ready = (api: string) => async () => (await fetch(`${api}/readyz`).catch(() => undefined))?.status === 200 || undefined;
const lost = async (api: string) =>
  Number(/^meridian_log_lines_lost_total (\d+)$/m.exec(await (await fetch(`${api}/metrics`)).text())?.[1]);

test('a log on a full disk is lost, and counted; the server serves on', async () => {
  await serveInto(openSync('/dev/full', 'w'), async (_, api) => {
    await eventually(ready(api), WAIT);
    expect(await lost(api)).toBeGreaterThan(0);
  });
});

test('so is one whose reader is gone', async () => {
  await serveInto('pipe', async (server, api) => {
    await eventually(ready(api), WAIT);
    server.stdout!.destroy();
    server.kill('SIGHUP');
    await eventually(async () => (await lost(api)) > 0 || undefined, WAIT);
    expect((await fetch(`${api}/readyz`)).status).toBe(200);
  });
});

test('one whose reader stalls costs lines and a bounded amount of memory; the reader is told how many when it reads again', async () => {
  await serveInto('pipe', async (server, api) => {
    await eventually(ready(api), WAIT);
    const longPath = `${api}/${'x'.repeat(15_000)}`;
    await eventually(async () => {
      await Promise.all(Array.from({ length: 50 }, async () => (await fetch(longPath)).text()));
      return (await lost(api)) > 100 || undefined;
    }, WAIT);
    const number = await droppedLines(server.stdout!);
    expect(number).toBeGreaterThan(100);
    expect(number).toBe(await lost(api));
  });
});

/** Reads a log until it tells how many lines are missing. */
async function droppedLines(log: Readable): Promise<number> {
  for await (const line of createInterface(log)) {
    const { msg, lines } = JSON.parse(line) as { msg: string; lines: number };
    if (msg === `${lines} lines were dropped here: the reader of this log did not read`) return lines;
  }
  throw new Error('the log ended without a word of it');
}
