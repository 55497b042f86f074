import { displayName, isWithin, NameError, parseName } from '../../lib/dns-name.ts';
import type { Name } from '../../model/zone.ts';
import type { Draft } from './draft.ts';

/** The owner that a record's label means; undefined, with an error noted, where it means none in the zone. */
export function readOwner(draft: Draft, label: string): Name | undefined {
  const path = ['records', label];
  const fault = labelFault(label);
  if (fault !== undefined) {
    draft.errorAtKey(path, fault);
    return undefined;
  }
  try {
    const owner = parseName(label, draft.apex);
    if (!isWithin(owner, draft.apex)) {
      draft.errorAtKey(path, `\`${label}\` lies outside the zone ${displayName(draft.apex)}`);
      return undefined;
    }
    warnOfMissingDot(draft, label, owner);
    return owner;
  } catch (error) {
    if (!(error instanceof NameError)) throw error;
    draft.errorAtKey(path, error.message);
    return undefined;
  }
}

function labelFault(label: string): string | undefined {
  if (label === '@' || /^(\*|(\*\.)?[\w-]+(\.[\w-]+)*)\.?$/.test(label)) return undefined;
  if (/.\*|\*[^.]/.test(label)) return 'a wildcard is one * as the first label, such as *.shop';
  return 'expected @, a name such as www or a wildcard such as *.shop';
}

function warnOfMissingDot(draft: Draft, label: string, owner: Name): void {
  const zone = displayName(draft.apex);
  if (!label.toLowerCase().endsWith(zone) || !isWithin(`${label.toLowerCase()}.`, draft.apex)) return;
  draft.warningAtKey(['records', label], `this means ${displayName(owner)}: a full name ends in a dot`);
}
