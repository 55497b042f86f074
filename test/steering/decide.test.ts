import { describe, expect, test } from 'vitest';
import type { ExplainedStep } from '../../src/model/explanation.ts';
import type { SteeringNode, WhenAllDown } from '../../src/model/steering.ts';
import { type DecideOptions, decide } from '../../src/steering/decide.ts';
import { present, walkOf } from './decided.ts';
import { failover, geo, pool, record, type StateOf, scene } from './declare.ts';

const pools = scene(pool('x', ['192.0.2.1']), pool('y', ['192.0.2.2']), pool('sorry', ['192.0.2.3']));
const www = record('www', failover('x', 'y'));

function optionsFor(states: Readonly<Record<string, StateOf>>, steps?: ExplainedStep[]): DecideOptions {
  return { ...walkOf(pools, { states }), ...(steps ? { steps } : {}) };
}

/** `nodata`, `servfail`, or the pools that are answered. */
function decided(states: Readonly<Record<string, StateOf>>, whenAllDown: WhenAllDown = { kind: 'serve_all' }): string {
  const decision = decide({ ...www, whenAllDown }, optionsFor(states));
  return decision.kind === 'answer' ? present(decision.outcome).replace(' 100', '') : decision.kind;
}

const DOWN: StateOf = { verdict: 'down' };
const FORCED_DOWN: StateOf = { override: 'down' };
const DRAINED: StateOf = { override: 'drain' };
const DRAINED_DEAD: StateOf = { verdict: 'down', override: 'drain' };

describe('what serves, from best to worst', () => {
  test.each([
    ['what is up', DOWN, {}, 'y'],
    ['what was never measured counts as up', DOWN, { verdict: 'unknown' }, 'y'],
    ['what is up before what is drained', DRAINED, {}, 'y'],
    ['what is drained and works before what is dead', DOWN, DRAINED, 'y'],
    ['what is dead before what is dead and drained', DRAINED_DEAD, DOWN, 'y'],
    ['what is dead before what an operator forced down', FORCED_DOWN, DOWN, 'y'],
    ['as if all were up where all is dead', DOWN, DOWN, 'x'],
    ['as if all were up where operators took all out', FORCED_DOWN, FORCED_DOWN, 'x'],
  ] as const)('%s', (_, x, y, expected) => {
    expect(decided({ 'x/a': x, 'y/a': y })).toBe(expected);
  });
});

describe('when all is down', () => {
  const dead = { 'x/a': DOWN, 'y/a': FORCED_DOWN };

  test.each(['nodata', 'servfail'] as const)('%s', kind => expect(decided(dead, { kind })).toBe(kind));

  test.each(['nodata', 'servfail'] as const)('drained endpoints that work serve before %s', kind => {
    expect(decided({ 'x/a': DOWN, 'y/a': DRAINED }, { kind })).toBe('y');
  });

  test.each([
    ['that is up', {}],
    ['that is down as well', { 'sorry/a': DOWN }],
    ['that is forced down as well', { 'sorry/a': FORCED_DOWN }],
  ])('a pool %s', (_, sorry) => {
    expect(decided({ ...dead, ...sorry }, { kind: 'pool', pool: 'sorry' })).toBe('sorry');
  });
});

test('a client that no branch fits gets nodata, even as if all were up', () => {
  expect(decide(record('www', geo({ 'country:CN': 'x' })), optionsFor({}))).toEqual({ kind: 'nodata' });
});

describe('where too few are up everywhere', () => {
  const pairs = scene(
    pool('x', ['192.0.2.1', '192.0.2.2', '192.0.2.3'], { minUp: 2 }),
    pool('y', ['192.0.2.4', '192.0.2.5'], { minUp: 2 }),
  );
  const oneEach = { 'x/a': DOWN, 'x/b': DOWN, 'y/b': DOWN };
  const decidedOf = (states: Readonly<Record<string, StateOf>>, whenAllDown: WhenAllDown = { kind: 'serve_all' }) => {
    const steps: ExplainedStep[] = [];
    const decision = decide({ ...www, whenAllDown }, { ...walkOf(pairs, { states }), steps });
    const members = decision.kind !== 'answer' ? [] : decision.outcome.flatMap(({ draw }) => (draw.kind === 'records' ? draw.members : []));
    const said = steps.filter(({ node }) => node.startsWith('too few') || node.startsWith('nothing')).map(({ node }) => node);
    return { kind: decision.kind, members: members.map(({ pool, endpoint }) => `${pool.name}/${endpoint.name}`), said };
  };

  test('a pool with enough goes before one with too few', () => {
    expect(decidedOf({ 'x/a': DOWN, 'x/b': DOWN }).members).toEqual(['y/a', 'y/b']);
    expect(decidedOf({ 'x/a': DOWN }).members).toEqual(['x/b', 'x/c']);
  });

  test('the few that are up serve, and not the dead', () => {
    expect(decidedOf(oneEach)).toEqual({
      kind: 'answer',
      members: ['x/c'],
      said: ['too few are up everywhere: pools serve with fewer than their min_up'],
    });
    expect(decidedOf({ ...oneEach, 'x/c': DOWN }).members).toEqual(['y/a']);
  });

  test('drained ones that work make up the number first', () => {
    expect(decidedOf({ 'x/a': DOWN, 'x/b': DRAINED, 'y/a': DOWN, 'y/b': DOWN })).toEqual({
      kind: 'answer',
      members: ['x/b', 'x/c'],
      said: ['nothing is up: drained endpoints that still work serve'],
    });
  });

  test('the few that are up serve before drained ones, and those before the dead', () => {
    expect(decidedOf({ 'x/a': DOWN, 'x/b': DOWN, 'x/c': DRAINED, 'y/a': DOWN }).members).toEqual(['y/b']);
    expect(decidedOf({ 'x/a': DOWN, 'x/b': DOWN, 'x/c': DRAINED, 'y/a': DOWN, 'y/b': DOWN })).toEqual({
      kind: 'answer',
      members: ['x/c'],
      said: ['too few are up everywhere: drained endpoints that still work serve'],
    });
  });

  test.each(['nodata', 'servfail'] as const)('%s is answered where that is wanted when all is down', kind => {
    expect(decidedOf(oneEach, { kind })).toMatchObject({ kind, members: [] });
  });
});

describe('host names that are flattened', () => {
  const hosts = scene(
    pool('x', ['a.example.org'], { flatten: true }),
    pool('y', ['192.0.2.2']),
    pool('sorry', ['b.example.org'], { flatten: true }),
  );
  const NONE: StateOf = { addresses: [] };
  const decidedOf = (tree: SteeringNode, states: Readonly<Record<string, StateOf>>, whenAllDown: WhenAllDown = { kind: 'serve_all' }) => {
    const steps: ExplainedStep[] = [];
    const decision = decide(record('www', tree, { whenAllDown }), { ...walkOf(hosts, { states }), steps });
    return `${decision.kind === 'answer' ? present(decision.outcome) : decision.kind}: ${steps.at(-1)!.node}`;
  };
  const unknown = 'servfail: no address is known yet of any host name that fits';

  test('whose addresses are not known yet are failed over', () => {
    expect(decidedOf(failover('x', 'y'), { 'x/a': NONE })).toBe('y 100: endpoint a');
    expect(decidedOf(failover('x', 'y'), { 'x/a': NONE, 'y/a': DOWN })).toBe('y 100: endpoint a');
  });

  test('of which none is known yet: a failure, so that resolvers ask again, and not nothing', () => {
    expect(decidedOf(failover('x'), { 'x/a': NONE })).toBe(unknown);
    expect(decidedOf(failover('x'), { 'x/a': { ...NONE, override: 'up' } })).toBe(unknown);
    expect(decidedOf(failover('y'), { 'y/a': DOWN }, { kind: 'pool', pool: 'sorry' })).toMatch(/^sorry 100: /);
    expect(decidedOf(failover('y'), { 'y/a': DOWN, 'sorry/a': NONE }, { kind: 'pool', pool: 'sorry' })).toBe(unknown);
  });

  test('of which the last known are served as if they were up', () => {
    expect(decidedOf(failover('x'), { 'x/a': { ...DOWN, addresses: ['192.0.2.9'] } })).toMatch(/^x 100: /);
  });
});

describe('an explanation', () => {
  const explained = (states: Readonly<Record<string, StateOf>>, whenAllDown: WhenAllDown = { kind: 'serve_all' }) => {
    const steps: ExplainedStep[] = [];
    decide({ ...www, whenAllDown }, optionsFor(states, steps));
    return steps.filter(({ depth }) => depth === 0).map(({ node, outcome }) => `${node} ${outcome}`);
  };
  const dead = { 'x/a': DOWN, 'y/a': DOWN };

  test('of what is up is one walk', () => expect(explained({})).toEqual(['failover taken']));

  test('of the last resort shows why there is one, and the walk that gave the answer', () => {
    expect(explained(dead)).toEqual([
      'failover skipped',
      'nothing is up: answering as if everything were that no operator took out taken',
      'failover taken',
    ]);
    expect(explained({ 'x/a': DRAINED, 'y/a': DOWN })).toEqual([
      'failover skipped',
      'nothing is up: drained endpoints that still work serve taken',
      'failover taken',
    ]);
  });

  test('of when_all_down names it', () => {
    expect(explained(dead, { kind: 'servfail' })).toEqual(['failover skipped', 'nothing is up: when_all_down is servfail taken']);
    expect(explained(dead, { kind: 'pool', pool: 'sorry' })).toEqual([
      'failover skipped',
      'nothing is up: when_all_down names pool sorry taken',
      'pool sorry taken',
    ]);
  });
});
