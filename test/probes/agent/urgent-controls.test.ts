import { expect, onTestFinished, test } from 'vitest';
import { type Controls, startControls } from '../../../probes/agent/controls.ts';
import type { CheckResult } from '../../../probes/check.ts';
import type { ControlTarget } from '../../../src/model/control-target.ts';
import { address } from '../../support/addresses.ts';
import { type FakeClock, fakeClock } from '../../support/fake-clock.ts';

const tcp = (port: number): ControlTarget => ({
  text: `tcp://192.0.2.1:${port}`,
  address: address('192.0.2.1'),
  check: { type: 'tcp', port },
});

interface Begun {
  readonly atMs: number;
  readonly aborted: () => boolean;
  end(ok: boolean): void;
}

interface Scene {
  readonly clock: FakeClock;
  readonly controls: Controls;
  /** Checks, in the order in which they began; the test ends them. */
  readonly begun: readonly Begun[];
  /** What changed, `1 fails`, and what the test adds. */
  readonly told: string[];
  /** Lets promises settle. */
  settle(): Promise<void>;
}

/** Control targets whose checks end when the test says so; the first ones have ended well. */
async function scene(targets: readonly ControlTarget[]): Promise<Scene> {
  const clock = fakeClock();
  const begun: Begun[] = [];
  const told: string[] = [];
  const controls = startControls({
    targets,
    clock,
    onChange: ({ target, ok }) => told.push(`${target.slice(-1)} ${ok ? 'well' : 'fails'}`),
    runCheck: (_settings, _address, { deadline }) => {
      const { promise, resolve } = Promise.withResolvers<CheckResult>();
      begun.push({ atMs: clock.monotonic(), aborted: () => deadline.aborted, end: ok => resolve({ ok, reason: '' }) });
      return promise;
    },
  });
  onTestFinished(() => controls[Symbol.dispose]());
  const settle = () => clock.advanceSettled(0);
  for (const check of begun) check.end(true);
  await settle();
  begun.length = 0;
  told.length = 0;
  return { clock, controls, begun, told, settle };
}

test('without targets it runs at once', async () => {
  const { controls, told } = await scene([]);
  controls.afterCheck(() => told.push('ran'));
  expect(told).toEqual(['ran']);
});

test('all targets are checked out of turn, and it runs when the last has concluded and its change was told', async () => {
  const { clock, controls, begun, told, settle } = await scene([tcp(1), tcp(2)]);
  await clock.advanceSettled(1000);
  controls.afterCheck(() => told.push(`ran with ${controls.results().map(({ ok }) => ok)}`));
  expect(begun.map(({ atMs }) => atMs)).toEqual([1000, 1000]);
  begun[1]!.end(false);
  await settle();
  expect(told).toEqual(['2 fails']);
  begun[0]!.end(false);
  await settle();
  expect(told).toEqual(['2 fails', '1 fails', 'ran with false,false']);
});

test('a target that does not answer has failed after a second', async () => {
  const { clock, controls, told } = await scene([tcp(1)]);
  await clock.advanceSettled(1000);
  controls.afterCheck(() => told.push(`ran: ${controls.results()[0]!.reason}`));
  await clock.advanceSettled(1001);
  expect(told).toEqual(['1 fails', 'ran: timeout after 1s']);
});

test('what is asked for while checks are under way has checks of its own, which all such calls share', async () => {
  const { clock, controls, begun, told, settle } = await scene([tcp(1)]);
  controls.afterCheck(() => told.push('a'));
  await clock.advanceSettled(300);
  controls.afterCheck(() => told.push('b'));
  controls.afterCheck(() => told.push('c'));
  expect(begun).toHaveLength(1);
  begun[0]!.end(true);
  await settle();
  expect({ told, begun: begun.length }).toEqual({ told: ['a'], begun: 2 });
  begun[1]!.end(true);
  await settle();
  expect({ told, begun: begun.length }).toEqual({ told: ['a', 'b', 'c'], begun: 2 });
});

test('however much is asked for, targets are checked no more than four times a second', async () => {
  const { clock, controls, begun, told, settle } = await scene([tcp(1)]);
  for (let atMs = 0; atMs < 1000; atMs += 10) {
    controls.afterCheck(() => told.push('ran'));
    begun.at(-1)?.end(true);
    await clock.advanceSettled(10);
  }
  expect(begun.map(({ atMs }) => atMs)).toEqual([0, 250, 500, 750, 1000]);
  begun.at(-1)!.end(true);
  await settle();
  expect(told).toHaveLength(100);
});

test('a check that its turn began before gives way, and a turn that comes meanwhile is left to those under way', async () => {
  const { clock, controls, begun, told, settle } = await scene([tcp(1)]);
  await clock.advanceSettled(5000);
  controls.afterCheck(() => told.push('ran'));
  const [turn, urgent] = begun;
  turn!.end(false);
  urgent!.end(true);
  await settle();
  expect({ told, gaveWay: turn!.aborted() }).toEqual({ told: ['ran'], gaveWay: true });
  await clock.advanceSettled(4500);
  controls.afterCheck(() => told.push('again'));
  await clock.advanceSettled(500);
  expect(begun.map(({ atMs }) => atMs)).toEqual([5000, 5000, 9500]);
  begun.at(-1)!.end(true);
  await settle();
  await clock.advanceSettled(5000);
  expect(begun.map(({ atMs }) => atMs)).toEqual([5000, 5000, 9500, 15_000]);
});

test('disposed of, it runs nothing more', async () => {
  const { clock, controls, begun, told } = await scene([tcp(1)]);
  controls.afterCheck(() => told.push('a'));
  controls.afterCheck(() => told.push('b'));
  controls[Symbol.dispose]();
  for (const check of begun) check.end(true);
  await clock.advanceSettled(10_000);
  expect({ told, begun: begun.length, timers: clock.pending }).toEqual({ told: [], begun: 1, timers: 0 });
});
