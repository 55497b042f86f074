import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ratiosIn } from '../../src/control/ratios.ts';
import { seededRandom } from '../../src/lib/random.ts';
import type { Intent } from '../../src/model/intent.ts';
import type { SteeringNode } from '../../src/model/steering.ts';
import { failover, geo, pool, record, type StateOf, steering, weighted } from '../steering/declare.ts';
import { locationTable } from './locations.ts';
import { type Answer, exampleZone, type ServeOptions, serve } from './serve.ts';

type Weights = Readonly<Record<string, number>>;

const POOLS = [
  pool('x', ['192.0.2.1 10', '192.0.2.2 30']),
  pool('y', ['192.0.2.3', '2001:db8::4'], { site: 'beijing' }),
  pool('z', ['192.0.2.5', '192.0.2.6'], { site: 'frankfurt', answers: 2 }),
];
/** Each as a file would have it; what is not given has the weight to begin with. */
const TREES: Readonly<Record<string, (given: Weights) => SteeringNode>> = {
  one: given => weighted(['x', given.x ?? 40], ['y', given.y ?? 60]),
  same: given => weighted(['x', given.x ?? 40], ['y', given.y ?? 60]),
  deep: given =>
    geo({ 'country:CN': failover(weighted(['x', given.x ?? 1], ['y', given.y ?? 0], ['z', given.z ?? 3]), 'z'), default: 'y' }),
  tree: given => weighted([failover('x', 'y'), given['failover(x,y)'] ?? 10], ['z', given.z ?? 20]),
};
const BRANCHES = { one: ['x', 'y'], same: ['x', 'y'], deep: ['x', 'y', 'z'], tree: ['failover(x,y)', 'z'] };
const LOCATIONS = locationTable({ '20.0.0.0/8': { country: 'CN' }, '40.0.0.0/8': { country: 'DE' } });
const ENDPOINTS = POOLS.flatMap(({ name, endpoints }) => endpoints.map(endpoint => `${name}/${endpoint.name}`));
const CLIENTS = ['20.1.2.3', '40.1.2.3', '2001:db8::1'];

type Ratios = Readonly<Record<string, Weights>>;

const anyStates = fc
  .tuple(...ENDPOINTS.map(() => fc.constantFrom<StateOf>({}, {}, { verdict: 'down' }, { override: 'drain' }, { weight: 5 })))
  .map(states => Object.fromEntries(ENDPOINTS.map((name, i) => [name, states[i]!])));
const anyWeights = (names: readonly string[]) =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom(1, 0, 10, 90, 65_535)), { minLength: 1, selector: ([name]) => name })
    .map((entries): Weights => Object.fromEntries(entries))
    .filter(weights => names.some(name => weights[name] !== 0));
/** Of some records, for some of their branches. */
const anyRatios = fc
  .record(
    { one: anyWeights(BRANCHES.one), same: anyWeights(BRANCHES.same), deep: anyWeights(BRANCHES.deep), tree: anyWeights(BRANCHES.tree) },
    { requiredKeys: [] },
  )
  .filter(ratios => !('deep' in ratios) || !(ratios.deep.x === 0 && ratios.deep.z === 0 && ratios.deep.y === undefined))
  .map((ratios): Ratios => ({ ...ratios }));

function zoneOf(ratios: Ratios = {}) {
  return exampleZone(
    '',
    steering(
      POOLS,
      Object.entries(TREES).map(([label, tree]) => record(label, tree(ratios[label] ?? {}))),
    ),
  );
}

const ZONE = zoneOf();

function laid(ratios: Ratios) {
  const facts = { author: 'ops', reason: 'canary', createdAtMs: 0, expiresAtMs: undefined };
  const intents = Object.entries(ratios).map(
    ([label, weights]): Intent => ({
      kind: 'ratio',
      target: { kind: 'record', zone: ZONE.name, owner: `${label}.example.com.` },
      weights,
      ...facts,
    }),
  );
  return ratiosIn({ declared: { zones: new Map([[ZONE.name, ZONE]]) }, intents }, 0);
}

/** Zones served with random numbers that begin anew for every question. */
function repeatable(zone: typeof ZONE, options: Pick<ServeOptions, 'states' | 'ratios'> = {}) {
  let random = seededRandom(0);
  const served = serve(zone, { locations: LOCATIONS, random: () => random(), ...options });
  const answers = (seed: number): Answer[] =>
    Object.keys(TREES).flatMap(name =>
      CLIENTS.flatMap(client =>
        ['A', 'AAAA'].flatMap(type => {
          random = seededRandom(seed);
          return Array.from({ length: 4 }, () => served.ask(`${name}.example.com.`, type, { client }));
        }),
      ),
    );
  return { served, answers };
}

describe('a ratio', () => {
  test('answers as the file would with its weights, whatever is up, through every change and compiled whole', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyStates, anyRatios), { minLength: 1, maxLength: 5 }), fc.integer(), (steps, seed) => {
        const { served, answers } = repeatable(ZONE);
        for (const [i, [states, ratios]] of steps.entries()) {
          served.change(states, 2 + i, laid(ratios));
          const expected = repeatable(zoneOf(ratios), { states }).answers(seed);
          expect(answers(seed)).toEqual(expected);
          expect(repeatable(ZONE, { states, ratios: laid(ratios) }).answers(seed)).toEqual(expected);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('compiles its record alone, and its release, too', () => {
    const served = serve(ZONE, { locations: LOCATIONS });
    const sets = [...served.compiled.names.zones.get(ZONE.name)!.steered.get('one.example.com.')!.values()];
    expect(served.compiled.shapes[sets[0]!]).toBe(served.compiled.shapes[sets[0]! + 2]);
    const changes: number[][] = [];
    const replace = served.lookup.replace.bind(served.lookup);
    served.lookup.replace = change => {
      changes.push([...change.decisions.sets]);
      replace(change);
    };
    const [one, same] = [laid({ one: { x: 1, y: 9 } }), laid({ same: { x: 5 } })];
    served.change({}, 2, one);
    served.change({}, 3, new Map([...one, ...same]));
    served.change({}, 4, same);
    expect(changes.map(each => each.length)).toEqual([sets.length, sets.length, sets.length]);
    expect(changes[0]).toEqual(sets);
    expect(changes[2]).toEqual(sets);
    expect(served.compiled.shapes[sets[0]!]).toBe(served.compiled.declared[sets[0]!]);
  });

  test('makes answers run out when it ends', () => {
    const ratios = laid({ one: { x: 1, y: 9 } });
    const [key, ratio] = [...ratios][0]!;
    const ending = new Map([[key, { ...ratio, intent: { ...ratio.intent, expiresAtMs: 20_000 } }]]);
    const served = serve(ZONE, { locations: LOCATIONS, ratios: ending });
    served.lookup.setTime(10_000);
    expect(served.ask('one.example.com.', 'A').answers[0]).toMatch(/^one.example.com. 10 /);
    expect(served.ask('same.example.com.', 'A').answers[0]).toMatch(/^same.example.com. 60 /);
  });
});
