import { describe, expect, test } from 'vitest';
import type { ExplainedStep } from '../../src/model/explanation.ts';
import type { WhenAllDown } from '../../src/model/steering.ts';
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
