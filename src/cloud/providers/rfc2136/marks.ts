/**
 * Whose a record set is, as other tools of this kind tell it: by a TXT record. It stands below the name, at `_meridian.www`, and not beside the records as
 * external-dns began: nothing may stand beside a CNAME record. One expression, `^_meridian\.`, keeps it from what others manage: octoDNS, or
 * a secondary's checks.
 */
import { asName } from '../../../lib/dns-name.ts';
import type { CloudType } from '../../../model/cloud.ts';
import type { Name } from '../../../model/zone.ts';
import { CloudError } from '../../provider.ts';

const LABEL = '_meridian.';
/** What stands for the asterisk, which has its meaning at the beginning of a name alone (RFC 4592 section 2.1.1). */
const WILDCARD_LABEL = '_wildcard.';

/** Seconds that a mark may be cached; it is read from the primary. */
export const MARK_TTL = 300;

/** Where the marks of a name stand. Throws CloudError where that would be too long. */
export function markName(owner: Name): Name {
  const name = `${LABEL}${owner.startsWith('*.') ? `${WILDCARD_LABEL}${owner.slice(2)}` : owner}`;
  if (asName(name) === undefined) {
    throw new CloudError(`${owner} is too long for a mark below it, ${name}`, { kind: 'capability', code: 'NameTooLong' });
  }
  return name;
}

export function isMarkName(name: Name): boolean {
  return name.startsWith(LABEL);
}

/** RDATA of the TXT record that marks the records of one type as those of the Meridian called `by`. */
export function markData(by: string, type: CloudType): Uint8Array {
  const text = Buffer.from(`heritage=meridian,owner=${by},type=${type}`, 'utf8');
  return Buffer.concat([Uint8Array.of(text.length), text]);
}

/** Longer names of a Meridian would not fit into one string of a TXT record. */
export const LONGEST_MARK = 200;
