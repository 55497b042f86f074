import { z } from 'zod';
import { drillSchema } from './drill.ts';
import { monitorSchema } from './monitor.ts';
import { poolSchema } from './pool.ts';
import { ecsSchema, recordSchema } from './record.ts';
import { safetySchema } from './safety.ts';
import { named } from './scalar.ts';
import { siteSchema } from './site.ts';
import { strictMap } from './strict-map.ts';

const WHOLE = 'a map with sites, monitors, pools, records and drills';

const ecs = ecsSchema.exactOptional();
const safety = safetySchema.exactOptional();

/** The schema of one object of each section. */
export const objectSchemas = { sites: siteSchema, monitors: monitorSchema, pools: poolSchema, records: recordSchema, drills: drillSchema };

export type Section = keyof typeof objectSchemas;

const section = (of: string) => z.record(z.string(), z.unknown(), { error: `a map of ${of} by name` }).exactOptional();

/** The outermost map; its objects are checked one by one, so that a mistake in one hides nothing in another. */
export const frameSchema = strictMap(WHOLE, {
  sites: section('sites'),
  monitors: section('monitors'),
  pools: section('pools'),
  records: section('records'),
  drills: section('drills'),
  ecs,
  safety,
});

const zoneSchema = strictMap(WHOLE, {
  sites: named('site', siteSchema).exactOptional(),
  monitors: named('monitor', monitorSchema).exactOptional(),
  pools: named('pool', poolSchema).exactOptional(),
  records: z.record(z.string(), recordSchema).exactOptional(),
  drills: named('drill', drillSchema).exactOptional(),
  ecs,
  safety,
});

/** The JSON Schema (2020-12) of `NAME.yaml`, for editors: it knows every key and range, not what names refer to. */
export function zoneJsonSchema(): Record<string, unknown> {
  return { title: 'Meridian zone', ...z.toJSONSchema(zoneSchema, { io: 'input' }) };
}
