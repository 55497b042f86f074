import { expect, test } from 'vitest';
import { type RunningProgram, runProgram } from '../support/running-program.ts';
import { ROOT } from '../support/sample-server.ts';

function run(how: string): RunningProgram {
  return runProgram(process.execPath, ['test/serving/signals-program.ts', how], { cwd: ROOT });
}

/** Waits for a line; throws where the program ends without. */
async function line(program: RunningProgram, text: string): Promise<void> {
  let over = false;
  void program.ended.then(() => {
    over = true;
  });
  while (!program.stdout().split('\n').includes(text)) {
    if (over) throw new Error(`ended without ${text}:\n${program.output()}`);
    await program.printed();
  }
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends in order, with code 0', async signal => {
  await using program = run('orderly');
  await line(program, 'ready');
  expect(await program.stop(signal)).toBe(0);
  expect(program.stdout()).toBe(`ready\n${signal}\nended\n`);
});

test('an end that hangs is cut off with code 1', async () => {
  await using program = run('hanging');
  await line(program, 'ready');
  expect(await program.stop()).toBe(1);
  expect(program.stdout()).toBe('ready\nSIGTERM\n');
});

test('what is still open after an orderly end does not keep the process, nor spoil its code', async () => {
  await using program = run('lingering');
  await line(program, 'ready');
  expect(await program.stop()).toBe(0);
  expect(program.stdout()).toBe('ready\nSIGTERM\nended\n');
});

test.each(['SIGTERM', 'SIGINT'] as const)('a second signal, %s, ends at once', async second => {
  await using program = run('hanging');
  await line(program, 'ready');
  process.kill(program.pid, 'SIGTERM');
  await line(program, 'SIGTERM');
  expect(await program.stop(second)).toBe(1);
});

test('each hangup is told of, and ends nothing', async () => {
  await using program = run('orderly');
  await line(program, 'ready');
  process.kill(program.pid, 'SIGHUP');
  await line(program, 'hangup');
  expect(await program.stop()).toBe(0);
});

test.each(['exception', 'rejection', 'text'])('an uncaught %s is one fatal line of the log, and code 1', async how => {
  await using program = run(how);
  expect(await program.ended).toBe(1);
  const [ready, fatal, ...rest] = program.stdout().trimEnd().split('\n');
  expect([ready, rest, program.stderr()]).toEqual(['ready', [], '']);
  expect(JSON.parse(fatal!)).toMatchObject({ level: 60, msg: 'a fault that nothing has caught; ending, to be started again' });
  expect(fatal).toContain('torn');
});
