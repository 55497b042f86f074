import { expect, test } from 'vitest';
import { planProbes } from '../../src/fleet/assignment.ts';
import type { ProbeTarget } from '../../src/model/health.ts';
import { probeTarget } from '../support/probe-target.ts';

const withMonitor = (target: ProbeTarget, more: Partial<ProbeTarget['monitor']>): ProbeTarget => ({
  ...target,
  monitor: { ...target.monitor, ...more },
});

test('the same check of the same address is done once, and is of all who asked for it', () => {
  const a = probeTarget('a');
  const b = withMonitor(probeTarget('b', { site: 'beijing' }), { name: 'other', rise: 9 });
  const c = probeTarget('c', { address: '127.0.0.2' });
  const plan = planProbes([a, b, c]);
  expect(plan.probes.map(({ key }) => key)).toEqual([a.key, c.key]);
  expect(plan.targetsOf(a.key)).toEqual([a.key, b.key]);
  expect(plan.targetsOf(b.key)).toEqual([]);
  expect([a, b, c].map(({ key }) => plan.probeOf(key))).toEqual([a.key, a.key, c.key]);
  expect(plan.probeOf('example.com./pool/x/monitor')).toBeUndefined();
});

test.each([
  ['interval', { intervalMs: 5000 }],
  ['timeout', { timeoutMs: 1000 }],
  ['check', { check: { type: 'tcp', port: 10 } }],
] as const)('another %s is another probe', (_, more) => {
  expect(planProbes([probeTarget('a'), withMonitor(probeTarget('b'), more)]).probes).toHaveLength(2);
});

test('the order of the keys of a check says nothing', () => {
  const check = { type: 'tcp', port: 9, send: 'x' } as const;
  const turned = { send: 'x', port: 9, type: 'tcp' } as const;
  expect(planProbes([withMonitor(probeTarget('a'), { check }), withMonitor(probeTarget('b'), { check: turned })]).probes).toHaveLength(1);
});

test('it confirms as often and as soon as the most careful one wants, and the targets go on as they are', () => {
  const a = withMonitor(probeTarget('a'), { fall: 2, confirmMs: 500 });
  const b = withMonitor(probeTarget('b'), { fall: 5, confirmMs: 1000 });
  const c = withMonitor(probeTarget('c'), { fall: 1, confirmMs: 200 });
  expect(planProbes([a, b, c]).probes[0]!.monitor).toMatchObject({ fall: 5, confirmMs: 200 });
});

test('whoever does not want confirmation is not given that of another', () => {
  const a = withMonitor(probeTarget('a'), { fall: 2, confirmMs: undefined });
  const b = withMonitor(probeTarget('b'), { fall: 4, confirmMs: undefined });
  const c = withMonitor(probeTarget('c'), { fall: 2, confirmMs: 200 });
  const plan = planProbes([a, b, c]);
  expect(plan.probes.map(({ monitor: { fall, confirmMs } }) => [fall, confirmMs])).toEqual([
    [4, undefined],
    [2, 200],
  ]);
  expect(plan.probeOf(b.key)).toBe(a.key);
});
