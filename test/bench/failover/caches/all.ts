import { bind } from './bind.ts';
import type { CacheKind } from './cache.ts';
import { dnsmasq } from './dnsmasq.ts';
import { knotResolver } from './knot-resolver.ts';
import { unbound } from './unbound.ts';

/** Every real cache that the bench knows, as it is by default. */
export const CACHES: readonly CacheKind[] = [unbound(), knotResolver(), dnsmasq(), bind()];

/** The same as operators tune them: answers are fetched before they run out, or kept for when the name server is silent. */
export const TUNED_CACHES: readonly CacheKind[] = [
  unbound('unbound, prefetch', '  prefetch: yes\n'),
  unbound('unbound, serve-expired', '  serve-expired: yes\n'),
  knotResolver('knot-resolver, serve_stale', "modules.load('serve_stale < cache')\n"),
  dnsmasq('dnsmasq, use-stale-cache', '--use-stale-cache'),
  bind('bind, stale-answer-enable', '  stale-cache-enable yes;\n  stale-answer-enable yes;\n'),
];
