import { expect, test } from 'vitest';
import { orStartError, StartError } from '../../src/serving/errors.ts';

class Known extends Error {}

test('what is known becomes a StartError with the same words; all else stays as it is', async () => {
  const known = new Known('port 53 is taken');
  const refused = await orStartError([Known], () => Promise.reject(known)).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(StartError);
  expect(refused).toMatchObject({ message: 'port 53 is taken', cause: known });
  const other = new TypeError('a mistake');
  await expect(
    orStartError([Known], () => {
      throw other;
    }),
  ).rejects.toBe(other);
  expect(await orStartError([Known], () => 7)).toBe(7);
});
