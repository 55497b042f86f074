import type { Compiled } from '../answer/compile.ts';
import type { Metric } from '../api/operations.ts';
import { displayName } from '../lib/dns-name.ts';
import type { EndpointStates } from '../model/effective.ts';
import type { EndpointKey } from '../model/health.ts';
import { gauge } from './metric.ts';

/** Steered record sets in Prometheus' terms, and those in which nothing is up; step by step. */
export function* recordMetrics(
  { names, shapes }: Pick<Compiled, 'names' | 'shapes'>,
  states: EndpointStates,
): Generator<undefined, Metric[]> {
  const zones = new Map([...names.zones.keys()].map(zone => [zone, { steered: 0, allDown: 0 }]));
  const isDown = (key: EndpointKey) => {
    const effective = states.get(key)?.effective;
    return effective === 'down' || effective === 'drain';
  };
  for (const { zone, endpoints } of shapes) {
    const row = zones.get(zone)!;
    row.steered++;
    if (endpoints.every(isDown)) row.allDown++;
    yield;
  }
  const samples = (value: (row: { steered: number; allDown: number }) => number) =>
    [...zones].filter(([, { steered }]) => steered > 0).map(([zone, row]) => ({ labels: { zone: displayName(zone) }, value: value(row) }));
  return [
    gauge(
      'meridian_steered_record_sets',
      'Record sets that are steered.',
      samples(({ steered }) => steered),
    ),
    gauge(
      'meridian_steered_record_sets_all_down',
      'Those of them whose endpoints are all down or drained: what clients get is up to when_all_down.',
      samples(({ allDown }) => allDown),
    ),
  ];
}
