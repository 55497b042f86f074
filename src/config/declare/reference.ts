import { nearestWord } from '../../lib/suggest.ts';
import type { Path } from '../yaml/path.ts';
import type { Draft } from './draft.ts';

/** How many names a message lists where none is near the one that was found. */
const MAX_LISTED = 8;

/** Notes an error at `path` unless `name` is one of the `kind`s that the file declares; gives whether it is. */
export function checkReference(draft: Draft, path: Path, reference: { kind: string; name: string; known: ReadonlySet<string> }): boolean {
  const { kind, name, known } = reference;
  if (known.has(name)) return true;
  const nearest = nearestWord(name, known);
  const hint = nearest === undefined ? listing(kind, known) : `did you mean \`${nearest}\`?`;
  draft.error(path, `no ${kind} is named \`${name}\` (${hint})`);
  return false;
}

/** The same for a name that is the key at the end of `path`. */
export function checkKeyReference(
  draft: Draft,
  path: Path,
  reference: { kind: string; name: string; known: ReadonlySet<string> },
): boolean {
  return checkReference({ ...draft, error: draft.errorAtKey }, path, reference);
}

function listing(kind: string, known: ReadonlySet<string>): string {
  if (known.size === 0) return `there are no ${kind}s`;
  const names = [...known];
  const more = names.length > MAX_LISTED ? ' …' : '';
  return `the ${kind}s are ${names.slice(0, MAX_LISTED).join(', ')}${more}`;
}
