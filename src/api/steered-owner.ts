import { asName, displayName } from '../lib/dns-name.ts';
import { steeredRecord } from '../lib/steered-record.ts';
import type { Declared } from '../model/declared.ts';
import type { RecordTarget } from '../model/intent.ts';
import { showValue } from './expected.ts';
import { notFound } from './find.ts';
import { Problem } from './problem.ts';

/** The zone and the owner of a steered record, by its own name. Throws a 404 that says which one may have been meant, or a 400. */
export function findSteeredOwner({ zones }: Declared, text: string): Pick<RecordTarget, 'zone' | 'owner'> {
  const owner = asName(text);
  if (owner === undefined) throw new Problem(400, `record: expected a domain name, found ${showValue(text)}`);
  for (const { name: zone, steering } of zones.values()) if (steering && steeredRecord(steering, owner)) return { zone, owner };
  const known = [...zones.values()].flatMap(({ steering }) => steering?.records ?? []);
  throw notFound(
    'steered record',
    text,
    known.map(record => displayName(record.owner)),
    '',
  );
}
