import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Seen } from '../../../probes/agent/outbox.ts';
import { Spool } from '../../../probes/agent/spool.ts';
import { fromSpool, type SpooledSeen, toSpool } from '../../../probes/agent/spooled-seen.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { keptLog, temporaryDirectory } from './agent-scene.ts';

function scene(vantage = 'fra1', directory = join(temporaryDirectory(), 'a/spool')) {
  const log = keptLog();
  return { directory, log, spool: new Spool({ directory, vantage, log }) };
}

const SPOOLED: SpooledSeen = { probe: 'a', at: 1, ok: false, reason: 'reset', ms: 2, phases: { connectMs: 1 }, turn: true };

test('what was kept is there for the next start, for its owner alone', async () => {
  const { directory, spool, log } = scene();
  expect([spool.assignment(), spool.outbox()]).toEqual([undefined, []]);
  spool.keepAssignment('{"slot":1}');
  spool.keepOutbox([SPOOLED]);
  await spool.settled();
  const next = scene('fra1', directory).spool;
  expect([next.assignment(), next.outbox()]).toEqual([{ slot: 1 }, [SPOOLED]]);
  for (const file of ['assignment.json', 'outbox.json']) expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
  expect(log.lines).toEqual([]);
});

test('the latest wins, and an empty outbox leaves no file', async () => {
  const { directory, spool } = scene();
  for (let i = 0; i < 5; i++) spool.keepAssignment(String(i));
  spool.keepOutbox([SPOOLED]);
  spool.keepOutbox([]);
  await spool.settled();
  expect(readdirSync(directory)).toEqual(['assignment.json']);
  expect(spool.assignment()).toBe(4);
});

test.each<[what: string, text: string, line: RegExp]>([
  ['half a file', '{"contract":1,"vantage":"fra1","assign', /^warn .*assignment\.json is not used: it is damaged: it is not JSON$/],
  ['something else', '[]', /is not used: it is damaged: /],
  ['nothing', '', /is not used: it is damaged: it is not JSON$/],
  ['another contract', '{"contract":7,"vantage":"fra1"}', /is not used: it is of fleet contract 7, this agent has 1$/],
  ['another vantage', '{"contract":1,"vantage":"ber1","assignment":1}', /is not used: it is of the vantage ber1$/],
])('%s is not used, and told of', (_what, text, line) => {
  const { directory, spool, log } = scene();
  writeFileSync(join(directory, 'assignment.json'), text);
  expect(spool.assignment()).toBeUndefined();
  expect(log.lines).toEqual([expect.stringMatching(line)]);
});

test('an outbox whose entries are not what they should be is not used', () => {
  const { directory, spool, log } = scene();
  writeFileSync(join(directory, 'outbox.json'), '{"contract":1,"vantage":"fra1","seen":[{"probe":1}]}');
  expect(spool.outbox()).toEqual([]);
  expect(log.lines).toEqual([expect.stringMatching(/^warn .*outbox\.json is not used: it is damaged: seen\.0\.probe: /)]);
});

test('a file that breaks off at any octet does no harm', async () => {
  const { directory, spool } = scene();
  spool.keepOutbox([SPOOLED]);
  await spool.settled();
  const whole = readFileSync(join(directory, 'outbox.json'), 'utf8');
  fc.assert(
    fc.property(fc.nat(whole.length - 1), length => {
      writeFileSync(join(directory, 'outbox.json'), whole.slice(0, length));
      expect(spool.outbox()).toEqual([]);
    }),
  );
});

test('a spool that cannot be written is told of once, and again only after it could be', async () => {
  const directory = join(temporaryDirectory(), 'spool');
  writeFileSync(directory, 'a file in its place');
  const { spool, log } = scene('fra1', directory);
  expect([spool.assignment(), spool.outbox()]).toEqual([undefined, []]);
  for (const json of ['1', '2']) {
    spool.keepAssignment(json);
    await spool.settled();
  }
  const line = /^warn the spool .* cannot be written: /;
  expect(log.lines).toEqual([expect.stringMatching(line)]);
  rmSync(directory);
  mkdirSync(directory);
  spool.keepAssignment('3');
  await spool.settled();
  expect(spool.assignment()).toBe(3);
  rmSync(directory, { recursive: true });
  spool.keepAssignment('4');
  await spool.settled();
  expect(log.lines).toEqual([expect.stringMatching(line), expect.stringMatching(line)]);
});

test('a draft that was left behind is no obstacle', async () => {
  const { directory, spool } = scene();
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'assignment.json.draft'), 'half');
  chmodSync(join(directory, 'assignment.json.draft'), 0o444);
  spool.keepAssignment('1');
  await spool.settled();
  expect(spool.assignment()).toBe(1);
});

const seen = (atMs: number, reason = 'reset'): Seen => ({ probe: 'a', atMs, ok: false, reason, durationMs: 2, turn: true });

test('ages go over a restart by the time of day, and nothing comes from the future', () => {
  const before = fakeClock(1_000_000);
  before.advance(10_000);
  const spooled = toSpool([seen(4000)], before);
  const after = fakeClock(1_060_000);
  after.advance(500);
  const [restored] = fromSpool(spooled, after);
  expect(after.monotonic() - restored!.atMs).toBe(56_500);
  const setBack = fakeClock(1000);
  setBack.advance(5);
  expect(fromSpool(spooled, setBack)).toEqual([seen(5)]);
});

test('of more than four megabytes the newest are kept, in their order', () => {
  const clock = fakeClock();
  const kept = toSpool(
    Array.from({ length: 100 }, (_, i) => seen(i, 'x'.repeat(100_000))),
    clock,
  );
  expect(kept.length).toBeGreaterThan(35);
  expect(JSON.stringify(kept).length).toBeLessThanOrEqual(4 * 1024 * 1024);
  expect(kept.map(({ at }) => at - clock.now())).toEqual(Array.from({ length: kept.length }, (_, i) => 100 - kept.length + i));
});
