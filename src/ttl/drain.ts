import type { Drain, DrainCause, DrainEnd } from '../model/drain.ts';
import type { EndpointState } from '../model/effective.ts';
import type { AnswersGiven } from '../model/exposure.ts';
import type { EndpointKey } from '../model/health.ts';
import { type Held, heldOf, leftOf, runOutOf } from './held.ts';

/** What a drain begins with. */
export interface DrainBeginning {
  readonly id: number;
  readonly endpoint: EndpointKey;
  /** Texts of the addresses that it was answered with. */
  readonly addresses: readonly string[];
  readonly cause: DrainCause;
  readonly reason: string;
  readonly decidedAtMs: number;
}

/** A drain that goes on: what it began with, and the answers of that moment. */
export interface RunningDrain extends DrainBeginning {
  readonly servedAtMs: number;
  readonly held: Held;
  /** Answers with its addresses that had been given since the process started. */
  readonly totalBefore: number;
}

/** Whether clients are given this endpoint as long as anything is up: not where it is down or drained, or its weight is 0. */
export function isGiven({ effective, weight }: Pick<EndpointState, 'effective' | 'weight'>): boolean {
  return (effective === 'up' || effective === 'unknown') && weight > 0;
}

/** Why an endpoint that was given is so no more, and in whose words; `after` undefined: it is not declared any more. */
export function causeOf(after: EndpointState | undefined): Pick<Drain, 'cause' | 'reason'> {
  if (!after) return { cause: 'removed', reason: 'it is not declared any more' };
  const { override, weight, measured, intents } = after;
  if (override === 'down' || override === 'drain') {
    const reasons = intents.flatMap(intent => (intent.kind === 'override' && intent.state === override ? [wordsOf(intent)] : []));
    return { cause: override === 'down' ? 'forced-down' : 'drain', reason: reasons.join('; ') };
  }
  if (after.effective === 'down') return { cause: 'down', reason: measured.reason };
  const own = intents.find(intent => intent.kind === 'weight' && weight === intent.weight);
  return { cause: 'weight', reason: own ? wordsOf(own) : 'weight 0 in the file' };
}

function wordsOf({ author, reason }: { readonly author: string; readonly reason: string }): string {
  return reason === '' ? author : `${author}: ${reason}`;
}

/** The drain that begins now that every worker goes by it; `given` is read at this moment. */
export function beginDrain(beginning: DrainBeginning, given: AnswersGiven): RunningDrain {
  return {
    ...beginning,
    servedAtMs: given.atMs,
    held: heldOf(given, beginning.addresses),
    totalBefore: totalOf(beginning.addresses, given),
  };
}

/** Whether the last answer of its beginning has run out. */
export function isDrained({ held, servedAtMs }: RunningDrain, nowMs: number): boolean {
  return (held.endsAtMs.at(-1) ?? servedAtMs) <= nowMs;
}

/** A drain as it is now, or as it ended. */
export function lookAtDrain(running: RunningDrain, given: AnswersGiven, end?: DrainEnd): Drain {
  const { held, totalBefore, id, endpoint, addresses, cause, reason, decidedAtMs, servedAtMs } = running;
  return {
    ...{ id, endpoint, addresses, cause, reason, decidedAtMs, servedAtMs },
    answers: held.answers,
    runOut: runOutOf(held),
    left: end?.kind === 'drained' ? 0 : leftOf(held, end?.atMs ?? given.atMs),
    givenSince: Math.max(0, totalOf(addresses, given) - totalBefore),
    end,
  };
}

function totalOf(addresses: readonly string[], given: AnswersGiven): number {
  return addresses.reduce((sum, address) => sum + given.total(address), 0);
}
