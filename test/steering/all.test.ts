import { describe, expect, test } from 'vitest';
import type { SteeringNode } from '../../src/model/steering.ts';
import type { RecordDraw } from '../../src/steering/policy.ts';
import { type Circumstances, membersOf, sharesOf, stepsOf, walkOf, walkUp } from './decided.ts';
import { all, failover, geo, pool, scene, sticky, weighted } from './declare.ts';

const pools = scene(
  pool('x', ['192.0.2.1', '192.0.2.2']),
  pool('y', ['192.0.2.3 0', '2001:db8::3']),
  pool('z', ['192.0.2.2', '192.0.2.4']),
  pool('order', ['192.0.2.5', '192.0.2.6', '192.0.2.7'], { select: 'failover' }),
  pool('six', ['2001:db8::6']),
);
const DOWN = { verdict: 'down' } as const;

/** The addresses of the one draw that it comes to, by their last part. */
function addressesOf(tree: SteeringNode, circumstances?: Circumstances): string {
  return drawOf(tree, circumstances)
    .members.map(({ address }) => address.text.replace(/^.*[.:]/, ''))
    .join(' ');
}

function drawOf(tree: SteeringNode, circumstances?: Circumstances): RecordDraw {
  const outcome = walkUp(tree, walkOf(pools, circumstances));
  expect(outcome).toMatchObject([{ draw: { kind: 'records', select: 'all' } }]);
  return outcome![0]!.draw as RecordDraw;
}

describe('all', () => {
  test('gives the addresses of all that are up, as many as it says', () => {
    expect(addressesOf(all(3, 'x', 'y'))).toBe('1 2 3');
    expect(drawOf(all(2, 'x', 'y')).answers).toBe(2);
    expect(sharesOf(all(3, 'x', 'y'), pools)).toBe('x+y 100');
  });

  test.each([
    ['leaves out an endpoint that is down', { 'x/a': DOWN }, '2 3'],
    ['leaves out a pool that is down', { 'x/a': DOWN, 'x/b': DOWN }, '3'],
  ] as const)('%s', (_, states, expected) => expect(addressesOf(all(9, 'x', 'y'), { states })).toBe(expected));

  test('is down when all are', () => {
    expect(membersOf(all(9, 'x', 'y'), pools, { states: { 'x/a': DOWN, 'x/b': DOWN, 'y/a': DOWN } })).toBe('down');
  });

  test('gives an address that several pools share once', () => {
    expect(addressesOf(all(9, 'x', 'z'))).toBe('1 2 4');
    expect(addressesOf(all(9, 'x', 'z'), { states: { 'x/b': DOWN } })).toBe('1 2 4');
    expect(drawOf(all(9, 'x', 'z')).members.map(member => member.pool.name)).toEqual(['x', 'x', 'z']);
  });

  test('gives what branches of a ratio, or of a choice by network, may come to', () => {
    expect(addressesOf(all(9, weighted(['x', 1], ['y', 2]), 'z'))).toBe('1 2 3 4');
    expect(addressesOf(all(9, weighted(['x', 1], ['z', 0])))).toBe('1 2');
    expect(addressesOf(all(9, sticky(['x', 1], [sticky(['y', 1], ['z', 1]), 2])))).toBe('1 2 3 4');
    expect(addressesOf(all(9, all(1, 'x'), 'y'))).toBe('1 2 3');
  });

  test('gives of a failover what serves, be it between pools or in one', () => {
    expect(addressesOf(all(9, failover('y', 'x')))).toBe('3');
    expect(addressesOf(all(9, 'order', 'y'))).toBe('5 3');
    expect(addressesOf(all(9, 'order', 'y'), { states: { 'order/a': DOWN } })).toBe('6 3');
  });

  test('takes no account of a client that a branch does not fit', () => {
    const tree = all(9, geo({ 'country:CN': 'x' }), 'y');
    expect(addressesOf(tree, { client: { country: 'CN' } })).toBe('1 2 3');
    expect(addressesOf(tree, { client: { country: 'FR' } })).toBe('3');
  });

  test('gives of each family its own, and nothing where there is none of it', () => {
    expect(addressesOf(all(9, 'x', 'y', 'six'), { family: 'ipv6' })).toBe('3 6');
    expect(drawOf(all(9, 'x', 'z'), { family: 'ipv6' }).members).toEqual([]);
    expect(addressesOf(all(9, 'six', 'x'))).toBe('1 2');
  });

  test('has its share below a ratio', () => {
    expect(sharesOf(weighted([all(2, 'x', 'y'), 1], ['z', 3]), pools)).toBe('x+y 25, z 75');
  });

  test('explains how many there are, and how many an answer carries', () => {
    const first = (tree: SteeringNode) => stepsOf(tree, pools)[0];
    expect(first(all(2, 'x', 'y'))).toBe('all taken: 3 addresses, of which an answer carries 2');
    expect(first(all(9, 'x', 'z'))).toBe('all taken: 3 addresses, of which an answer carries 3');
  });
});
