import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { ApiOptions } from '../../src/api/server.ts';
import type { Declared } from '../../src/model/declared.ts';
import { serveApi, TOKEN } from '../api/serving.ts';

const HOME = new URL('../../', import.meta.url).pathname;

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs ./meridian as a process of its own, without the variables of whoever runs the tests. */
export async function meridian(args: readonly string[], env: Record<string, string> = {}, cwd = HOME): Promise<Ran> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('MERIDIAN_')));
  const child = spawn(join(HOME, 'meridian'), args, { cwd, env: { ...clean, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = new Promise<number | null>(resolve => child.on('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { code, out, err };
}

/** A directory of this test alone, with these files in it. */
export function directory(files: Readonly<Record<string, string>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'meridian-cli-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
}

/** A real API with operations in memory, and `meridian` set up to call it with the token of a data directory. */
export async function serveForCli(declared?: Declared, more: Partial<ApiOptions> = {}) {
  const { audit, clock, database, operations, tokens, url } = await serveApi(declared, more);
  const data = directory({ 'admin.token': `${TOKEN}\n` });
  const env = { MERIDIAN_API: url, MERIDIAN_DATA: data };
  return { audit, clock, database, operations, tokens, url, data, env, call: (...args: readonly string[]) => meridian(args, env) };
}
