import type { GeoDatabaseFacts, Metric } from '../api/operations.ts';
import { counter, gauge } from './metric.ts';

/** The geographic database in Prometheus' terms; `loadErrors` since the start. */
export function geoMetrics(facts: GeoDatabaseFacts, loadErrors: number): Metric[] {
  const { file, type, builtAtMs, loadedAtMs, prefixes, fields, lastError } = facts;
  return [
    gauge('meridian_geo_database_info', 'The geographic database that is served, and the fields that it has; always 1.', [
      { labels: { file, type, fields: fields.join(',') }, value: 1 },
    ]),
    gauge(
      'meridian_geo_database_build_timestamp_seconds',
      'When the geographic database was built, in seconds since the epoch.',
      builtAtMs / 1000,
    ),
    gauge(
      'meridian_geo_database_load_timestamp_seconds',
      'When the geographic database was loaded, in seconds since the epoch.',
      loadedAtMs / 1000,
    ),
    gauge('meridian_geo_database_prefixes', 'Prefixes that the geographic database has a record for.', prefixes),
    gauge(
      'meridian_geo_database_up_to_date',
      '0 while the file of the geographic database is gone or cannot be used, and an older one is served.',
      lastError === undefined ? 1 : 0,
    ),
    counter('meridian_geo_database_load_errors_total', 'Files of the geographic database that could not be used.', loadErrors),
  ];
}
