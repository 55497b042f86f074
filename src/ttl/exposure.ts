import { isAskedFor } from '../lib/asked-for.ts';
import { parseEndpointKey } from '../lib/keys.ts';
import type { Declared } from '../model/declared.ts';
import type { EndpointState, EndpointStates } from '../model/effective.ts';
import type { AnswersGiven, EndpointExposure, Exposure, ExposureQuestion } from '../model/exposure.ts';
import type { EndpointKey } from '../model/health.ts';
import type { Name } from '../model/zone.ts';
import { heldOf, runOutOf } from './held.ts';
import { partOf, recordParts } from './record-parts.ts';

/** What exposure follows from. */
export interface ExposureFacts {
  readonly given: AnswersGiven;
  readonly declared: Declared;
  readonly states: EndpointStates;
  readonly countedSinceMs: number;
}

/** Addresses that are read before others may have their turn. */
const AT_ONCE = 256;

/**
 * The exposure of endpoints, in the order of `states`. There may be a hundred thousand addresses: between two steps other things may be done,
 * and what is counted meanwhile may or may not be in it.
 */
export function* exposureInSteps(facts: ExposureFacts, question: ExposureQuestion): Generator<undefined, Exposure> {
  const { given, states, countedSinceMs } = facts;
  const sums = yield* countAll(given);
  const describe = describer(facts, sums, question);
  const endpoints: EndpointExposure[] = [];
  for (const state of states.values()) {
    if (!isAskedFor(question, state.key)) continue;
    endpoints.push(describe(state));
    if (endpoints.length % AT_ONCE === 0) yield;
  }
  return { atMs: given.atMs, countedSinceMs, answers: total(sums.values()), endpoints };
}

/** The same at once. */
export function exposureOf(facts: ExposureFacts, question: ExposureQuestion): Exposure {
  const steps = exposureInSteps(facts, question);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Unexpired answers by address; one that has none is not there. */
function* countAll(given: AnswersGiven): Generator<undefined, ReadonlyMap<string, number>> {
  const sums = new Map<string, number>();
  let read = 0;
  for (const address of given.addresses) {
    const sum = given.unexpired(address)?.reduce((before, count) => before + count, 0) ?? 0;
    if (sum > 0) sums.set(address, sum);
    if (++read % AT_ONCE === 0) yield;
  }
  return sums;
}

function describer(
  { given, declared, states }: ExposureFacts,
  sums: ReadonlyMap<string, number>,
  question: ExposureQuestion,
): (state: EndpointState) => EndpointExposure {
  const all = total(sums.values());
  const zones = sumsByZone(states, sums);
  const keys = keysByAddress(states);
  const partsOf = question.records ? recordParts(declared, states, sums) : undefined;
  return state => {
    const addresses = textsOf(state);
    const held = heldOf(given, addresses);
    return {
      endpoint: state.key,
      effective: state.effective,
      addresses,
      sharedWith: [...new Set(addresses.flatMap(text => keys.get(text)!))].filter(key => key !== state.key),
      answers: held.answers,
      runOut: runOutOf(held),
      total: addresses.reduce((sum, text) => sum + given.total(text), 0),
      ofZone: partOf(held.answers, zones.get(zoneOf(state.key))!),
      ofAll: partOf(held.answers, all),
      records: partsOf?.(state.key, held.answers),
    };
  };
}

/** An address counts once, however many endpoints have it. */
function sumsByZone(states: EndpointStates, sums: ReadonlyMap<string, number>): ReadonlyMap<Name, number> {
  const texts = new Map<Name, Set<string>>();
  for (const state of states.values()) {
    const zone = zoneOf(state.key);
    const known = texts.get(zone) ?? new Set();
    texts.set(zone, known);
    for (const { text } of state.addresses) known.add(text);
  }
  return new Map([...texts].map(([zone, known]) => [zone, total([...known].map(text => sums.get(text) ?? 0))]));
}

function keysByAddress(states: EndpointStates): ReadonlyMap<string, readonly EndpointKey[]> {
  const keys = new Map<string, EndpointKey[]>();
  for (const { key, addresses } of states.values()) {
    for (const { text } of addresses) {
      const known = keys.get(text);
      if (known) known.push(key);
      else keys.set(text, [key]);
    }
  }
  return keys;
}

function textsOf({ addresses }: EndpointState): string[] {
  return [...new Set(addresses.map(({ text }) => text))];
}

function zoneOf(key: EndpointKey): Name {
  return parseEndpointKey(key)!.zone;
}

function total(numbers: Iterable<number>): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}
