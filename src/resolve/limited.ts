import type { Lookup } from './lookup.ts';

/** `lookup` with at most `most` questions under way at once; the others wait their turn. */
export function limited(lookup: Lookup, most: number): Lookup {
  const waiting: (() => void)[] = [];
  let free = most;
  return async (host, family) => {
    if (free > 0) free--;
    else await new Promise<void>(resolve => waiting.push(resolve));
    try {
      return await lookup(host, family);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
