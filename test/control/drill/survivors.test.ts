import { expect, test } from 'vitest';
import { survivorFault, survivorsOf } from '../../../src/control/drill/survivors.ts';
import type { Declared } from '../../../src/model/declared.ts';
import { pool, type StateOf, stateOf, steering } from '../../steering/declare.ts';
import { address } from '../../support/addresses.ts';

const KEY = 'example.com./standby/standby-0';

/** What is wrong with a pool of one endpoint that is in this state. */
function faultWith(differing: StateOf): string | undefined {
  const standby = pool('standby', ['192.0.2.1']);
  const [{ name }] = standby.endpoints as unknown as readonly [{ readonly name: string }];
  const key = KEY.replace('standby-0', name);
  const state = stateOf(key, { address: address('192.0.2.1'), weight: 100 }, differing);
  const zone = { name: 'example.com.', steering: steering([standby]) };
  const declared = { zones: new Map([[zone.name, zone]]) } as unknown as Declared;
  const rule = { zone: zone.name, survivors: ['standby'], minHealthyPercent: 100, except: new Set<string>() };
  return survivorFault(survivorsOf(rule, declared, new Map([[key, state]])));
}

test('a survivor is well that is measured up, and looked after', () => {
  expect(faultWith({ outlook: { turnsInMs: 20_000 } })).toBeUndefined();
});

test('one that nobody looks at, as its verdict is held or it has no monitor, is not', () => {
  expect(faultWith({})).toMatch(/^pool standby has 0 of 1 endpoints up and needs 1: .* is measured up, and nobody looks at it/);
});

test('nor is one that an operator says is up', () => {
  expect(faultWith({ override: 'up', outlook: { turnsInMs: 20_000 } })).toContain('forced up');
});
