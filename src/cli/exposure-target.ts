import { UsageError } from '../config/usage-error.ts';
import { readTarget } from '../lib/target-text.ts';

/** What exposure and drains can be asked of. */
export const EXPOSURE_FORM = 'ZONE, ZONE/POOL or ZONE/POOL/ENDPOINT';

/** The query of the API for what an operator wrote; empty for everything. Throws a UsageError. */
export function exposureQueryOf(text: string | undefined): string {
  if (text === undefined) return '';
  const target = readTarget(text);
  if (target?.kind === 'site') throw new UsageError(`expected ${EXPOSURE_FORM}, found "${text}": that is a site`);
  // Zones with a slash in them (RFC 2317) are asked for by one of their pools.
  return `?${new URLSearchParams({ [target?.kind ?? 'zone']: text })}`;
}
