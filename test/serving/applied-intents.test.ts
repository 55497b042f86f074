import { expect, test } from 'vitest';
import type { Declared } from '../../src/model/declared.ts';
import type { Intent, RatioIntent } from '../../src/model/intent.ts';
import { AppliedIntents } from '../../src/serving/applied-intents.ts';
import { Controlled, declared, override } from '../control/controlled.ts';
import { failover, pool, record, weighted } from '../steering/declare.ts';

const POOLS = [pool('x', ['192.0.2.1']), pool('y', ['192.0.2.2'])];
const WEIGHED = declared(POOLS, [record('www', weighted(['x', 40], ['y', 60]))]);
const FAILING = declared(POOLS, [record('www', failover('x', 'y'))]);
const WITHOUT_Y = declared([POOLS[0]!], [record('www', 'x')]);

const ratio: RatioIntent = {
  kind: 'ratio',
  target: { kind: 'record', zone: 'example.com.', owner: 'www.example.com.' },
  weights: { x: 10 },
  author: 'admin',
  reason: 'canary',
  createdAtMs: 0,
  expiresAtMs: undefined,
};

/** The lines that are logged while the loop serves these, one after the other. */
async function linesOf(steps: readonly { readonly declared?: Declared; readonly intents?: readonly Intent[] }[]): Promise<string[][]> {
  const served = new Controlled({ declared: WEIGHED });
  let lines: string[] = [];
  const write = (level: string) => (_: object, message: string) => void lines.push(`${level}: ${message}`);
  const applied = new AppliedIntents({ log: { info: write('info'), warn: write('warn') }, events: { note: () => {} } });
  applied.noteServed(served.control.served);
  const told: string[][] = [];
  for (const step of steps) {
    lines = [];
    if (step.declared) served.health.assign(step.declared);
    await served.control.change(step);
    applied.noteServed(served.control.served);
    told.push(lines);
  }
  return told;
}

test('a ratio is told of when it comes into the answers, and when it goes', async () => {
  expect(await linesOf([{ intents: [ratio] }, { intents: [ratio] }, { intents: [] }])).toEqual([
    ['info: www.example.com: ratio x 10 (admin: canary)'],
    [],
    ['info: www.example.com: the ratio of the file holds again'],
  ]);
});

test('what applies to nothing when files change is told of once, and when it applies again', async () => {
  const down = override('example.com./y/a', 'down');
  const lines = await linesOf([
    { intents: [ratio, down] },
    { declared: FAILING },
    { declared: WITHOUT_Y },
    { declared: WITHOUT_Y, intents: [ratio] },
    { declared: WEIGHED, intents: [ratio] },
  ]);
  const unfit = 'nothing in the steering tree is weighted; expected a record with a `weighted` node';
  expect(lines).toEqual([
    ['info: www.example.com: ratio x 10 (admin: canary)'],
    [
      'info: www.example.com: the ratio of the file holds again',
      `warn: www.example.com: ratio of admin applies to nothing now, and is kept: ${unfit}`,
    ],
    ['warn: example.com/y/a: override of admin applies to nothing now, and is kept: there is no pool "y"'],
    [],
    ['info: www.example.com: ratio x 10 (admin: canary)', 'info: www.example.com: ratio of admin applies again'],
  ]);
});
