import { endpointKey } from '../lib/keys.ts';
import { poolsOf } from '../lib/record-pools.ts';
import type { Declared } from '../model/declared.ts';
import type { EndpointStates } from '../model/effective.ts';
import type { RecordExposure } from '../model/exposure.ts';
import type { EndpointKey } from '../model/health.ts';
import type { SteeredRecord, Steering } from '../model/steering.ts';
import type { Name } from '../model/zone.ts';

/** Which part `answers` are of `all`, from 0 to 1; 0 of nothing. What was counted while both were read may make it more than there is. */
export function partOf(answers: number, all: number): number {
  return all > 0 ? Math.min(1, answers / all) : 0;
}

/**
 * Gives, for an endpoint with so many unexpired answers, its part in each record that may answer with it. Answers are counted by address and
 * not by record: records that answer with the same pools have the same parts.
 */
export function recordParts(
  { zones }: Declared,
  states: EndpointStates,
  sums: ReadonlyMap<string, number>,
): (endpoint: EndpointKey, answers: number) => RecordExposure[] {
  const records = new Map<EndpointKey, { readonly owner: Name; readonly sum: number }[]>();
  for (const { name: zone, steering } of zones.values()) {
    for (const record of steering?.records ?? []) {
      const keys = endpointsOf(zone, steering!, record);
      const entry = { owner: record.owner, sum: sumOf(keys, states, sums) };
      for (const key of keys) {
        const known = records.get(key);
        if (known) known.push(entry);
        else records.set(key, [entry]);
      }
    }
  }
  return (endpoint, answers) => (records.get(endpoint) ?? []).map(({ owner, sum }) => ({ owner, part: partOf(answers, sum) }));
}

function endpointsOf(zone: Name, { pools }: Steering, record: SteeredRecord): EndpointKey[] {
  return [...poolsOf(record)].flatMap(pool => (pools.get(pool)?.endpoints ?? []).map(({ name }) => endpointKey(zone, pool, name)));
}

function sumOf(keys: readonly EndpointKey[], states: EndpointStates, sums: ReadonlyMap<string, number>): number {
  const texts = new Set(keys.flatMap(key => states.get(key)?.addresses.map(({ text }) => text) ?? []));
  return [...texts].reduce((sum, text) => sum + (sums.get(text) ?? 0), 0);
}
