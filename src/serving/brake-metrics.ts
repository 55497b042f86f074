import type { Metric } from '../api/operations.ts';
import { displayName } from '../lib/dns-name.ts';
import type { Braking } from './braking.ts';
import { counter, gauge } from './metric.ts';

/** What the brakes do, by zone; nothing where no zone has one. */
export function brakeMetrics({ brakes, holds }: Pick<Braking, 'brakes' | 'holds'>): Metric[] {
  const zones = [...brakes.zones].map(([zone, brake]) => ({ labels: { zone: displayName(zone) }, zone, brake }));
  return [
    gauge(
      'meridian_brake_held_endpoints',
      'Endpoints that are measured down and answered all the same, as the brake of their zone holds them.',
      zones.map(({ labels, brake }) => ({ labels, value: brake.held.length })),
    ),
    gauge(
      'meridian_brake_open',
      '1 while an operator has the brake of a zone open.',
      zones.map(({ labels, brake }) => ({ labels, value: brake.isOpen ? 1 : 0 })),
    ),
    counter(
      'meridian_brake_holds_total',
      'How often an endpoint came to be held.',
      zones.map(({ labels, zone }) => ({ labels, value: holds.get(zone) ?? 0 })),
    ),
  ];
}
