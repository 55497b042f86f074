import type { Shift } from '../../../src/model/shift.ts';

/** A shift of www.example.com whose first step is served. */
export function sampleShift(more: Partial<Shift> = {}): Shift {
  return {
    id: '20300106-030000',
    plan: {
      zone: 'example.com.',
      owner: 'www.example.com.',
      shares: { 'web-beijing': 100 },
      steps: [10, 100],
      everyMs: 120_000,
      onUnhealthy: 'pause',
      minHealthyPercent: 100,
    },
    author: 'admin',
    reason: 'rehearsal',
    startedAtMs: 1000,
    before: undefined,
    from: { 'web-hangzhou': 4000, 'web-beijing': 6000 },
    steps: [
      { percent: 10, weights: { 'web-hangzhou': 3600, 'web-beijing': 6400 } },
      { percent: 100, weights: { 'web-hangzhou': 0, 'web-beijing': 10_000 } },
    ],
    receiving: ['web-beijing'],
    phase: 'holding',
    outcome: undefined,
    because: undefined,
    step: 1,
    heldMs: 36_000,
    timeline: [
      { what: 'started', atMs: 1000, detail: '2 steps, 2m between two of them' },
      { what: 'served', atMs: 1500, detail: 'every worker serves generation 7' },
    ],
    ...more,
  };
}
