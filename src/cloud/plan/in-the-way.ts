import type { CloudRecord } from '../../model/cloud.ts';
import type { FittedSet } from './fit-set.ts';
import { canonicalData } from './same-data.ts';

/**
 * Why a record set cannot be had because of what others have at its name: a record of the same type, or a CNAME record on either side
 * (RFC 1034 section 3.6.2). Undefined where nothing is in the way. `there`: all records of the name.
 */
export function inTheWay({ set, records }: FittedSet, there: readonly CloudRecord[]): string | undefined {
  const views = new Set(records.map(({ view }) => view));
  const data = new Set(records.map(record => record.data));
  const blocking = there.find(
    record =>
      !record.owned &&
      views.has(record.view) &&
      (record.type === set.type
        ? record.enabled || data.has(canonicalData(record.type, record.data))
        : record.enabled && (set.type === 'CNAME' || record.type === 'CNAME')),
  );
  if (blocking === undefined) return undefined;
  return `${blocking.type} ${blocking.data} (${blocking.view}) is there already and does not bear this Meridian's mark; expected none, so that nothing of others is changed`;
}
