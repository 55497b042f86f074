import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';

/** What a look at a file found. */
export type Look =
  /** A text that no other version of the file has. */
  | { readonly version: string; readonly missing?: undefined }
  /** Why there is nothing to be read. */
  | { readonly version?: undefined; readonly missing: string };

const GIB = 2n ** 30n;

/** Nothing larger is read: Node reads no more at once, and the largest database there is needs a tenth of it. */
const MOST_GIB = 2n;

/**
 * Looks at a file, where symbolic links lead to, without opening it; never rejects. What is no regular file, or too large, is nothing to be
 * read: a device may never end, and a pipe never begin. A version is told by size, times and inode: so a file that was replaced,
 * written in place, or given back its old time of writing is another one, and so is one that may be read only since.
 */
export async function lookAt(file: string): Promise<Look> {
  try {
    const found = await stat(file, { bigint: true });
    const unfit = whyUnfit(found);
    if (unfit !== undefined) return { missing: `${file}: ${unfit}` };
    const { dev, ino, size, mtimeNs, ctimeNs } = found;
    return { version: [dev, ino, size, mtimeNs, ctimeNs].join(' ') };
  } catch (error) {
    return { missing: `${file}: cannot be read: ${(error as Error).message}` };
  }
}

function whyUnfit(found: BigIntStats): string | undefined {
  if (!found.isFile()) return `is ${kindOf(found)}, expected a regular file`;
  if (found.size <= MOST_GIB * GIB) return undefined;
  // Rounded up: what is a little too large shall not read as if it were not.
  const gib = Math.ceil((10 * Number(found.size)) / Number(GIB)) / 10;
  return `is ${gib.toFixed(1)} GiB, expected at most ${MOST_GIB} GiB`;
}

function kindOf(found: BigIntStats): string {
  if (found.isDirectory()) return 'a directory';
  if (found.isFIFO()) return 'a named pipe';
  return found.isSocket() ? 'a socket' : 'a device';
}
