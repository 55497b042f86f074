import type { GeoDatabaseFacts, Metric } from '../api/operations.ts';

/** The geographic database in Prometheus' terms; `loadErrors` since the start. */
export function geoMetrics(facts: GeoDatabaseFacts, loadErrors: number): Metric[] {
  const one = (value: number, labels: Metric['samples'][number]['labels'] = {}) => [{ labels, value }];
  const { file, type, builtAtMs, loadedAtMs, prefixes, fields, lastError } = facts;
  return [
    {
      name: 'meridian_geo_database_info',
      type: 'gauge',
      help: 'The geographic database that is served, and the fields that it has; always 1.',
      samples: one(1, { file, type, fields: fields.join(',') }),
    },
    {
      name: 'meridian_geo_database_build_timestamp_seconds',
      type: 'gauge',
      help: 'When the geographic database was built, in seconds since the epoch.',
      samples: one(builtAtMs / 1000),
    },
    {
      name: 'meridian_geo_database_load_timestamp_seconds',
      type: 'gauge',
      help: 'When the geographic database was loaded, in seconds since the epoch.',
      samples: one(loadedAtMs / 1000),
    },
    {
      name: 'meridian_geo_database_prefixes',
      type: 'gauge',
      help: 'Prefixes that the geographic database has a record for.',
      samples: one(prefixes),
    },
    {
      name: 'meridian_geo_database_up_to_date',
      type: 'gauge',
      help: '0 while the file of the geographic database is gone or cannot be used, and an older one is served.',
      samples: one(lastError === undefined ? 1 : 0),
    },
    {
      name: 'meridian_geo_database_load_errors_total',
      type: 'counter',
      help: 'Files of the geographic database that could not be used.',
      samples: one(loadErrors),
    },
  ];
}
