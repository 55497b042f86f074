import { expect, test } from 'vitest';
import { A, aFleet, aLocalVantage, B } from './a-fleet.ts';

function threeVantages() {
  const parts = aFleet();
  const { checked } = aLocalVantage(parts.fleet);
  const agents = [parts.agent('berlin'), parts.agent('tokyo')] as const;
  const checks = () => {
    const all = agents.map(agent => agent.received().flatMap(({ event, data }) => (event === 'check' ? [data] : [])));
    return [...all, checked.splice(0)];
  };
  checks();
  return { ...parts, checks };
}

test('all others check at once, and a few milliseconds of suspicions go together', () => {
  const { checks, clock, fleet } = threeVantages();
  fleet.suspect(A.key, 'tokyo');
  fleet.suspect(B.key, 'embedded');
  fleet.suspect('no such probe', 'tokyo');
  expect(checks()).toEqual([[], [], []]);
  clock.advance(5);
  expect(checks()).toEqual([[{ probes: [A.key, B.key] }], [{ probes: [B.key] }], [[A.key]]]);
});

test('who has seen it fail too is not asked', () => {
  const { checks, clock, fleet } = threeVantages();
  fleet.suspect(A.key, 'tokyo');
  fleet.suspect(A.key, 'berlin');
  clock.advance(5);
  expect(checks()).toEqual([[], [], [[A.key]]]);
});

test('while the answers are awaited nobody is asked again', () => {
  const { checks, clock, fleet } = threeVantages();
  fleet.suspect(A.key, 'tokyo');
  clock.advance(A.monitor.timeoutMs - 1);
  checks();
  fleet.suspect(A.key, 'berlin');
  clock.advance(1);
  expect(checks()).toEqual([[], [], []]);
  fleet.suspect(A.key, 'berlin');
  clock.advance(5);
  expect(checks()).toEqual([[], [{ probes: [A.key] }], [[A.key]]]);
});
