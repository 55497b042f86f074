import type { Declared } from '../../model/declared.ts';
import type { DrainFigures, DrillMove } from '../../model/drill.ts';
import type { EndpointStates } from '../../model/effective.ts';
import type { AnswersGiven, ReadAnswersGiven } from '../../model/exposure.ts';
import type { EndpointKey } from '../../model/health.ts';
import type { Name } from '../../model/zone.ts';

/**
 * When the answers with these addresses that are unexpired now run out, given that no more are handed out from now on: to the second.
 * What was counted is what was handed out; a cache that let go early is still in it.
 */
export function drainOf(given: AnswersGiven, addresses: Iterable<string>): DrainFigures {
  const { atMs, endsInSeconds } = given;
  const sums = new Float64Array(endsInSeconds.length);
  for (const address of new Set(addresses)) addTo(sums, given.unexpired(address) ?? []);
  const answers = sums.reduce((sum, count) => sum + count, 0);
  const momentOf = (part: number) => atMs + 1000 * secondsUntil(sums, endsInSeconds, part * answers);
  return {
    by: 'answers',
    answers,
    halfAtMs: momentOf(0.5),
    ninetyAtMs: momentOf(0.9),
    ninetyNineAtMs: momentOf(0.99),
    allAtMs: momentOf(1),
  };
}

function addTo(sums: Float64Array, counts: ArrayLike<number>): void {
  for (let i = 0; i < counts.length; i++) sums[i]! += counts[i]!;
}

/** Seconds until so many answers have run out; 0 for none. */
function secondsUntil(sums: Float64Array, endsInSeconds: Uint32Array, wanted: number): number {
  let gone = 0;
  for (let i = 0; i < sums.length && wanted > 0; i++) {
    gone += sums[i]!;
    if (gone >= wanted) return endsInSeconds[i]!;
  }
  return 0;
}

/** The same where nothing is counted: by the greatest TTL that any of these records may have had. */
export function drainByTtl(declared: Declared, moves: readonly DrillMove[], nowMs: number): DrainFigures {
  const allAtMs = nowMs + 1000 * Math.max(0, ...moves.map(({ zone, owner }) => maxTtl(declared, zone, owner)));
  return { by: 'ttl', answers: undefined, halfAtMs: undefined, ninetyAtMs: undefined, ninetyNineAtMs: undefined, allAtMs };
}

function maxTtl({ zones }: Declared, zone: Name, owner: Name): number {
  return zones.get(zone)?.steering?.records.find(record => record.owner === owner)?.ttl.maxSeconds ?? 0;
}

export interface DrainSources {
  /** Undefined: nothing is counted. */
  readonly answersGiven: ReadAnswersGiven | undefined;
  readonly declared: Declared;
  readonly states: EndpointStates;
  readonly nowMs: number;
}

/** When caches will have let go of what was handed out until now for these endpoints. */
export function measureDrain(endpoints: Iterable<EndpointKey>, moves: readonly DrillMove[], sources: DrainSources): DrainFigures {
  const { answersGiven, declared, states, nowMs } = sources;
  if (!answersGiven) return drainByTtl(declared, moves, nowMs);
  const addresses = [...endpoints].flatMap(key => states.get(key)?.addresses.map(({ text }) => text) ?? []);
  return drainOf(answersGiven(), addresses);
}
