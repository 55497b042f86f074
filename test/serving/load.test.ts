import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prepareNames } from '../../src/answer/plan.ts';
import { loadZones } from '../../src/config/load.ts';
import { StartError } from '../../src/serving/errors.ts';
import { loadFirst, loadInThread } from '../../src/serving/load.ts';
import { runProgram } from '../support/running-program.ts';
import { ROOT } from '../support/sample-server.ts';
import { zonesDirectory } from '../support/zones-directory.ts';
import { readableLog } from './log-lines.ts';

const sourceOf = (zones: string, allowExec = false) => ({ zones, allowExec });

test('zones with mistakes do not start: every mistake of every file is a line', async () => {
  await using directory = await zonesDirectory({ 'example.com.yaml': 'pools: 7\nwhat: {}\n', 'example.org.zone': 'www A 192.0.2.1\n' });
  const { log } = readableLog();
  let refused: unknown;
  try {
    await loadFirst(sourceOf(directory.zones), log, new AbortController().signal);
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(StartError);
  const [head, ...lines] = (refused as StartError).message.split('\n');
  expect(head).toBe(`the zones in ${directory.zones} cannot be served:`);
  expect(lines.length).toBeGreaterThanOrEqual(3);
  for (const line of lines) expect(line).toMatch(/^\S+:\d+:\d+: /);
});

test('warnings are lines of the log, and no obstacle', async () => {
  const unused = 'monitors: { web: { type: tcp, port: 80 } }\n';
  await using directory = await zonesDirectory({ 'example.com.yaml': unused });
  const { log, lines } = readableLog();
  const { declared } = await loadFirst(sourceOf(directory.zones), log, new AbortController().signal);
  expect([...declared.zones.keys()]).toEqual(['example.com.']);
  expect(lines()).toEqual([expect.objectContaining({ level: 40, msg: expect.stringMatching(/^example\.com\.yaml:1:\d+: /) })]);
});

test('programs are run only by a server that allows it', async () => {
  const runs = 'monitors: { ssh: { type: exec, command: [/bin/true] } }\n';
  await using directory = await zonesDirectory({ 'example.com.yaml': runs });
  const { log } = readableLog();
  const refused = loadFirst(sourceOf(directory.zones), log, new AbortController().signal);
  await expect(refused).rejects.toThrow(/example\.com\.yaml:1:26: monitors\.ssh\.type: .* not started with --allow-exec/);
  const { declared } = await loadFirst(sourceOf(directory.zones, true), log, new AbortController().signal);
  expect(declared.zones.size).toBe(1);
});

test('the thread gives what reading here gives, and ends when it is told to', async () => {
  await using directory = await zonesDirectory({ 'example.com.yaml': 'pools: 7\n' });
  const running = new AbortController();
  expect(await loadInThread(sourceOf(directory.zones), running.signal)).toEqual({ ...loadZones(directory.zones) });
  const { declared, findings, prepared } = await loadInThread(sourceOf('zones'), running.signal);
  const here = loadZones('zones');
  expect(findings).toEqual(here.findings);
  for (const [name, { steering, nodes }] of here.declared!.zones) {
    expect(declared!.zones.get(name)!.steering).toEqual(steering);
    expect([...declared!.zones.get(name)!.nodes.values()].map(node => node.name)).toEqual([...nodes.values()].map(node => node.name));
  }
  expect(prepared).toEqual({ declared, index: prepareNames(here.declared!).index });
  expect(prepared!.declared).toBe(declared);
  const late = loadInThread(sourceOf(directory.zones), running.signal);
  running.abort(new Error('ending'));
  await expect(late).rejects.toThrow(/abort/);
});

test('a thread that hangs in the file system is given up, and does not keep the process from its end', async () => {
  await using directory = await zonesDirectory();
  const fifo = join(directory.folder, 'fifo');
  execFileSync('mkfifo', [fifo]);
  const program = runProgram(process.execPath, ['test/serving/hung-load-program.ts', fifo], { cwd: ROOT });
  expect(await program.ended, program.output()).toBe('SIGKILL');
  expect(program.stdout()).toBe('The operation was aborted\n');
});
