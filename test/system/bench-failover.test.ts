import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../bench/clean-up.ts';
import type { FailoverReport } from '../bench/failover/bench.ts';
import { type Heard, lastStaleMs, lostMs } from '../bench/failover/heard.ts';
import { failoverSections } from '../bench/failover/report.ts';
import { measureRound } from '../bench/failover/round.ts';
import { meridian } from '../bench/failover/servers/meridian.ts';
import { startSites } from '../bench/failover/site.ts';

const CACHES = 20;
const SCENE = { intervalSeconds: 1, timeoutSeconds: 1, fall: 2, rise: 2, ttl: { min: 1, max: 2 }, failure: 'refused' } as const;

test('the bench of a failover: every cache loses its traffic from the failure on until it has the new answer', async () => {
  await using folder = await temporaryFolder();
  await using sites = await startSites();
  const figures = await measureRound(meridian, sites, {
    scene: { ...SCENE, active: '127.54.0.1', standby: '127.54.0.2', sitePort: sites.port },
    directory: folder.path,
    phase: 0.5,
    stagger: 0,
    virtualCaches: CACHES,
    realCaches: [],
    settleMs: 1000,
    spreadMs: 2000,
    steadyMs: 5000,
    afterMs: 5000,
  });
  expect(figures.lostMs).toHaveLength(CACHES);
  expect(figures.lostMs.filter(ms => !(Number.isFinite(ms) && ms >= figures.detectedMs))).toEqual([]);
  expect(figures.detectedMs).toBeGreaterThan(0);
  expect(figures.lastStaleMs).toBeGreaterThan(0);
  expect(figures.steadyTtl).toBeGreaterThanOrEqual(SCENE.ttl.min);
  expect(figures.steadyTtl).toBeLessThanOrEqual(SCENE.ttl.max);
  expect(figures.steadyPerMinute).toBeGreaterThan(0);
  expect(figures.afterPerMinute).toBeGreaterThan(0);

  const servers = ['meridian', 'gdnsd'].map(name => ({ name, how: 'as it is', version: '1.0', rounds: [figures, figures] }));
  const [head, , beside] = failoverSections(reportOf(servers));
  expect(head).toContain(`2 failures of each server, ${CACHES} virtual caches each, connections refused; probes every 1 s`);
  expect(beside).toMatchObject({ lines: [expect.anything(), ['gdnsd', '× 1.00', '× 0.65', '× 1.00', '× 1.00'], expect.anything()] });
});

function reportOf(servers: FailoverReport['servers']): FailoverReport {
  const measured = { virtualCaches: CACHES, steadySeconds: 2, afterSeconds: 1, scene: SCENE };
  return { bench: 'failover', machine: 'a machine', ...measured, servers, caches: [], habits: [], missing: [] };
}

describe('what is lost', () => {
  const [DEAD, LIVING, ERROR] = [1, 2, 0];
  const heard = (...answers: readonly (readonly [atMs: number, address: number])[]): readonly Heard[] =>
    answers.map(([atMs, address]) => ({ atMs, address, ttl: 5 }));

  test.each([
    ['until the first new answer', heard([90, DEAD], [104, DEAD], [107, LIVING], [120, LIVING]), 7],
    ['a cache that had not asked in between', heard([90, DEAD], [130, LIVING]), 30],
    ['until the last time that it was another', heard([104, DEAD], [107, LIVING], [110, DEAD], [113, LIVING]), 13],
    ['an error is no answer', heard([104, DEAD], [107, ERROR], [110, LIVING]), 10],
    ['for ever', heard([104, DEAD], [107, LIVING], [110, DEAD]), Number.POSITIVE_INFINITY],
    ['without any answer', heard([90, LIVING]), Number.POSITIVE_INFINITY],
  ])('%s', (_, answers, expected) => {
    expect(lostMs(answers, LIVING, 100)).toBe(expected);
  });

  test('the last stale answer that anybody was given', () => {
    expect(lastStaleMs([heard([104, DEAD], [107, LIVING]), heard([103, DEAD], [109, DEAD])], DEAD, 100)).toBe(9);
    expect(lastStaleMs([heard([90, DEAD], [107, LIVING])], DEAD, 100)).toBe(0);
  });
});
