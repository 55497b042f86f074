import { stat } from 'node:fs/promises';

/** What a look at a file found. */
export type Look =
  /** A text that no other version of the file has. */
  | { readonly version: string; readonly missing?: undefined }
  /** Why there is nothing to be read. */
  | { readonly version?: undefined; readonly missing: string };

/**
 * Looks at a file, where symbolic links lead to; never rejects. A version is told by size, times and inode: so a file that was replaced,
 * written in place, or given back its old time of writing is another one, and so is one that may be read only since.
 */
export async function lookAt(file: string): Promise<Look> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return { version: [dev, ino, size, mtimeNs, ctimeNs].join(' ') };
  } catch (error) {
    return { missing: `${file}: cannot be read: ${(error as Error).message}` };
  }
}
