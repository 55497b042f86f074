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

/** What is most likely a slip, though it may be a name: what was meant so is written with escapes (RFC 1035 section 5.1). */
function labelFault(label: string): string | undefined {
  if (label === '@') return undefined;
  const bare = label.replace(/\\(\d{3}|[!-~])/g, 'x');
  if (/.\*|\*[^.]/.test(bare)) return 'a wildcard is one * as the first label, such as *.shop';
  if (bare === '' || /^\..|\.\./.test(bare)) return EXPECTED;
  // What is not ASCII is told of by the parser of names.
  return /["$();@]|[^!-~\u0080-\uffff]/.test(bare)
    ? `${EXPECTED}; other characters are written with a backslash, such as \\032`
    : undefined;
}

const EXPECTED = 'expected @, a name such as www or a wildcard such as *.shop';

function warnOfMissingDot(draft: Draft, label: string, owner: Name): void {
  const zone = displayName(draft.apex);
  if (!label.toLowerCase().endsWith(zone) || !isWithin(`${label.toLowerCase()}.`, draft.apex)) return;
  draft.warningAtKey(['records', label], `this means ${displayName(owner)}: a full name ends in a dot`);
}
