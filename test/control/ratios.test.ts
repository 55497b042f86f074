import { expect, test } from 'vitest';
import type { RatioIntent } from '../../src/model/intent.ts';
import { failover, pool, record, weighted } from '../steering/declare.ts';
import { Controlled, declared, maintenance, override, weight } from './controlled.ts';

const POOLS = [pool('x', ['192.0.2.1']), pool('y', ['192.0.2.2'])];
const TREE = weighted(['x', 1], ['y', 0]);
const SAMPLE = declared(POOLS, [record('www', TREE), record('api', TREE)]);

const ratio = (weights: RatioIntent['weights'], more: Partial<RatioIntent> = {}): RatioIntent => ({
  kind: 'ratio',
  target: { kind: 'record', zone: 'example.com.', owner: 'www.example.com.' },
  weights,
  author: 'admin',
  reason: '',
  createdAtMs: 0,
  expiresAtMs: undefined,
  ...more,
});

test('a ratio changes the answers of its record in one generation, and of no other; released, the file holds', async () => {
  const served = new Controlled({ declared: SAMPLE });
  expect([served.ask('www'), served.ask('api')]).toEqual([['192.0.2.1'], ['192.0.2.1']]);
  expect(await served.control.change({ intents: [ratio({ x: 0, y: 5 })] })).toBe(2);
  expect([served.ask('www'), served.ask('api')]).toEqual([['192.0.2.2'], ['192.0.2.1']]);
  expect(served.updates.map(update => 'change' in update && update.change.decisions.sets.length)).toEqual([1]);
  expect(await served.control.change({ intents: [] })).toBe(3);
  expect(served.ask('www')).toEqual(['192.0.2.1']);
});

test('a ratio that is there at the start is in the first answers, unless its time is over', () => {
  expect(new Controlled({ declared: SAMPLE, intents: [ratio({ x: 0, y: 5 })] }).ask('www')).toEqual(['192.0.2.2']);
  expect(new Controlled({ declared: SAMPLE, intents: [ratio({ x: 0, y: 5 }, { expiresAtMs: 0 })] }).ask('www')).toEqual(['192.0.2.1']);
});

test('weight 0 means as ever: only when nothing else is up', async () => {
  const served = new Controlled({ declared: SAMPLE, intents: [ratio({ x: 0, y: 5 })] });
  await served.control.change({ intents: [ratio({ x: 0, y: 5 }), override('example.com./y/a', 'down')] });
  expect(served.ask('www')).toEqual(['192.0.2.1']);
});

test('a ratio that does not fit the files any more is laid aside, and is back when it fits', async () => {
  const served = new Controlled({ declared: SAMPLE, intents: [ratio({ x: 0, y: 5 })] });
  const trees = [failover('x', 'y'), weighted(['x', 1])];
  for (const tree of trees) {
    await served.control.change({ declared: declared(POOLS, [record('www', tree)]) });
    expect(served.ask('www')).toEqual(['192.0.2.1']);
  }
  await served.control.change({ declared: declared(POOLS, []) });
  await served.control.change({ declared: SAMPLE });
  expect(served.ask('www')).toEqual(['192.0.2.2']);
});

test('a change of intents derives what all intents come to, whatever their kind, beginning and end', async () => {
  const [a, b] = ['example.com./x/a', 'example.com./y/a'];
  const startMs = Date.UTC(2026, 0, 1);
  const work = maintenance(a, { fromMs: startMs + 1000, expiresAtMs: startMs + 2000 });
  const steps = [
    [weight(a, 5), work],
    [weight(a, 5), override(b, 'drain'), work],
    [work, override(b, 'drain'), override(a, 'down')],
    [override(a, 'down'), work],
    [work],
    [],
  ];
  const served = new Controlled({ declared: SAMPLE });
  for (const [i, intents] of steps.entries()) {
    if (i > 0) served.clock.stall(500);
    await served.control.change({ intents });
    const fresh = new Controlled({ declared: SAMPLE });
    fresh.clock.stall(500 * i);
    await fresh.control.change({ declared: declared(POOLS, []) });
    await fresh.control.change({ declared: SAMPLE, intents });
    const facts = ({ control }: Controlled) => [...control.served.states.values()].map(({ measured: _, ...state }) => state);
    expect(facts(served)).toEqual(facts(fresh));
  }
});
