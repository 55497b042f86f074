import { expect, test } from 'vitest';
import { LOOK_MS, Pulse } from '../../src/responder/pulse.ts';

/** What the looks say, each with the signs of life so far and the time since the look before. */
function looks(...seen: readonly (readonly [beats: number, sinceMs?: number])[]): (string | undefined)[] {
  const pulse = new Pulse();
  return seen.map(([beats, sinceMs = LOOK_MS]) => pulse.look(beats, sinceMs)?.message);
}

const HUNG = 'it hung: no sign of life for 3 s';

test('three looks in a row without a sign of life: it hangs', () => {
  expect(looks([5], [5], [5], [5])).toEqual([undefined, undefined, undefined, HUNG]);
});

test('one sign of life in between: it does not', () => {
  expect(looks([5], [5], [5], [6], [6], [6], [6])).toEqual([...new Array(6).fill(undefined), HUNG]);
});

test('a process that stood still has stood still with its workers: such a look does not count', () => {
  const asleep = 3_600_000;
  expect(looks([5], [5, asleep], [5, asleep], [5, asleep], [5], [5], [5])).toEqual([...new Array(6).fill(undefined), HUNG]);
});

test('one that builds its answers has half a minute', () => {
  const said = looks(...Array.from({ length: 30 }, () => [0] as const));
  expect(said).toEqual([...new Array(29).fill(undefined), 'it did not start within 30 s']);
});

test('signs of life are counted in 32 bits: their number may begin again', () => {
  expect(looks([2 ** 31 - 1], [-(2 ** 31)], [0], [1])).toEqual(new Array(4).fill(undefined));
});
