import { expect, test } from 'vitest';
import { killRounds } from '../support/kill-rounds.ts';

test('kill -9 in the midst of changes: none that was acknowledged is lost, and every start succeeds; a hundred rounds are among the peers', async () => {
  expect(await killRounds(5)).toEqual([]);
});
