import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/registry.ts';
import { openStore } from '../../src/store/open.ts';
import { type SavedVerdict, verdictsIn } from '../../src/store/verdicts.ts';
import { dataDirectory } from './data-directory.ts';

const DAY_MS = 86_400_000;
const A = 'example.com./web/a/web';
const B = 'example.com./web/b/web';
const down = (target: string, sinceMs = 1): SavedVerdict => ({ target, verdict: 'down', reason: 'embedded: connect refused', sinceMs });
const up = (target: string, sinceMs = 1): SavedVerdict => ({ target, verdict: 'up', reason: 'embedded: status 200', sinceMs });

function table() {
  const database = new Database(':memory:');
  migrate(database, MIGRATIONS);
  return { database, verdicts: verdictsIn(database) };
}

test('verdicts come back after a restart, each the last one that was saved', () => {
  const directory = dataDirectory();
  {
    using store = openStore(directory);
    store.verdicts.save([down(A), up(B)]);
    store.verdicts.save([up(A, 9)]);
  }
  using store = openStore(directory);
  expect(store.verdicts.restore()).toEqual({
    verdicts: new Map([
      [A, { verdict: 'up', reason: 'embedded: status 200', sinceMs: 9 }],
      [B, { verdict: 'up', reason: 'embedded: status 200', sinceMs: 1 }],
    ]),
    warnings: [],
  });
});

test('when a target turned down lately comes back too, and nonsense in its place is told of', () => {
  const { database, verdicts } = table();
  verdicts.save([{ ...down(A), downsAtMs: [5, 9.4] }, down(B)]);
  expect(verdicts.restore().verdicts.get(A)).toEqual({
    verdict: 'down',
    reason: 'embedded: connect refused',
    sinceMs: 1,
    downsAtMs: [5, 9],
  });
  database.prepare("UPDATE verdicts SET downs = 'often' WHERE target = ?").run(B);
  const { verdicts: left, warnings } = verdicts.restore();
  expect([...left.keys()]).toEqual([A]);
  expect(warnings).toEqual([expect.stringContaining('downs is "often", expected times in milliseconds')]);
});

test('a target that is unknown again has no verdict to restore', () => {
  const { verdicts } = table();
  verdicts.save([down(A)]);
  verdicts.save([{ target: A, verdict: 'unknown', reason: 'no observation yet', sinceMs: 2 }]);
  expect(verdicts.restore().verdicts.size).toBe(0);
});

test('targets are forgotten 30 days after they were last declared, and no sooner', () => {
  const { verdicts } = table();
  verdicts.save([down(A), up(B)]);
  expect(verdicts.prune(new Set([A]), 0)).toBe(0);
  expect(verdicts.prune(new Set([A]), 30 * DAY_MS)).toBe(0);
  expect(verdicts.prune(new Set([A]), 30 * DAY_MS + 1)).toBe(1);
  expect([...verdicts.restore().verdicts.keys()]).toEqual([A]);
});

test('a target that comes back counts its days anew', () => {
  const { verdicts } = table();
  verdicts.save([down(A), up(B)]);
  verdicts.prune(new Set(), 0);
  verdicts.prune(new Set([A]), 29 * DAY_MS);
  verdicts.save([down(B)]);
  expect(verdicts.prune(new Set(), 31 * DAY_MS)).toBe(0);
  expect(verdicts.prune(new Set(), 62 * DAY_MS)).toBe(2);
});

test.each([
  ["target = 'somewhere'", 'target is "somewhere", expected ZONE/POOL/ENDPOINT/MONITOR'],
  ["verdict = 'maybe'", 'verdict is "maybe", expected up or down'],
  ['since_ms = -5', 'since_ms is -5, expected an integer from 0 to 8640000000000000'],
])('a row edited by hand to %s is left out with a warning', (edit, warning) => {
  const { database, verdicts } = table();
  verdicts.save([down(A), up(B)]);
  database.prepare(`UPDATE verdicts SET ${edit} WHERE target = ?`).run(A);
  const restored = verdicts.restore();
  expect([...restored.verdicts.keys()]).toEqual([B]);
  expect(restored.warnings).toEqual([expect.stringContaining(`left out a row of table verdicts: ${warning}`)]);
});
