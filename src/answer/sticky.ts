import type { StickyPrefix } from '../model/steering.ts';
import type { Client } from './source.ts';

/** FNV-1a of a name or an address in text: the same on every name server. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Both lengths of a prefix in one word. */
export function packBits({ ipv4, ipv6 }: StickyPrefix): number {
  return ipv4 | (ipv6 << 8);
}

/** Leading bits of the client's address that count (hot path). */
export function bitsFor(client: Client, packed: number): number {
  return client.family === 4 ? packed & 0xff : packed >> 8;
}

/**
 * The score of one endpoint or branch for the network a client is in, 32 bits of either sign (hot path): the same on every worker and name server.
 * FNV-1a over the first `bits` of the address, mixed with the seed by the finalizer of MurmurHash3.
 */
export function stickyScore(client: Client, seed: number, bits: number): number {
  let hash = seed ^ client.family;
  const whole = bits >> 3;
  for (let i = 0; i < whole; i++) hash = Math.imul(hash ^ client.address[i]!, 0x01000193);
  if ((bits & 7) !== 0) hash = Math.imul(hash ^ (client.address[whole]! & (0xff00 >> (bits & 7))), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/**
 * Writes at `keys[at]` what a record is ranked by, the greatest first, given 32 bits (hot path: a number that is handed back would take
 * memory wherever this is not inlined). With random bits that is a draw by weight without putting back (Efraimidis and Spirakis, 2006):
 * ln(u)/weight. With scores it is weighted rendezvous hashing.
 */
export function rank(keys: Float64Array, at: number, bits: number, weight: number): void {
  keys[at] = Math.log(((bits >>> 0) + 1) / 0x1_0000_0001) / weight;
}
