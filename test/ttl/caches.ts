import type { EndpointState } from '../../src/model/effective.ts';
import type { Measured } from '../../src/model/health.ts';
import type { TtlRange } from '../../src/model/steering.ts';
import { alignedSeconds, knownPhaseMs } from '../../src/ttl/align.ts';
import { decideTtl } from '../../src/ttl/decide.ts';
import { prospectOf } from '../../src/ttl/prospect.ts';
import type { Course } from './failing-fleet.ts';

/** How many caches hold the answers of one endpoint, their first questions spread over a TTL. */
const CACHES = 20;

/** By then a cache asks in step with the looks, if it ever does. */
const IN_STEP_MS = 30_000;

/**
 * For how long each of the caches keeps giving an endpoint that has failed, in milliseconds: it obeys TTLs, and asks again when its answer
 * has run out. An answer that is given once the endpoint is down names another.
 */
export function lossesOf(courses: readonly Course[], ttl: TtlRange): readonly number[] {
  return courses.flatMap(course =>
    Array.from({ length: CACHES }, (_, i) =>
      lossOf(course, ttl, {
        firstAskMs: course.failedAtMs - IN_STEP_MS - 1000 * ttl.maxSeconds * (1 + (i + 0.5) / CACHES),
        place: (7 * i) / CACHES,
      }),
    ),
  );
}

/** A cache that asks first at `firstAskMs`; its place, modulo 1, is that among the seconds after a look. */
function lossOf({ failedAtMs, known }: Course, ttl: TtlRange, { firstAskMs, place }: { firstAskMs: number; place: number }): number {
  const down = known.find(({ measured }) => measured.verdict === 'down')!;
  let askMs = firstAskMs;
  let at = 0;
  while (askMs < Math.max(failedAtMs, down.fromMs)) {
    while (known[at + 1] && known[at + 1]!.fromMs <= askMs) at++;
    askMs += 1000 * ttlAt(askMs, { measured: known[at]!.measured, place }, ttl);
  }
  return askMs - failedAtMs;
}

/** The largest TTL allowed that runs out within the cache's second after a look, in whole seconds. */
function ttlAt(atMs: number, { measured, place }: { measured: Measured; place: number }, range: TtlRange): number {
  const { seconds, leastSeconds } = decideTtl(range, prospectOf([stateOf(measured)]));
  const { looks } = measured.outlook;
  if (!looks || seconds === leastSeconds) return seconds;
  const second = Math.floor((place % 1) * alignedSeconds(looks.everyMs));
  for (let ttl = seconds; ttl >= leastSeconds; ttl--) {
    const afterMs = (atMs + 1000 * (ttl - second) - knownPhaseMs(looks)) % looks.everyMs;
    if (afterMs < 1000) return ttl;
  }
  return seconds;
}

function stateOf(measured: Measured): EndpointState {
  const effective = measured.verdict;
  return {
    key: 'example.com./web/a',
    measured,
    override: undefined,
    intents: [],
    effective,
    declaredWeight: 100,
    weight: 100,
    addresses: [],
  };
}
