import type { EndpointView } from '../api/contract.ts';
import { presentStanding } from './ballots.ts';
import { presentAddress } from './status-zone.ts';
import { plain } from './table.ts';
import { presentAge } from './words.ts';

/** One endpoint of `status` by itself: how it stands, and what every vantage says of it. */
export function presentEndpoint(endpoint: EndpointView, nowMs: number): string {
  const { zone, pool, name, declared, measured, effective, monitors = [] } = endpoint;
  const weight = effective.weight === declared.weight ? `${effective.weight}` : `${effective.weight} (file ${declared.weight})`;
  const lines = [
    `${zone}/${pool}/${name}, ${presentAddress(endpoint, nowMs)}, weight ${weight}`,
    `Measured   ${measured.verdict} for ${presentAge(nowMs - Date.parse(measured.since))}: ${measured.reason}`,
    `Effective  ${effective.state}${effective.override === null ? '' : `: ${effective.reason}`}`,
  ];
  const standings = monitors.map(standing => presentStanding(standing, nowMs));
  return [lines.map(plain).join('\n'), ...standings].join('\n\n');
}
