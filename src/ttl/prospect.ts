import { intentTerms } from '../lib/intent-terms.ts';
import type { EndpointState } from '../model/effective.ts';
import type { EndpointKey } from '../model/health.ts';

/** What the states of the endpoints that an answer depends on say of how long it stays right; of each the first, or the least. */
export interface Prospect {
  /** What an operator's override asks for. */
  readonly asked: { readonly key: EndpointKey; readonly seconds: number } | undefined;
  /** Of whom it is not certain that the verdict stays, and why. */
  readonly doubt: { readonly key: EndpointKey; readonly why: string } | undefined;
  /** Whose verdict could turn first, and in how many milliseconds; undefined: none turns by itself. */
  readonly soonest: { readonly key: EndpointKey; readonly inMs: number } | undefined;
  /** When what an operator asked for ends first, in milliseconds since the epoch. */
  readonly planned: { readonly atMs: number } | undefined;
}

/** Looks at all states that an answer depends on. Where an operator's override decides, no verdict does. */
export function prospectOf(states: Iterable<EndpointState>): Prospect {
  let asked: Prospect['asked'];
  let doubt: Prospect['doubt'];
  let soonest: Prospect['soonest'];
  let planned: Prospect['planned'];
  for (const state of states) {
    const { key, override, measured } = state;
    const { ttlSeconds, endsAtMs } = intentTerms(state);
    if (ttlSeconds !== undefined && !(asked && asked.seconds <= ttlSeconds)) asked = { key, seconds: ttlSeconds };
    if (endsAtMs !== undefined && !(planned && planned.atMs <= endsAtMs)) planned = { atMs: endsAtMs };
    if (override !== undefined) continue;
    const { turnsInMs } = measured.outlook;
    doubt ??= doubtOf(state);
    if (turnsInMs < (soonest?.inMs ?? Number.POSITIVE_INFINITY)) soonest = { key, inMs: turnsInMs };
  }
  return { asked, doubt, soonest, planned };
}

function doubtOf({ key, measured, held }: EndpointState): Prospect['doubt'] {
  if (held) return { key, why: `a brake holds ${key}, which is measured down (${measured.reason})` };
  if (measured.wavering) return { key, why: `the verdict on ${key} may change soon (${measured.reason})` };
  return measured.outlook.unsettled ? { key, why: `${key} turned not long ago (${measured.reason})` } : undefined;
}
