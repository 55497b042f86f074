import { expect, test } from 'vitest';
import type { Finding } from '../../src/model/declared.ts';
import { reloadEverything } from '../../src/serving/reload-everything.ts';

const zones: Finding = { severity: 'warning', file: 'example.com.yaml', line: 1, column: 1, message: 'unused' };
const database: Finding = { severity: 'warning', file: 'geo.mmdb', line: 1, column: 1, message: 'not a MaxMind DB file' };

function reloading(reload: () => Promise<readonly Finding[]>) {
  const done: string[] = [];
  const refresh = async () => {
    done.push('refreshed');
    return [database];
  };
  return { done, parts: { reloader: { reload }, database: { refresh, warn: () => void done.push('warned') } } };
}

test('what was found in the zones and in the database; then what the trees ask for in vain', async () => {
  const { done, parts } = reloading(async () => [zones]);
  expect(await reloadEverything(parts)).toEqual([zones, database]);
  expect(done).toEqual(['refreshed', 'warned']);
});

test('the database is read again though the zones cannot be', async () => {
  const { done, parts } = reloading(() => Promise.reject(new Error('hangs')));
  await expect(reloadEverything(parts)).rejects.toThrow('hangs');
  expect(done).toEqual(['refreshed']);
});
