import { describe, expect, test } from 'vitest';
import type { Safety } from '../../../src/model/safety.ts';
import type { Pool, SteeredRecord, Steering } from '../../../src/model/steering.ts';
import { failover, pool, record, steering, weighted } from '../../steering/declare.ts';
import { BrakeScene, MINUTE_MS, safety } from './brake-scene.ts';

const FOUR = pool('x', ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4']);
const TWO = pool('y', ['192.0.2.11', '192.0.2.12']);
const ONE = pool('z', ['192.0.2.21']);

function braked(pools: readonly Pool[], records: readonly SteeredRecord[], more: Partial<Safety> = {}): Steering {
  return { ...steering(pools, records), safety: safety(more) };
}

describe('a pool', () => {
  test('loses no more than the limit; what turned last is held, and says why', () => {
    const scene = new BrakeScene(braked([FOUR], [record('www', 'x')]));
    scene.down('x/c');
    scene.down('x/a');
    expect(scene.serving).toEqual(['x/b', 'x/d']);
    scene.down('x/b');
    expect(scene.serving).toEqual(['x/b', 'x/d']);
    expect(scene.held).toEqual(['x/b']);
    const { measured, effective, held } = scene.state('x/b');
    expect({ verdict: measured.verdict, effective }).toEqual({ verdict: 'down', effective: 'up' });
    expect(held).toEqual({ sinceMs: scene.clock.now(), because: 'at most 50 % of pool x is taken out within 10m' });
  });

  test('of one endpoint fails over, and one of two loses one', () => {
    const scene = new BrakeScene(braked([ONE, TWO], [record('www', failover('z', 'y'))]));
    scene.down('z/a');
    expect(scene.serving).toEqual(['y/a', 'y/b']);
  });

  test('counts by weight', () => {
    const heavy = pool('x', ['192.0.2.1 300', '192.0.2.2 100', '192.0.2.3 100', '192.0.2.4 100']);
    const scene = new BrakeScene(braked([heavy], [record('www', 'x')]));
    scene.down('x/b', 'x/c', 'x/d');
    expect(scene.serving).toEqual(['x/a']);
    scene.down('x/a');
    expect(scene.held).toEqual([]);
    scene.up('x/b');
    expect(scene.held).toEqual(['x/a']);
  });

  test('with nothing left is no longer guarded: the record fails over, and takes it back as it recovers', () => {
    const scene = new BrakeScene(braked([FOUR, ONE], [record('www', failover('x', 'z'))]));
    scene.down('x/a', 'x/b', 'x/c');
    scene.pass(1000);
    expect(scene.held).toEqual(['x/c']);
    scene.down('x/d');
    expect(scene.serving).toEqual(['z/a']);
    scene.up('x/d');
    expect(scene.serving).toEqual(['x/c', 'x/d', 'z/a']);
    expect(scene.held).toEqual(['x/c']);
  });

  test('whose limit is 0% loses nothing', () => {
    const scene = new BrakeScene(braked([TWO], [record('www', 'y')], { maxRemoved: { poolPercent: 0, recordPercent: undefined } }));
    scene.down('y/a');
    expect(scene.held).toEqual(['y/a']);
  });
});

describe('a record', () => {
  const records = [record('www', weighted(['x', 60], ['y', 40]))];

  test('loses one pool whatever it weighs, and no more than the limit of the others', () => {
    const scene = new BrakeScene(braked([FOUR, TWO], records));
    scene.down('x/a', 'x/b', 'x/c', 'x/d');
    expect(scene.serving).toEqual(['y/a', 'y/b']);
    scene.down('y/a');
    expect(scene.held).toEqual(['y/a']);
    expect(scene.state('y/a').held?.because).toBe('at most 50 % of record www is taken out within 10m');
  });

  test('with everything down answers by its when_all_down', () => {
    const scene = new BrakeScene(braked([FOUR, TWO], records));
    scene.down('x/a', 'x/b', 'x/c', 'x/d', 'y/a', 'y/b');
    expect(scene.serving).toEqual([]);
    scene.up('y/b');
    expect(scene.serving).toEqual(['y/a', 'y/b']);
    expect(scene.held).toEqual(['y/a']);
  });

  test('counts as lost whole a pool that has fewer left than its min_up', () => {
    const demanding = pool('x', ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'], { minUp: 4 });
    const both = {
      ...braked([demanding, TWO], [record('www', failover('x', 'y'))], { maxRemoved: { poolPercent: undefined, recordPercent: 50 } }),
    };
    const scene = new BrakeScene(both);
    scene.down('x/a');
    scene.down('y/a');
    expect(scene.held).toEqual(['y/a']);
  });

  test('keeps what min_healthy says', () => {
    const scene = new BrakeScene(
      braked([FOUR], [record('www', 'x', { whenAllDown: { kind: 'nodata' } })], {
        maxRemoved: { poolPercent: undefined, recordPercent: undefined },
        minHealthy: { kind: 'count', count: 1 },
      }),
    );
    scene.down('x/a', 'x/b', 'x/c', 'x/d');
    expect(scene.serving).toEqual(['x/d']);
    expect(scene.state('x/d').held?.because).toBe('at least 1 endpoint of record www stays');
    scene.pass(60 * MINUTE_MS);
    expect(scene.serving).toEqual(['x/d']);
  });

  test('of which min_healthy keeps a share keeps it until something is measured up', () => {
    const scene = new BrakeScene(
      braked([FOUR], [record('www', 'x')], {
        maxRemoved: { poolPercent: 100, recordPercent: 100 },
        minHealthy: { kind: 'percent', percent: 75 },
      }),
    );
    scene.down('x/a', 'x/b');
    expect(scene.held).toEqual(['x/b']);
    scene.up('x/a');
    expect(scene.serving).toEqual(['x/a', 'x/c', 'x/d']);
  });
});

describe('a hold ends', () => {
  const four = braked([FOUR], [record('www', 'x')]);

  test('when the endpoint is measured up', () => {
    const scene = new BrakeScene(four);
    scene.down('x/a', 'x/b', 'x/c');
    scene.up('x/c');
    expect(scene.held).toEqual([]);
    expect(scene.state('x/c')).toMatchObject({ effective: 'up' });
    expect(scene.state('x/c').held).toBeUndefined();
  });

  test('when another one is up again: then there is room', () => {
    const scene = new BrakeScene(four);
    scene.down('x/a', 'x/b', 'x/c');
    scene.up('x/a');
    expect(scene.serving).toEqual(['x/a', 'x/d']);
  });

  test('when the window has passed, and not before', () => {
    const scene = new BrakeScene(four);
    scene.down('x/a', 'x/b', 'x/c');
    scene.pass(10 * MINUTE_MS - 1);
    expect(scene.held).toEqual(['x/c']);
    scene.pass(1);
    expect(scene.serving).toEqual(['x/d']);
  });

  test('behind a manual gate only when an operator opens it', () => {
    const scene = new BrakeScene(braked([FOUR], [record('www', 'x')], { gate: 'manual' }));
    scene.down('x/a', 'x/b', 'x/c');
    scene.pass(600 * MINUTE_MS);
    expect(scene.held).toEqual(['x/c']);
    scene.open(MINUTE_MS);
    expect(scene.serving).toEqual(['x/d']);
  });

  test('when an operator opens the brake; what turns after it has closed is held again', () => {
    const scene = new BrakeScene(four);
    scene.down('x/a', 'x/b', 'x/c');
    scene.open(MINUTE_MS);
    expect(scene.serving).toEqual(['x/d']);
    scene.open(0);
    expect(scene.serving).toEqual(['x/d']);
    scene.up('x/c');
    scene.down('x/c');
    expect(scene.held).toEqual(['x/c']);
  });
});

describe('an operator', () => {
  test('forces down, drains and forces up whatever is held', () => {
    const scene = new BrakeScene(braked([FOUR], [record('www', 'x')]));
    scene.down('x/a', 'x/b', 'x/c');
    scene.force('x/c', 'down');
    expect(scene.serving).toEqual(['x/d']);
    scene.force('x/d', 'drain');
    expect(scene.serving).toEqual([]);
    scene.force('x/a', 'up');
    expect(scene.serving).toEqual(['x/a']);
  });

  test('who releases an override brings nothing back that is measured down', () => {
    const scene = new BrakeScene(braked([FOUR], [record('www', 'x')]));
    scene.down('x/a', 'x/b', 'x/c');
    scene.force('x/c', 'down');
    scene.force('x/c', undefined);
    expect(scene.serving).toEqual(['x/d']);
  });
});

describe('what was down before', () => {
  test('there was a brake stays out', () => {
    const scene = new BrakeScene(steering([FOUR], [record('www', 'x')]));
    scene.down('x/a', 'x/b', 'x/c');
    scene.redeclare(braked([FOUR], [record('www', 'x')]));
    expect(scene.serving).toEqual(['x/d']);
  });

  test('a restart is as it was', () => {
    const scene = new BrakeScene(braked([FOUR], [record('www', 'x')]));
    scene.down('x/a', 'x/b', 'x/c');
    scene.pass(MINUTE_MS);
    scene.restart();
    expect(scene.held).toEqual(['x/c']);
    scene.pass(9 * MINUTE_MS);
    expect(scene.serving).toEqual(['x/d']);
  });

  test('a restart and was not written down is judged as if it turned then', () => {
    const scene = new BrakeScene(braked([FOUR], [record('www', 'x')]));
    scene.down('x/a', 'x/b', 'x/c');
    scene.marks.clear();
    scene.restart();
    expect(scene.serving).toEqual(['x/c', 'x/d']);
  });
});

test('a zone without a brake is as it is', () => {
  const scene = new BrakeScene(steering([FOUR], [record('www', 'x')]));
  scene.down('x/a', 'x/b', 'x/c');
  expect(scene.serving).toEqual(['x/d']);
  expect(scene.changes).toEqual([]);
});
