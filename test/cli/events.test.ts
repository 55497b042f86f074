import { expect, test } from 'vitest';
import type { EventView } from '../../src/api/contract.ts';
import { TOKEN } from '../api/serving.ts';
import { serveEvents } from '../api/serving-events.ts';
import { eventually } from '../support/eventually.ts';
import { runProgram } from '../support/running-program.ts';
import { directory, meridian } from './running.ts';

async function serving() {
  const scene = await serveEvents();
  const data = directory({ 'admin.token': `${TOKEN}\n` });
  const env = { MERIDIAN_API: scene.url, MERIDIAN_DATA: data };
  return { ...scene, env, call: (...args: readonly string[]) => meridian(args, env) };
}

test('events shows the last changes, the oldest first; history the newest first, as filters ask', async () => {
  const { call, note } = await serving();
  note(
    'one',
    { kind: 'verdict', level: 'warn', zone: 'example.com.', message: 'two\u001b[2J' },
    { kind: 'intent', author: 'ci', message: 'three' },
  );
  expect((await call('events', '--limit', '2')).out).toBe(
    '2026-01-01 00:00:00Z warn  verdict  two?[2J\n2026-01-01 00:00:00Z info  intent   three\n',
  );
  expect((await call('history', '--author', 'CI')).out).toBe('2026-01-01 00:00:00Z info  intent   three\n');
  const { events } = JSON.parse((await call('history', '--zone', 'example.com', '--json')).out) as { events: EventView[] };
  expect(events).toMatchObject([{ kind: 'verdict', level: 'warn', zone: 'example.com' }]);
  expect((await call('history', '--kind', 'drill')).out).toBe('no events\n');
  expect(await call('history', '--kind', 'foo')).toMatchObject({ code: 1, err: expect.stringContaining('kind: expected verdict, state,') });
  expect((await call('history', '--limit', '0')).code).toBe(2);
});

test('events --follow goes on with what is to come, and ends well with Ctrl-C', async () => {
  const { clock, env, note, streams } = await serving();
  note('before');
  await using program = runProgram('./meridian', ['events', '--follow', '--json'], {
    cwd: new URL('../../', import.meta.url).pathname,
    environment: env,
  });
  const seen = (is: () => boolean) => eventually(async () => (is() ? true : undefined), { withinMs: 15_000, tell: () => program.output() });
  await seen(() => streams.counts.open === 1);
  note('after');
  clock.advance(0);
  await seen(() => program.stdout().includes('"after"'));
  const lines = program.stdout().trim().split('\n');
  expect(lines.map(line => (JSON.parse(line) as EventView).message)).toEqual(['before', 'after']);
  await program.stop('SIGINT');
  expect(await program.ended).toBe(0);
});
