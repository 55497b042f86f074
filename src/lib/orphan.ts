import type { Declared } from '../model/declared.ts';
import type { Intent, RatioIntent } from '../model/intent.ts';
import type { SteeredRecord } from '../model/steering.ts';
import { displayName } from './dns-name.ts';
import { fitRatio } from './ratio.ts';
import { steeredRecord } from './steered-record.ts';

/**
 * Why an intent applies to nothing as the files are now; undefined: it applies. Such an intent is kept, and applies again when what it is about
 * is there again.
 */
export function whyOrphan(intent: Intent, { zones }: Declared): string | undefined {
  const { target } = intent;
  const zone = zones.get(target.zone);
  if (!zone) return `there is no zone ${displayName(target.zone)}`;
  const { steering } = zone;
  if (!steering) return `zone ${displayName(target.zone)} is purely static`;
  switch (target.kind) {
    case 'zone':
      return undefined;
    case 'site':
      return steering.sites.has(target.site) ? undefined : `there is no site "${target.site}"`;
    case 'pool':
      return steering.pools.has(target.pool) ? undefined : `there is no pool "${target.pool}"`;
    case 'endpoint': {
      const pool = steering.pools.get(target.pool);
      if (!pool) return `there is no pool "${target.pool}"`;
      return pool.endpoints.some(({ name }) => name === target.endpoint) ? undefined : `there is no endpoint "${target.endpoint}"`;
    }
    case 'record': {
      const record = steeredRecord(steering, target.owner);
      if (!record) return 'the record is not steered';
      return intent.kind === 'ratio' ? whyNoFit(intent, record) : undefined;
    }
  }
}

function whyNoFit({ weights }: RatioIntent, { steer }: SteeredRecord): string | undefined {
  const fit = fitRatio(steer, weights);
  return fit.fits
    ? undefined
    : fit.faults.map(({ branch, message }) => (branch === undefined ? message : `${branch}: ${message}`)).join('; ');
}
