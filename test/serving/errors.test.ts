import { expect, test } from 'vitest';
import { allStarted, orStartError, StartError } from '../../src/serving/errors.ts';

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

test('parts that start side by side: all, or the lines of all that cannot', async () => {
  expect(await allStarted([Promise.resolve(1), Promise.resolve('two')])).toEqual([1, 'two']);
  const refused = (line: string) => Promise.reject(new StartError(line));
  await expect(allStarted([refused('no zones'), Promise.resolve(2), refused('no database')])).rejects.toThrow(
    new StartError('no zones\nno database'),
  );
  const fault = new TypeError('a mistake');
  await expect(allStarted([refused('no zones'), Promise.reject(fault)])).rejects.toBe(fault);
});
