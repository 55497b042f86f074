import type { Ballot, MonitorStanding } from '../../src/model/health.ts';

/** A ballot of a vantage that sees it well, from an observation at `atMs`; `facts` say what is otherwise. */
export function ballot(vantage: string, atMs: number, facts: Partial<Ballot> = {}): Ballot {
  return {
    vantage,
    region: undefined,
    verdict: 'up',
    streak: 0,
    ok: true,
    reason: 'status 200',
    atMs,
    durationMs: 40,
    phases: undefined,
    silent: undefined,
    ...facts,
  };
}

/** The monitor `web` with these ballots, up since `sinceMs`; `facts` say what is otherwise. */
export function standing(sinceMs: number, ballots: readonly Ballot[], facts: Partial<MonitorStanding> = {}): MonitorStanding {
  const voters = ballots.filter(({ silent }) => silent === undefined).length;
  return {
    monitor: 'web',
    role: 'vote',
    verdict: 'up',
    reason: 'beijing: status 200',
    sinceMs,
    ballots,
    voters,
    needed: voters === 0 ? 0 : Math.floor(voters / 2) + 1,
    flaps: 0,
    riseNeeded: 3,
    recovering: undefined,
    ...facts,
  };
}

/** Three vantages: one sees it well, one sees it down, one has no say. */
export function threeVantages(nowMs: number): MonitorStanding {
  return standing(nowMs - 60_000, [
    ballot('beijing', nowMs - 2000, {
      region: 'cn',
      durationMs: 41.4,
      phases: { connectMs: 3.2, tlsMs: 12, firstByteMs: 20.6, contentMs: 0.4 },
    }),
    ballot('frankfurt', nowMs - 4000, {
      region: 'eu',
      verdict: 'down',
      ok: false,
      reason: 'timeout after 2s',
      durationMs: 2000,
      phases: { lookupMs: 1.1, connectMs: 3 },
    }),
    ballot('office', nowMs - 70_000, { streak: 1, ok: false, reason: 'connect refused', durationMs: 0.8, silent: 'silent for 70s' }),
  ]);
}
