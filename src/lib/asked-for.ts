import type { ExposureQuestion } from '../model/exposure.ts';
import type { EndpointKey } from '../model/health.ts';
import { parseEndpointKey } from './keys.ts';

/** Whether a question is about this endpoint: what it leaves out may be anything. */
export function isAskedFor({ zone, pool, endpoint }: Omit<ExposureQuestion, 'records'>, key: EndpointKey): boolean {
  const parts = parseEndpointKey(key)!;
  return isAlike(zone, parts.zone) && isAlike(pool, parts.pool) && isAlike(endpoint, parts.endpoint);
}

function isAlike(asked: string | undefined, found: string): boolean {
  return asked === undefined || asked === found;
}
