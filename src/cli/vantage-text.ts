import type { VantageView } from '../api/contract.ts';
import { longest, presentState } from './fleet-table.ts';
import { plain, table } from './table.ts';
import { presentAge, presentMs } from './words.ts';

/** One vantage of `fleet` by itself. */
export function presentVantage(vantage: VantageView): string {
  const parts = [factLines(vantage).map(plain).join('\n'), controlTable(vantage), refusedTable(vantage), roundTripTable(vantage)];
  return parts.filter(part => part !== '').join('\n\n');
}

const KIND = { embedded: 'within the server', remote: 'an agent' } as const;

function factLines(vantage: VantageView): string[] {
  const { name, region, kind, version, connected, probes, targets, slot, observations, reports, round_trips } = vantage;
  const place = slot ? `, in turn ${slot.index + 1} of ${slot.of}` : '';
  const { count, sum_ms } = round_trips;
  return [
    `${name}, ${KIND[kind]}${region === null ? '' : `, region ${region}`}${version === null ? '' : `, version ${version}`}`,
    `State         ${presentState(vantage)}`,
    ...(connected === null ? [] : [`From          ${connected.from}`]),
    `Heard         ${presentAge(vantage.heard_ms_ago)} ago`,
    `Probes        ${probes.assigned} asked for, ${probes.refused.length} refused${place}`,
    `Targets       ${targets.seen} seen lately, ${targets.failing} failing`,
    `Observations  ${observations.taken} taken, ${observations.late} too late, ${observations.unknown} of what is not asked for`,
    ...(kind === 'embedded' ? [] : [`Reports       ${reports.taken} taken, ${reports.duplicate} came again`]),
    ...clockLine(vantage),
    ...(count === 0 ? [] : [`Round trips   ${count}, ${presentMs(sum_ms / count)} on average`]),
  ];
}

/** Where the clocks agree, as far as that can be told over a network, there is nothing to tell. */
function clockLine({ clock_skew_ms }: VantageView): string[] {
  if (clock_skew_ms === null || Math.abs(clock_skew_ms) < 1000) return [];
  const side = clock_skew_ms > 0 ? 'ahead of' : 'behind';
  return [`Clock         ${presentAge(Math.abs(clock_skew_ms))} ${side} the server's when it connected; verdicts do not go by it`];
}

function controlTable({ controls }: VantageView): string {
  const rows = controls.map(({ target, ok, reason }) => [target, ok ? 'ok' : 'fails', reason]);
  return rows.length === 0 ? '' : table(['CONTROL TARGET', '', 'WHY'], rows, 2);
}

function refusedTable({ probes: { refused } }: VantageView): string {
  return refused.length === 0
    ? ''
    : table(
        ['REFUSED PROBE', 'WHY'],
        refused.map(({ probe, reason }) => [probe, reason]),
        2,
      );
}

function roundTripTable({ round_trips: { count, buckets } }: VantageView): string {
  const rows = buckets.flatMap(bucket => {
    const bound = bucket.up_to_ms === null ? `> ${presentMs(longest(buckets))}` : `≤ ${presentMs(bucket.up_to_ms)}`;
    return bucket.count === 0 ? [] : [[bound, String(bucket.count), `${((bucket.count / count) * 100).toFixed(1).padStart(5)} %`]];
  });
  return rows.length === 0 ? '' : table(['TOOK', 'PROBES', 'SHARE'], rows, 2);
}
