import { isCountryCode } from '../lib/country-codes.ts';
import { intentTargetKey } from '../lib/keys.ts';
import { didYouMean } from '../lib/suggest.ts';
import { readTarget, TARGET_FORM, writeTarget } from '../lib/target-text.ts';
import type { OverrideState } from '../model/health.ts';
import type { IntentTarget } from '../model/intent.ts';
import { findSteeredZone } from './find.ts';
import type { Snapshot, WhatIfQuestion } from './operations.ts';
import { badInput, type FieldError, Problem } from './problem.ts';
import { endpointAt, poolAt, siteAt } from './target.ts';

/** A question as it comes in the query. */
export interface WhatIfText extends Readonly<Partial<Record<OverrideState, string | string[] | undefined>>> {
  readonly clients?: string | undefined;
  readonly all?: 'true' | 'false' | undefined;
}

const STATES = ['down', 'drain', 'up'] as const;

/** Reads a question. Throws a 400 that names every bad part at once. */
export function readWhatIf(snapshot: Snapshot, text: WhatIfText): WhatIfQuestion {
  const errors: FieldError[] = [];
  const targets = STATES.flatMap(state =>
    listOf(text[state]).flatMap(each => {
      const target = attempt(state, errors, () => findTarget(snapshot, each));
      return target ? [{ target, state }] : [];
    }),
  );
  if (STATES.every(state => listOf(text[state]).length === 0))
    errors.push({ field: 'down', message: `expected a target in down, drain or up: ${TARGET_FORM}` });
  errors.push(...contradictions(targets));
  const countries = text.clients === undefined ? undefined : readCountries(text.clients, errors);
  if (errors.length > 0) throw badInput(errors);
  return { targets, countries, all: text.all === 'true' };
}

function listOf(text: string | readonly string[] | undefined): string[] {
  return [text ?? []].flat().flatMap(each => each.split(',').map(part => part.trim()));
}

function attempt<T>(field: string, errors: FieldError[], find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    errors.push({ field, message: error.message });
    return undefined;
  }
}

function findTarget(snapshot: Snapshot, text: string): IntentTarget {
  const target = readTarget(text);
  if (!target) throw new Problem(400, `expected ${TARGET_FORM}, found "${text}"`);
  if (target.kind === 'endpoint') return endpointAt(snapshot, target).target;
  if (target.kind === 'site') return siteAt(snapshot, target).target;
  const { steering } = findSteeredZone(snapshot.declared, target.zone);
  // The commonest slip: a site named as if it were a pool.
  if (!steering.pools.has(target.pool) && steering.sites.has(target.pool))
    throw new Problem(404, `no pool "${target.pool}" in zone ${target.zone}; the site is ${target.zone}/site:${target.pool}`);
  return poolAt(snapshot, target).target;
}

function contradictions(targets: WhatIfQuestion['targets']): FieldError[] {
  const states = new Map<string, OverrideState>();
  return targets.flatMap(({ target, state }) => {
    const key = intentTargetKey(target);
    const before = states.get(key) ?? state;
    states.set(key, before);
    return before === state ? [] : [{ field: state, message: `${writeTarget(target)} cannot be ${before} and ${state} at once` }];
  });
}

const COUNTRY_FORM = 'COUNTRY=WEIGHT with commas between, such as CN=60,US=30,*=10';

function readCountries(text: string, errors: FieldError[]): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  const fail = (message: string) => errors.push({ field: 'clients', message });
  for (const part of text.split(',').map(each => each.trim())) {
    const [country = '', weight] = readWeight(part) ?? [];
    if (weight === undefined) fail(`expected ${COUNTRY_FORM}, found "${part}"`);
    else if (country !== '*' && !isCountryCode(country))
      fail(`no country has the code "${country}"${didYouMean(country, [country.toUpperCase()].filter(isCountryCode))}`);
    else if (weights.has(country)) fail(`${country} is there twice`);
    else weights.set(country, weight);
  }
  if (weights.size > 0 && [...weights.values()].every(weight => weight === 0)) fail('expected a weight above 0');
  return weights;
}

function readWeight(text: string): readonly [country: string, weight: number] | undefined {
  const [, country, weight] = /^(\*|[A-Za-z]+)=(\d{1,9}(?:\.\d{1,9})?)%?$/.exec(text) ?? [];
  return country === undefined ? undefined : [country, Number(weight)];
}
