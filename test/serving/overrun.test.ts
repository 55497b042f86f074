import { expect, test } from 'vitest';
import type { Intent } from '../../src/model/intent.ts';
import { tellOverrun } from '../../src/serving/overrun.ts';
import { Controlled, declared, maintenance, override, SPARE, X, Y } from '../control/controlled.ts';
import { pool } from '../steering/declare.ts';
import { readableLog } from './log-lines.ts';

/** An hour of work that is just over. */
const ended = (endpoint: string, nowMs: number) => maintenance(endpoint, { fromMs: nowMs - 3_600_000, expiresAtMs: nowMs });

function scene(served = new Controlled()) {
  const { log, lines } = readableLog();
  const { control, clock } = served;
  const tell = (over: readonly Intent[], left: readonly Intent[] = []) => {
    tellOverrun(over, left, { control, log, nowMs: clock.now() });
    return lines().map(({ level, msg }) => `${level} ${msg}`);
  };
  return { served, tell, over: (endpoint: string) => ended(endpoint, clock.now()) };
}

const about = (intent: Intent, target: Intent['target']): Intent => ({ ...intent, target }) as Intent;

test('what is still down when its window is over is warned of; what is up, unknown or was not covered is not', async () => {
  const { served, tell, over } = scene();
  await served.observe(X, '--');
  await served.observe(Y, '+');
  await served.observe('example.com./z/a', '--');
  expect(tell([over(X), over(Y), over(SPARE)])).toEqual([
    '40 example.com/x/a is still down though maintenance is over: embedded: status 503 (2 of 2)',
  ]);
});

test('a window over a pool or a site covers all that is in it', async () => {
  const { served, tell, over } = scene();
  for (const endpoint of ['example.com./z/a', 'example.com./z/b']) await served.observe(endpoint, '--');
  expect(tell([about(over(X), { kind: 'pool', zone: 'example.com.', pool: 'z' })])).toHaveLength(2);
});

test('what another window covers is not warned of, unless that one is to come', async () => {
  const { served, tell, over } = scene();
  await served.observe(X, '--');
  const nowMs = served.clock.now();
  expect(tell([over(X)], [about(maintenance(X), { kind: 'pool', zone: 'example.com.', pool: 'x' })])).toEqual([]);
  expect(tell([over(X)], [maintenance(X, { fromMs: nowMs + 1 })])).toHaveLength(1);
});

test('the end of anything else is not the end of planned work', async () => {
  const { served, tell } = scene();
  await served.observe(X, '--');
  expect(tell([override(X, 'drain')])).toEqual([]);
});

test('of more than twenty the others are counted', async () => {
  const addresses = Array.from({ length: 23 }, (_, i) => `192.0.2.${i + 1}`);
  const { served, tell, over } = scene(new Controlled({ declared: declared([pool('many', addresses)], []) }));
  for (const endpoint of served.control.served.states.keys()) await served.observe(endpoint, '--');
  const lines = tell([about(over(X), { kind: 'pool', zone: 'example.com.', pool: 'many' })]);
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toBe('40 and 3 more are still down though maintenance is over');
});
