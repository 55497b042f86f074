import type { Ballot, MonitorStanding, PhaseTimings } from '../model/health.ts';
import type { BallotView, MonitorStandingView } from './contract.ts';
import { presentTime } from './view.ts';

/** One monitor of an endpoint, with the ballots of all vantages. */
export function viewStanding(standing: MonitorStanding): MonitorStandingView {
  const { monitor, role, verdict, reason, sinceMs, voters, needed, flaps, riseNeeded, recovering, ballots } = standing;
  return {
    name: monitor,
    role,
    verdict,
    reason,
    since: presentTime(sinceMs),
    voters,
    needed,
    flaps,
    rise_needed: riseNeeded,
    recovering: recovering
      ? { since: presentTime(recovering.sinceMs), up_at: recovering.upAtMs === undefined ? null : presentTime(recovering.upAtMs) }
      : null,
    ballots: ballots.map(viewBallot),
  };
}

function viewBallot({ vantage, region, verdict, streak, ok, reason, atMs, durationMs, phases, silent }: Ballot): BallotView {
  return {
    vantage,
    region: region ?? null,
    verdict,
    streak,
    ok,
    reason,
    at: presentTime(atMs),
    duration_ms: durationMs,
    phases: phases ? viewPhases(phases) : null,
    silent: silent ?? null,
  };
}

function viewPhases({ lookupMs, connectMs, tlsMs, firstByteMs, contentMs }: PhaseTimings): BallotView['phases'] {
  return {
    lookup_ms: lookupMs ?? null,
    connect_ms: connectMs ?? null,
    tls_ms: tlsMs ?? null,
    first_byte_ms: firstByteMs ?? null,
    content_ms: contentMs ?? null,
  };
}
