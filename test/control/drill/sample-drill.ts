import type { Drill } from '../../../src/model/drill.ts';

/** A drill of www.example.com that has been decided. */
export function sampleDrill(more: Partial<Drill> = {}): Drill {
  const zone = 'example.com.';
  const owner = 'www.example.com.';
  return {
    id: '20300106-030000',
    name: undefined,
    plan: {
      zone,
      owner,
      awayFrom: { kind: 'pool', pool: 'x' },
      forMs: 60_000,
      includingOthers: false,
      minHealthyPercent: 100,
      webhook: undefined,
    },
    author: 'admin',
    reason: 'rehearsal',
    startedAtMs: 1000,
    expiresAtMs: 91_000,
    targets: [{ kind: 'pool', zone, pool: 'x' }],
    moves: [
      {
        zone,
        owner,
        type: 1,
        shares: [
          { to: 'x', before: 1, after: 0 },
          { to: 'y', before: 0, after: 1 },
        ],
      },
    ],
    survivors: ['y'],
    checks: [{ check: 'alone', ok: true, detail: 'no other drill is running' }],
    phase: 'moving',
    outcome: undefined,
    because: undefined,
    timeline: [],
    drain: undefined,
    recovery: undefined,
    errorRates: undefined,
    ...more,
  };
}
