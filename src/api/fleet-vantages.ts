import type { VantageStanding } from '../model/health.ts';
import { type KnownVantage, ROUND_TRIP_BOUNDS_MS } from '../model/vantage.ts';
import { fleetView, type VantageView } from './contract.ts';
import { type ApiContext, type Route, route } from './route.ts';
import { presentTime } from './view.ts';

/** `GET /v1/fleet`: the vantages. None where there is no fleet. */
export function fleetRoutes({ fleet, operations, clock }: ApiContext): Route[] {
  if (fleet === undefined) return [];
  return [
    route({
      method: 'GET',
      url: '/fleet',
      summary: 'The vantages: who is connected, what each is asked to probe, what came of it, and whether it has a say',
      answer: fleetView,
      handle() {
        const standings = new Map(operations.vantages().map(standing => [standing.name, standing]));
        return { vantages: fleet.vantages().map(vantage => viewVantage(vantage, standings.get(vantage.name), clock.now())) };
      },
    }),
  ];
}

/** `standing` is undefined for a vantage that nothing was observed by yet. */
function viewVantage(known: KnownVantage, standing: VantageStanding | undefined, nowMs: number): VantageView {
  const { connection, counts, slot } = known;
  const heardAgoMs = Math.round(known.heardAgoMs);
  return {
    name: known.name,
    region: known.region ?? null,
    kind: known.kind,
    version: known.version ?? null,
    connected: connection ? { since: presentTime(connection.sinceMs), from: connection.remote } : null,
    heard: presentTime(nowMs - heardAgoMs),
    heard_ms_ago: heardAgoMs,
    slot: slot ? { ...slot } : null,
    probes: { assigned: known.assigned, refused: [...known.refused] },
    targets: { seen: standing?.targets ?? 0, failing: standing?.failing ?? 0 },
    controls: [...known.controls],
    voteless: known.voteless ?? standing?.voteless ?? null,
    clock_skew_ms: known.clockSkewMs ?? null,
    reports: { taken: counts.reports, duplicate: counts.duplicateReports },
    observations: { taken: counts.taken, late: counts.late, unknown: counts.unknown },
    round_trips: viewRoundTrips(known.roundTrips),
  };
}

function viewRoundTrips({ count, sumMs, buckets }: KnownVantage['roundTrips']): VantageView['round_trips'] {
  return {
    count,
    sum_ms: Math.round(sumMs),
    buckets: buckets.map((count, index) => ({ up_to_ms: ROUND_TRIP_BOUNDS_MS[index] ?? null, count })),
  };
}
