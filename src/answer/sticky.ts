import type { Client } from './source.ts';

/**
 * The score of one endpoint for the network a client is in, from 0 to 2^32-1 (hot path): the same on every worker and name server.
 * FNV-1a over the first `bits` of the address, mixed with the endpoint's seed by the finalizer of MurmurHash3.
 */
export function stickyScore(client: Client, seed: number, bits: number): number {
  let hash = seed ^ client.family;
  for (let i = 0; i < bits >> 3; i++) hash = Math.imul(hash ^ client.address[i]!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
