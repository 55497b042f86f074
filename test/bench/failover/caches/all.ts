import { bind } from './bind.ts';
import type { CacheKind } from './cache.ts';
import { dnsmasq } from './dnsmasq.ts';
import { knotResolver } from './knot-resolver.ts';
import { unbound } from './unbound.ts';

/** Every real cache that the bench knows. */
export const CACHES: readonly CacheKind[] = [unbound, knotResolver, dnsmasq, bind];
