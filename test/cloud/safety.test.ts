import { expect, test } from 'vitest';
import { makePlan } from '../../src/cloud/plan/make-plan.ts';
import { judgePlan, SAFETY_LIMITS } from '../../src/cloud/safety.ts';
import type { CloudPlan, CloudRecord, PlanStep } from '../../src/model/cloud.ts';
import { desired, desiredSet, PLAIN, record } from './plan/cloud-scene.ts';

const COUNT = 100;
const labels = Array.from({ length: COUNT }, (_, i) => `n${i}`);
const current = labels.map(label => record(label, '203.0.113.1'));

/** `changed` of a hundred sets get another address. */
function planOf(changed: number): CloudPlan {
  const sets = labels.map((label, i) => desiredSet(label, { [i < changed ? '203.0.113.2' : '203.0.113.1']: 1 }));
  return makePlan({ desired: desired(...sets), capabilities: PLAIN, current, policy: 'degrade' });
}

function judge(plan: CloudPlan, records: readonly CloudRecord[] = current, forced = false) {
  return judgePlan({ plan, current: records, limits: SAFETY_LIMITS, forced });
}

test('a plan that changes up to three tenths of what is managed is let through, one that changes more only when forced', () => {
  expect(judge(planOf(30))).toEqual({ safe: true, reasons: [] });
  const reason = '31 of 100 managed records would change, 31 %; expected 30 at most, or an operator who forces it';
  expect(judge(planOf(31))).toEqual({ safe: false, reasons: [reason] });
  expect(judge(planOf(31), current, true)).toEqual({ safe: true, reasons: [] });
});

test('a small zone fails over whole, and the first records of a zone are no change of any', () => {
  const small = [record('www', '203.0.113.1'), record('api', '203.0.113.1')];
  const over = desired(desiredSet('www', { '203.0.113.2': 1 }), desiredSet('api', { '203.0.113.2': 1 }));
  expect(judge(makePlan({ desired: over, capabilities: PLAIN, current: small, policy: 'degrade' }), small).safe).toBe(true);
  const sets = labels.map(label => desiredSet(label, { '203.0.113.1': 1 }));
  expect(judge(makePlan({ desired: desired(...sets), capabilities: PLAIN, current: [], policy: 'degrade' }), []).safe).toBe(true);
});

test('taking everything away is refused', () => {
  expect(judge(makePlan({ desired: desired(), capabilities: PLAIN, current, policy: 'degrade' })).reasons[0]).toContain(
    '100 of 100 managed',
  );
});

test('taking the last of a small zone away is refused, one of two sets is not', () => {
  const small = [record('www', '203.0.113.1'), record('api', '203.0.113.1')];
  const plan = makePlan({ desired: desired(), capabilities: PLAIN, current: small, policy: 'degrade' });
  const reason = 'nothing would be left of 2 managed records; expected some, or an operator who forces it';
  expect(judge(plan, small)).toEqual({ safe: false, reasons: [reason] });
  expect(judge(plan, small, true).safe).toBe(true);
  const one = makePlan({
    desired: desired(desiredSet('www', { '203.0.113.1': 1 })),
    capabilities: PLAIN,
    current: small,
    policy: 'degrade',
  });
  expect(judge(one, small).safe).toBe(true);
});

test.each<[string, CloudRecord, (from: CloudRecord) => readonly PlanStep[], string]>([
  [
    'all of a set switched off',
    record('www', '203.0.113.1'),
    from => [{ kind: 'disable', id: from.id, from }],
    'no enabled record for a moment',
  ],
  [
    'a set empty in the middle',
    record('www', '203.0.113.1'),
    from => [
      { kind: 'remove', id: from.id, from },
      {
        kind: 'add',
        record: { owner: from.owner, type: 'A', data: '203.0.113.2', view: 'default', ttl: 60, weight: undefined, enabled: true },
      },
    ],
    'no enabled record for a moment',
  ],
  [
    'a locked record',
    record('www', '203.0.113.1', { locked: true }),
    from => [{ kind: 'weight', id: from.id, from, weight: 5 }],
    'is locked',
  ],
  ['a record of others', record('www', '203.0.113.1', { owned: false }), from => [{ kind: 'remove', id: from.id, from }], 'does not bear'],
])('%s is refused even when forced', (_, there, stepsOf, reason) => {
  const steps = stepsOf(there);
  const plan: CloudPlan = { zone: 'example.com.', generation: 1, steps, degradations: [], refused: [], managed: 1, changed: 1 };
  expect(judge(plan, [there], true)).toEqual({ safe: false, reasons: [expect.stringContaining(reason)] });
});
