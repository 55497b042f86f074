/** The hash of the root, from which `hashLabel` builds the hash of every name. */
export const ROOT_HASH = 0x811c9dc5 | 0;

/**
 * The hash of a name from the hash of its parent and its first label, case folded, and some octets more that are no letters: one pass from
 * the right gives the hashes of all its suffixes. FNV-1a with a final mix. `at` is the label's length octet. The tables it serves hold our own names only, so
 * nobody outside can choose what collides.
 */
export function hashLabel(parent: number, bytes: Uint8Array, at: number): number {
  const end = at + bytes[at]!;
  let hash = Math.imul(parent ^ bytes[at]!, 0x01000193);
  for (let i = at + 1; i <= end; i++) hash = Math.imul(hash ^ (bytes[i]! | 0x20), 0x01000193);
  return hash ^ (hash >>> 15);
}

/** The hash of a whole name in wire form. */
export function hashName(wire: Uint8Array): number {
  const labels: number[] = [];
  for (let at = 0; wire[at] !== 0; at += wire[at]! + 1) labels.push(at);
  return labels.reduceRight((hash, at) => hashLabel(hash, wire, at), ROOT_HASH);
}
