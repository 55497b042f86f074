import { expect, onTestFinished, test } from 'vitest';
import { CutOff } from '../../../probes/agent/cut-off.ts';
import { Gate } from '../../../probes/agent/gate.ts';
import type { Observation } from '../../../src/model/health.ts';
import { address } from '../../support/addresses.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { probeTarget } from '../../support/probe-target.ts';

const seen = (target: string, ok: boolean): Observation => ({ target, vantage: 'fra1', atMs: 0, ok, reason: '', durationMs: 1 });

/** A gate whose control targets are looked at when the test says so, and what passed: `KEY@SEEN`; `well` tells how the only one does. */
function scene({ checksAtOnce = false } = {}) {
  const runs: (() => void)[] = [];
  const passed: string[] = [];
  const spoilt: string[] = [];
  const clock = fakeClock();
  const cutOff = new CutOff(clock);
  const well = (ok: boolean) => cutOff.learn([{ target: 'tcp://192.0.2.1:1', ok, reason: '' }]);
  const controls = { afterCheck: (run: () => void) => void (checksAtOnce ? run() : runs.push(run)) };
  const onPass = ({ target }: Observation, seenMs: number) => passed.push(`${target}@${seenMs}`);
  const gate = new Gate({ controls, cutOff, onPass, onSpoilt: target => spoilt.push(target) });
  onTestFinished(() => gate[Symbol.dispose]());
  return { gate, passed, spoilt, runs, clock, well, check: () => runs.splice(0, 1)[0]!() };
}

test('successes pass at once while nothing is held', () => {
  const { gate, passed, runs } = scene();
  gate.see(seen('a', true), 1);
  gate.see(seen('b', true), 2);
  expect({ passed, asked: runs.length }).toEqual({ passed: ['a@1', 'b@2'], asked: 0 });
});

test('a failure passes after the control targets were looked at, with the time at which it was seen, and all that came later after it', () => {
  const { gate, passed, check } = scene();
  gate.see(seen('a', false), 1);
  gate.see(seen('b', true), 2);
  gate.see(seen('c', false), 3);
  gate.see(seen('d', true), 4);
  expect(passed).toEqual([]);
  check();
  expect(passed).toEqual(['a@1', 'b@2']);
  check();
  expect(passed).toEqual(['a@1', 'b@2', 'c@3', 'd@4']);
  gate.see(seen('e', true), 5);
  expect(passed.at(-1)).toBe('e@5');
});

test('without control targets everything passes at once', () => {
  const { gate, passed } = scene({ checksAtOnce: true });
  for (const [i, ok] of [true, false, false, true].entries()) gate.see(seen('a', ok), i);
  expect(passed).toEqual(['a@0', 'a@1', 'a@2', 'a@3']);
});

test('order is kept where something is always held', () => {
  const { gate, passed, check } = scene();
  const wanted: string[] = [];
  gate.see(seen('first', false), 0);
  for (let i = 1; i < 1000; i++) {
    gate.see(seen('a', i % 3 === 0), i);
    if (i % 3 !== 0) check();
    wanted.push(`a@${i}`);
  }
  check();
  expect(passed).toEqual(['first@0', ...wanted]);
});

test('what is held of a probe that is not asked for any more, or is another by now, is dropped', () => {
  const { gate, passed, check } = scene();
  const [stays, moves, goes] = [probeTarget('stays'), probeTarget('moves'), probeTarget('goes')];
  gate.assign([stays, moves, goes]);
  for (const [i, { key }] of [goes, stays, moves].entries()) gate.see(seen(key, false), i);
  gate.see(seen(goes.key, true), 3);
  gate.see(seen(stays.key, true), 4);
  gate.assign([stays, { ...moves, address: address('192.0.2.77') }]);
  expect(passed).toEqual([]);
  for (let i = 0; i < 3; i++) check();
  expect(passed).toEqual([`${stays.key}@1`, `${stays.key}@4`]);
});

test('disposed of, it drops what it holds, and what comes', () => {
  const { gate, passed, check } = scene();
  gate.see(seen('a', false), 1);
  gate[Symbol.dispose]();
  check();
  gate.see(seen('b', true), 2);
  expect(passed).toEqual([]);
});

test('failures pass while the vantage is cut off; of a probe that began before it is over they do not, but are to be probed again', () => {
  const { gate, passed, spoilt, clock, well, check } = scene();
  for (const [i, name] of ['during', 'until', 'across', 'after'].entries()) {
    gate.see(seen(name, false), [5, 10, 10.5, 11.5][i]!);
    gate.see(seen('a', true), 20 + i);
  }
  clock.advance(4);
  expect(well(false)).toBe(false);
  check();
  expect(passed).toEqual(['during@5', 'a@20']);
  clock.advance(6);
  expect(well(true)).toBe(true);
  for (let i = 0; i < 3; i++) check();
  expect(spoilt).toEqual(['until', 'across']);
  expect(passed.slice(2)).toEqual(['a@21', 'a@22', 'after@11.5', 'a@23']);
});
