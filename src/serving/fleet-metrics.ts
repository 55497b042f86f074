import type { Metric } from '../api/operations.ts';
import type { Counted } from '../lib/histogram.ts';
import type { VantageStanding } from '../model/health.ts';
import { type KnownVantage, ROUND_TRIP_BOUNDS_MS } from '../model/vantage.ts';
import { gauge, histogram } from './metric.ts';

export interface FleetFacts {
  /** As the fleet knows them. */
  readonly vantages: readonly KnownVantage[];
  /** As the health engine sees them; one that it was not told of yet has a say. */
  readonly standings: readonly VantageStanding[];
  /** Targets whose verdicts hold because no vantage has a say in them. */
  readonly held: number;
}

/** The vantages in Prometheus' terms. */
export function fleetMetrics({ vantages, standings, held }: FleetFacts): Metric[] {
  const standingOf = new Map(standings.map(standing => [standing.name, standing]));
  const each = (name: string, type: 'counter' | 'gauge', help: string, value: (vantage: KnownVantage) => number): Metric => ({
    name,
    type,
    help,
    samples: vantages.map(vantage => ({ labels: { vantage: vantage.name }, value: value(vantage) })),
  });
  const hasSay = ({ name, voteless }: KnownVantage) => {
    const standing = standingOf.get(name);
    return (standing?.voteless ?? voteless) === undefined && standing?.present !== false;
  };
  const isConnected = ({ kind, connection }: KnownVantage) => kind === 'embedded' || connection !== undefined;
  return [
    infoOf(vantages),
    each('meridian_vantage_connected', 'gauge', '1 while its agent is connected; always for the embedded one.', v =>
      isConnected(v) ? 1 : 0,
    ),
    each('meridian_vantage_has_say', 'gauge', '0 while the ballots of this vantage do not count.', v => (hasSay(v) ? 1 : 0)),
    each('meridian_vantage_last_heard_seconds', 'gauge', 'Since something last came from it.', v => v.heardAgoMs / 1000),
    each('meridian_vantage_probes', 'gauge', 'Probes that it is asked to do.', v => v.assigned),
    each('meridian_vantage_probes_refused', 'gauge', 'Those of them that it cannot do.', v => v.refused.length),
    each('meridian_vantage_failing', 'gauge', 'Targets that failed when it last looked.', v => standingOf.get(v.name)?.failing ?? 0),
    each('meridian_vantage_observations_total', 'counter', 'Observations that were taken in.', v => v.counts.taken),
    each('meridian_vantage_late_total', 'counter', 'Observations that came too late to count.', v => v.counts.late),
    each('meridian_vantage_duplicates_total', 'counter', 'Reports that came again.', v => v.counts.duplicateReports),
    histogram(
      'meridian_vantage_round_trip_seconds',
      'How long the probes took that found what they expected.',
      vantages.map(({ name, roundTrips }) => ({ labels: { vantage: name }, counted: inSeconds(roundTrips) })),
    ),
    gauge('meridian_targets_held', 'Targets whose verdict holds because no vantage has a say in them.', held),
  ];
}

function infoOf(vantages: readonly KnownVantage[]): Metric {
  const labels = ({ name, region, kind, version }: KnownVantage) => ({
    vantage: name,
    region: region ?? '',
    kind,
    version: version ?? '',
  });
  return {
    name: 'meridian_vantage_info',
    type: 'gauge',
    help: 'What a vantage is; always 1.',
    samples: vantages.map(vantage => ({ labels: labels(vantage), value: 1 })),
  };
}

const BOUNDS = ROUND_TRIP_BOUNDS_MS.map(boundMs => boundMs / 1000);

function inSeconds({ buckets, sumMs, count }: KnownVantage['roundTrips']): Counted {
  return { bounds: BOUNDS, buckets, sum: sumMs / 1000, count };
}
