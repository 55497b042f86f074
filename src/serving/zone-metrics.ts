import type { Compiled } from '../answer/compile.ts';
import { zoneQueriesOf } from '../answer/zone-cells.ts';
import type { Metric } from '../api/operations.ts';
import { displayName } from '../lib/dns-name.ts';
import { rcodeName } from '../lib/rcode.ts';
import { counter } from './metric.ts';

/** Queries by zone in Prometheus' terms; `counted` by traffic cell. */
export function zoneMetrics(compiled: Compiled, counted: Float64Array): Metric[] {
  const samples = zoneQueriesOf(compiled, counted).map(({ zone, transport, rcode, count }) => ({
    labels: { zone: displayName(zone), transport, rcode: rcodeName(rcode) },
    value: count,
  }));
  return [
    counter(
      'meridian_dns_zone_queries_total',
      'Queries for names of a zone, by transport and RCODE of what was found; an alias counts where it begins.',
      samples,
    ),
  ];
}
