import { intentTerms } from '../../lib/intent-terms.ts';
import { parseEndpointKey } from '../../lib/keys.ts';
import type { Declared } from '../../model/declared.ts';
import type { DrainFigures, DrillMove } from '../../model/drill.ts';
import type { EndpointStates } from '../../model/effective.ts';
import type { AnswersGiven, ReadAnswersGiven } from '../../model/exposure.ts';
import type { EndpointKey } from '../../model/health.ts';
import type { Name } from '../../model/zone.ts';

/**
 * When the answers with these addresses that are unexpired now run out, given that no more are handed out from now on: to the second.
 * What was counted is what was handed out; a cache that let go early is still in it. What runs out later than `longestTtl`, in seconds, allows
 * was given by somebody else: counts tell addresses apart, not records.
 */
export function drainOf(given: AnswersGiven, addresses: Iterable<string>, longestTtl = Number.POSITIVE_INFINITY): DrainFigures {
  const { atMs, endsInSeconds } = given;
  const sums = new Float64Array(endsInSeconds.length);
  for (const address of new Set(addresses)) addTo(sums, given.unexpired(address) ?? []);
  for (let i = 0; i < sums.length; i++) if (isBeyond(endsInSeconds, i, longestTtl)) sums[i] = 0;
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

/** A place holds what ran out since the one before it, and what was counted was rounded up to the end of its turn. */
function isBeyond(endsInSeconds: Uint32Array, place: number, longestTtl: number): boolean {
  const from = place === 0 ? 0 : endsInSeconds[place - 1]!;
  return from >= longestTtl + endsInSeconds[place]! - from;
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
  const allAtMs = nowMs + 1000 * longestTtlOf(declared, moves);
  return { by: 'ttl', answers: undefined, halfAtMs: undefined, ninetyAtMs: undefined, ninetyNineAtMs: undefined, allAtMs };
}

function longestTtlOf(declared: Declared, moves: readonly DrillMove[]): number {
  return Math.max(0, ...moves.map(({ zone, owner }) => maxTtl(declared, zone, owner)));
}

/** What an override asks for may be longer than what the records allow. */
function longestAsked(states: EndpointStates, moves: readonly DrillMove[]): number {
  const zones = new Set(moves.map(({ zone }) => zone));
  const asked = [...states.values()].map(state =>
    zones.has(parseEndpointKey(state.key)!.zone) ? (intentTerms(state).ttlSeconds ?? 0) : 0,
  );
  return asked.reduce((most, seconds) => Math.max(most, seconds), 0);
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
  const longestTtl = Math.max(longestTtlOf(declared, moves), longestAsked(states, moves));
  return drainOf(answersGiven(), addresses, longestTtl);
}
