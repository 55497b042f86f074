import { expect, test } from 'vitest';
import { killRoundsOf } from '../support/kill-rounds.ts';

test('a hundred rounds of kill -9 in the midst of changes: none that was acknowledged is lost, and every start succeeds', {
  timeout: 600_000,
}, async () => {
  expect(await killRoundsOf(4, 100)).toEqual([]);
});
