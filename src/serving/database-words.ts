import type { DatabaseSource } from '../geo/location-table.ts';
import type { LoadedDatabase } from './read-database.ts';

/** One line for the log: what was read, and how long it took. */
export function describeLoaded({ table, fields, tookMs }: LoadedDatabase): string {
  const has = fields.length === 0 ? 'nothing that is looked at' : fields.join(', ');
  return `geographic database ${table.source.file}: ${describeSource(table.source)} with ${has}; read in ${(tookMs / 1000).toFixed(1)} s`;
}

/** `GeoLite2-City of 2026-01-06, 5012345 prefixes`. */
export function describeSource({ type, builtAtMs, entries }: DatabaseSource): string {
  return `${type} of ${new Date(builtAtMs).toISOString().slice(0, 10)}, ${entries} ${entries === 1 ? 'prefix' : 'prefixes'}`;
}
