import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkExec } from '../../../probes/checks/exec.ts';
import { runCheck } from '../../../probes/checks/registry.ts';
import { withoutPrograms } from '../../../probes/checks/without-programs.ts';
import type { ExecCheck } from '../../../src/model/monitor.ts';
import { address } from '../../support/addresses.ts';
import { checkContext } from '../../support/check-context.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meridian-exec-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Running extends Partial<Pick<ExecCheck, 'port' | 'warning'>> {
  readonly args?: readonly string[];
  readonly host?: string;
  readonly deadline?: AbortSignal;
}

let scripts = 0;

/** Runs a script of the shell, which the test and not the check puts there. */
async function run(script: string, { args = [], host = '192.0.2.7', deadline, ...settings }: Running = {}) {
  const file = join(folder, `${scripts++}.sh`);
  await writeFile(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const check: ExecCheck = { type: 'exec', command: [file, ...args], warning: 'pass', ...settings };
  return checkExec(check, address(host), checkContext(deadline && { deadline }));
}

/** Fulfils once a file has whole lines in it; gives the first, a process. */
async function processIn(file: string): Promise<number> {
  await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toMatch(/^\d+\n/);
  return Number.parseInt(await readFile(file, 'utf8'), 10);
}

/** A zombie counts as gone: it only waits for its parent to look. */
async function isGone(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return state === '' || / Z /.test(state);
}

test.each([
  [0, true, 'OK: all well'],
  [1, true, 'WARNING: all well'],
  [2, false, 'CRITICAL: all well'],
  [3, false, 'UNKNOWN: all well'],
  [4, false, 'exit code 4: all well'],
  [127, false, 'exit code 127: all well'],
])('exit code %i: ok is %s', async (code, ok, reason) => {
  expect(await run(`echo "all well"; exit ${code}`)).toEqual({ ok, reason });
});

test('a warning fails where the monitor says so', async () => {
  expect(await run('echo "WARNING - disk at 91 %"; exit 1', { warning: 'fail' })).toEqual({ ok: false, reason: 'WARNING - disk at 91 %' });
});

test.each([
  ['nothing', ':', 'OK'],
  ['the state already, and figures', 'echo "SSH OK - 2.0 | time=0.01s"; echo more', 'SSH OK - 2.0'],
  ['a word that only looks like the state', 'echo TOKEN', 'OK: TOKEN'],
  ['control characters', 'printf "OK \\033[31mred\\007 \\tend\\r\\n"', 'OK [31mred end'],
  ['octets that are no text', 'printf "OK \\377\\n"', 'OK ?'],
  ['a long line', 'printf "OK %0300d\\n" 0', `OK ${'0'.repeat(116)}…`],
  ['on its error output', 'echo no >&2', 'OK'],
])('what it writes becomes the reason: %s', async (_what, script, reason) => {
  expect(await run(script)).toEqual({ ok: true, reason });
});

test('its arguments are the words of the command, no shell between', async () => {
  const args = ['-H', '{address}', '--url=http://{address}:{port}/', '$(id) ; *', ''];
  expect(await run('for word; do printf "<%s>" "$word"; done', { args, port: 22 })).toMatchObject({
    reason: 'OK: <-H><192.0.2.7><--url=http://192.0.2.7:22/><$(id) ; *><>',
  });
  expect(await run('echo "$1"', { args: ['{address}'], host: 'Edge.example.net' })).toMatchObject({ reason: 'OK: edge.example.net' });
});

test('it sees PATH and LANG, the folder / and no input', async () => {
  expect(await run('env | grep -vE "^(PWD|SHLVL|_|OLDPWD)=" | cut -d= -f1 | sort | tr "\\n" " "; pwd | tr "\\n" " "; cat')).toMatchObject({
    reason: 'OK: LANG PATH /',
  });
});

test('a program that cannot be run says nothing of the endpoint', async () => {
  const command = (file: string): ExecCheck => ({ type: 'exec', command: [file], warning: 'pass' });
  const missing = checkExec(command('/no/such/program'), address('192.0.2.7'), checkContext());
  await expect(missing).rejects.toThrow('/no/such/program could not be run: spawn /no/such/program ENOENT');
  const text = join(folder, 'text');
  await writeFile(text, 'no program');
  await expect(checkExec(command(text), address('192.0.2.7'), checkContext())).rejects.toThrow(/could not be run: .*EACCES/);
});

test('a program that ends by a signal fails', async () => {
  expect(await run('kill -SEGV $$')).toEqual({ ok: false, reason: 'ended by SIGSEGV' });
});

test('one that ignores SIGTERM is gone after the deadline, and all that it has started', async () => {
  const deadline = new AbortController();
  const [own, child] = [join(folder, 'own'), join(folder, 'child')];
  const script = `trap "" TERM INT HUP\nsleep 600 & echo $! > ${child}\necho $$ > ${own}\nwait; wait`;
  const result = run(script, { deadline: deadline.signal });
  const pids = [await processIn(own), await processIn(child)];
  deadline.abort(new Error('timeout after 2s'));
  expect(await result).toEqual({ ok: false, reason: 'timeout after 2s' });
  for (const pid of pids) await expect.poll(() => isGone(pid)).toBe(true);
});

test('a child that it leaves behind with its output open holds nothing up, and is ended', async () => {
  const child = join(folder, 'left');
  expect(await run(`sleep 600 & echo $! > ${child}; echo "left it"`)).toEqual({ ok: true, reason: 'OK: left it' });
  const pid = await processIn(child);
  await expect.poll(() => isGone(pid)).toBe(true);
});

test('nor does one in a session of its own', async () => {
  const child = join(folder, 'session');
  expect(await run(`setsid sh -c 'echo $$ > ${child}; exec sleep 600' &\nwhile ! test -s ${child}; do :; done; echo "left it"`)).toEqual({
    ok: true,
    reason: 'OK: left it',
  });
  const pid = await processIn(child);
  process.kill(pid, 'SIGKILL');
});

test('all that it wrote before its end is read', async () => {
  for (let i = 0; i < 20; i++)
    expect(await run('printf "%065000d" 7 | tail -c 20')).toEqual({ ok: true, reason: `OK: ${'0'.repeat(19)}7` });
});

test('one that writes without end is ended', async () => {
  expect(await run('while :; do echo "yes yes yes yes yes yes yes yes"; done')).toEqual({ ok: false, reason: 'wrote more than 64 KB' });
});

test('nothing is run after the deadline', async () => {
  const file = join(folder, 'ran');
  expect(await run(`echo 1 > ${file}`, { deadline: AbortSignal.abort(new Error('too late')) })).toEqual({ ok: false, reason: 'too late' });
  await expect(readFile(file)).rejects.toThrow('ENOENT');
});

test('nothing is run where programs are not allowed, other checks are', async () => {
  const checks = withoutPrograms(runCheck);
  const refused = checks({ type: 'exec', command: ['/bin/true'], warning: 'pass' }, address('192.0.2.7'), checkContext());
  await expect(refused).rejects.toThrow('programs are not run here: --allow-exec');
  const late = checkContext({ deadline: AbortSignal.abort(new Error('too late')) });
  expect(await checks({ type: 'tcp', port: 9 }, address('127.0.0.1'), late)).toEqual({ ok: false, reason: 'too late' });
});
