import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileChange, compileTable } from '../../src/answer/compile.ts';
import { createLookup } from '../../src/answer/lookup.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { failover, geo, nearest, pool, record, type StateOf, statesOf, steering, weighted } from '../steering/declare.ts';
import { locationTable } from './locations.ts';
import { type Answer, exampleZone, NO_LOCATIONS, type Served, serve } from './serve.ts';

const POOLS = [
  pool('x', ['192.0.2.1 10', '192.0.2.2 30']),
  pool('y', ['192.0.2.3', '192.0.2.4', '2001:db8::4'], { site: 'beijing', minUp: 2 }),
  pool('z', ['192.0.2.5', '192.0.2.6', '192.0.2.7'], { site: 'frankfurt', answers: 2 }),
  pool('s', ['192.0.2.8', '192.0.2.9'], { select: 'sticky' }),
  pool('lonely', ['192.0.2.10']),
];
const RECORDS = [
  record('one', failover('x', 'y')),
  record('two', failover('x', 'y')),
  record('three', weighted(['x', 40], ['z', 60]), { whenAllDown: { kind: 'nodata' } }),
  record('four', geo({ 'country:CN': 'x', default: nearest(0, 'y', 'z') }), { whenAllDown: { kind: 'servfail' } }),
  record('five', 's', { whenAllDown: { kind: 'pool', pool: 'z' } }),
];
const ZONE = exampleZone('alias CNAME three\nstatic A 192.0.2.99\n', steering(POOLS, RECORDS));
const LOCATIONS = locationTable({
  '20.0.0.0/8': { country: 'CN', coordinates: [30, 120] },
  '40.0.0.0/8': { country: 'DE', coordinates: [50, 8] },
});
const NAMES = ['one', 'two', 'three', 'four', 'five', 'alias', 'static'];
const CLIENTS = ['20.1.2.3', '40.1.2.3', '50.1.2.3', '2001:db8::1'];
const ENDPOINTS = POOLS.flatMap(({ name, endpoints }) => endpoints.map(endpoint => `${name}/${endpoint.name}`));

const anyStates = fc
  .array(
    fc.constantFrom<StateOf>({}, {}, { verdict: 'down' }, { override: 'drain' }, { override: 'down' }, { wavering: true }, { weight: 0 }),
    {
      minLength: ENDPOINTS.length,
      maxLength: ENDPOINTS.length,
    },
  )
  .map(states => Object.fromEntries(ENDPOINTS.map((name, i) => [name, states[i]!])));

/** Zones served with random numbers that begin anew for every question. */
function repeatable(states: Readonly<Record<string, StateOf>>): { served: Served; answers: (seed: number) => Answer[] } {
  let random = seededRandom(0);
  const served = serve(ZONE, { locations: LOCATIONS, states, random: () => random() });
  const answers = (seed: number) =>
    NAMES.flatMap(name =>
      CLIENTS.flatMap(client =>
        ['A', 'AAAA'].map(type => {
          random = seededRandom(seed);
          return served.ask(`${name}.example.com.`, type, { client });
        }),
      ),
    );
  return { served, answers };
}

describe('a change to a running table', () => {
  test('comes to the same as compiling everything anew', () => {
    fc.assert(
      fc.property(fc.array(anyStates, { minLength: 1, maxLength: 5 }), fc.integer(), (steps, seed) => {
        const { served, answers } = repeatable({});
        for (const [i, states] of steps.entries()) {
          served.change(states, 2 + i);
          expect(answers(seed)).toEqual(repeatable(states).answers(seed));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('holds the record sets that depend on what changed, and no others', () => {
    const states = statesOf('example.com.', ZONE.steering!);
    const declared = { zones: new Map([[ZONE.name, ZONE]]) };
    const compiled = compileTable({ declared, states, locations: LOCATIONS, generation: 1 });
    const ownersOf = (...keys: string[]) => {
      const change = compileChange(compiled, keys, states, 2);
      const sets = new Set(change?.decisions.sets);
      const steered = [...compiled.names.zones.get('example.com.')!.steered];
      return steered.filter(([, types]) => [...types.values()].some(set => sets.has(set))).map(([owner]) => owner.split('.')[0]);
    };
    expect(ownersOf('example.com./x/a')).toEqual(['one', 'two', 'three', 'four']);
    expect(ownersOf('example.com./y/c')).toEqual(['one', 'two', 'four']);
    expect(ownersOf('example.com./s/a')).toEqual(['five']);
    expect(ownersOf('example.com./z/a', 'example.com./s/b')).toEqual(['three', 'four', 'five']);
    expect(compileChange(compiled, ['example.com./lonely/a', 'example.net./x/a'], states, 2)).toBeUndefined();
    expect(compileChange(compiled, [], states, 2)).toBeUndefined();
  });

  test('names its generation', () => {
    const served = serve(ZONE);
    expect(served.lookup.generation).toBe(1);
    expect(served.change({ 'x/a': { verdict: 'down' } }, 7)).toBe(true);
    expect(served.lookup.generation).toBe(7);
    expect(served.change({ 'x/a': { verdict: 'down' }, 'lonely/a': { verdict: 'down' } }, 8)).toBe(false);
    expect(served.lookup.generation).toBe(7);
  });
});

describe('a table for worker threads', () => {
  const states = statesOf('example.com.', ZONE.steering!);
  const declared = { zones: new Map([[ZONE.name, ZONE]]) };

  test('is plain data in shared memory, and answers as the original', () => {
    const { table } = compileTable({ declared, states, locations: LOCATIONS, generation: 3 });
    const received = structuredClone(table);
    expect(received).toEqual(table);
    const { addresses, longestTtl, ...decisions } = table.decisions;
    expect([addresses > 0, longestTtl]).toEqual([true, 60]);
    for (const array of [...Object.values(table.names), ...Object.values(decisions), table.classings]) {
      expect((array as Uint8Array).buffer).toBeInstanceOf(SharedArrayBuffer);
    }
    expect(createLookup(received, seededRandom(1)).generation).toBe(3);
  });

  test('tells no clients apart where nothing looks at them', () => {
    const plain = exampleZone('', steering(POOLS, [record('one', failover('x', 'y'))]));
    const { table } = compileTable({ declared: { zones: new Map([[plain.name, plain]]) }, states, locations: NO_LOCATIONS, generation: 1 });
    expect([table.clients.length, table.classings.length]).toEqual([0, 0]);
  });

  test('record sets that steer alike are decided once', () => {
    const decided = (labels: readonly string[]) => {
      const many = exampleZone(
        '',
        steering(
          POOLS,
          labels.map(label => record(label, failover('x', 'y'))),
        ),
      );
      const { table } = compileTable({ declared: { zones: new Map([[many.name, many]]) }, states, locations: NO_LOCATIONS, generation: 1 });
      return table.decisions.words.length;
    };
    expect(decided(['a', 'b', 'c', 'd'])).toBe(decided(['a']));
  });

  test('compiles to the same bytes on every name server', () => {
    const compile = () => compileTable({ declared, states, locations: LOCATIONS, generation: 1 }).table;
    expect(compile()).toEqual(compile());
  });
});

test('no zones at all: every name is refused', () => {
  expect(serve([]).ask('www.example.com.', 'A')).toMatchObject({ rcode: 'REFUSED', authoritative: false });
  expect(serve([]).ask('.', 'NS').rcode).toBe('REFUSED');
});
