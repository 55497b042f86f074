import type { Metric, Snapshot } from '../api/operations.ts';
import { gauge } from './metric.ts';

/** How many hosts are looked up, and how many of them cannot be. */
export function hostMetrics({ resolutions }: Pick<Snapshot, 'resolutions'>): Metric[] {
  const failing = [...resolutions.values()].filter(resolution => resolution.failing !== undefined);
  return [
    gauge('meridian_hosts', 'Host names that are answered with their addresses.', resolutions.size),
    gauge('meridian_hosts_failing', 'Those that could not be looked up when last tried.', failing.length),
  ];
}
