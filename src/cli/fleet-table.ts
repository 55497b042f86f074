import type { VantageView } from '../api/contract.ts';
import { table } from './table.ts';
import { presentAge, presentMs } from './words.ts';

const HEADS = ['VANTAGE', 'REGION', 'KIND', 'STATE', 'PROBES', 'FAILING', 'HEARD', 'TOOK p50', 'p95', 'LATE', 'VERSION'];

/** A row for each vantage. */
export function fleetTable(vantages: readonly VantageView[]): string {
  const rows = vantages.map(vantage => {
    const { name, region, kind, version, probes, targets, heard_ms_ago, observations, round_trips } = vantage;
    return [
      name,
      region ?? '',
      kind,
      presentState(vantage),
      probes.refused.length === 0 ? String(probes.assigned) : `${probes.assigned}, ${probes.refused.length} refused`,
      `${targets.failing} of ${targets.seen}`,
      `${presentAge(heard_ms_ago)} ago`,
      presentQuantile(round_trips, 0.5),
      presentQuantile(round_trips, 0.95),
      String(observations.late),
      version ?? '',
    ];
  });
  return rows.length === 0 ? 'no vantages' : table(HEADS, rows);
}

/** `connected 3h`, `lost 20s ago`, and why it has no say if it has none. */
export function presentState(vantage: VantageView): string {
  const { voteless } = vantage;
  return voteless === null ? presentConnection(vantage) : `${presentConnection(vantage)}; no say: ${voteless}`;
}

function presentConnection({ kind, connected, heard, heard_ms_ago }: VantageView): string {
  if (kind === 'embedded') return 'in the server';
  if (connected === null) return `lost ${presentAge(heard_ms_ago)} ago`;
  // When something was heard, and how long ago that is, give the server's own time.
  return `connected ${presentAge(Date.parse(heard) + heard_ms_ago - Date.parse(connected.since))}`;
}

/** The bucket that so many of the probes stayed within: `≤ 25ms`; nothing where there were none. */
function presentQuantile({ count, buckets }: VantageView['round_trips'], quantile: number): string {
  if (count === 0) return '';
  let within = 0;
  const bucket = buckets.find(each => {
    within += each.count;
    return within >= quantile * count;
  });
  const bound = bucket?.up_to_ms ?? null;
  return bound === null ? `> ${presentMs(longest(buckets))}` : `≤ ${presentMs(bound)}`;
}

/** The longest time that a bucket has as its bound. */
export function longest(buckets: VantageView['round_trips']['buckets']): number {
  return Math.max(0, ...buckets.map(({ up_to_ms }) => up_to_ms ?? 0));
}
