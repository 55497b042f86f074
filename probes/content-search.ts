import { matchesWithin } from './bounded-match.ts';
import { firstOctets } from './first-octets.ts';

/** `too slow`: the regular expression was not decided in the time that a probe may take from the others. */
export type SearchOutcome = 'found' | 'missing' | 'too slow';

/** Looks for something in the first 64 KB of what a peer sends, and holds no more than those. */
export interface ContentSearch {
  /** Takes the next octets in, and gives the outcome as soon as nothing that follows can change it. */
  add(chunk: Uint8Array): SearchOutcome | undefined;
  /** The outcome when nothing follows. */
  end(): SearchOutcome;
}

/** Looks for some octets, at least one. They are found as soon as they came, whatever follows. */
export function searchOctets(octets: Uint8Array): ContentSearch {
  const first = firstOctets();
  return {
    add(chunk) {
      const from = Math.max(0, first.length - octets.length + 1);
      first.add(chunk);
      if (first.bytes().indexOf(octets, from) >= 0) return 'found';
      return first.full ? 'missing' : undefined;
    },
    end: () => 'missing',
  };
}

/** Many times what a harmless pattern needs for 64 KB. */
const PATTERN_MS = 50;

/** Looks for a match in the octets as UTF-8, once they are all there: what follows may decide about `$`. */
export function searchPattern(pattern: RegExp): ContentSearch {
  const first = firstOctets();
  const end = (): SearchOutcome => {
    const matches = matchesWithin(PATTERN_MS, pattern, first.bytes().toString('utf8'));
    if (matches === undefined) return 'too slow';
    return matches ? 'found' : 'missing';
  };
  return {
    add(chunk) {
      first.add(chunk);
      return first.full ? end() : undefined;
    },
    end,
  };
}
