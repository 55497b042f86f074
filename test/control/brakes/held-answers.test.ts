import { expect, test } from 'vitest';
import { describeChange } from '../../../src/control/describe-change.ts';
import { prospectOf } from '../../../src/ttl/prospect.ts';
import { pool, record, steering } from '../../steering/declare.ts';
import { BrakeScene, safety } from './brake-scene.ts';

const FOUR = pool('x', ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4']);

test('of what is held the TTL is in doubt, and the log says what holds it', () => {
  const scene = new BrakeScene({ ...steering([FOUR], [record('www', 'x')]), safety: safety() });
  const before = scene.state('x/c');
  scene.down('x/a', 'x/b', 'x/c');
  const held = scene.state('x/c');
  expect(prospectOf([held]).doubt?.why).toBe('a brake holds example.com./x/c, which is measured down (status 503)');
  expect(describeChange(before, held)).toMatchObject({
    level: 'warn',
    message: 'example.com/x/c is up, held by the brake: at most 50 % of pool x is taken out within 10m; measured down by status 503',
  });
});
