/** How far behind its place in the grid a probe may start, as a share of the interval. */
export const JITTER = 0.03;

/**
 * A number from 0 up to 1, always the same for the same key, and evenly spread over keys however alike they look:
 * FNV-1a, then the finalizer of MurmurHash3.
 */
export function phaseOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}
