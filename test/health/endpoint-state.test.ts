import { expect, test } from 'vitest';
import { endpointState, endpointStates, indexIntents } from '../../src/health/endpoint-state.ts';
import { NEVER_TURNS } from '../../src/lib/outlook.ts';
import type { Measured, OverrideState } from '../../src/model/health.ts';
import type { Intent, IntentTarget } from '../../src/model/intent.ts';
import { address as anyAddress } from '../support/addresses.ts';
import { address, declare, endpoint, monitor, pool } from './declare.ts';

const zone = 'example.com.';
const measured: Measured = { verdict: 'up', reason: 'embedded: status 200', sinceMs: 1, wavering: false, outlook: NEVER_TURNS };
const facts = { author: 'ops', reason: 'maintenance', createdAtMs: 0, expiresAtMs: undefined };
const onEndpoint: IntentTarget = { kind: 'endpoint', zone, pool: 'web', endpoint: 'a' };
const onPool: IntentTarget = { kind: 'pool', zone, pool: 'web' };
const onSite: IntentTarget = { kind: 'site', zone, site: 'hangzhou' };
const override = (target: IntentTarget, state: OverrideState, expiresAtMs?: number): Intent => ({
  ...facts,
  kind: 'override',
  target,
  state,
  expiresAtMs,
});
const weight = (target: IntentTarget, value: number): Intent => ({ ...facts, kind: 'weight', target, weight: value });
const stateWith = (intents: readonly Intent[], nowMs = 1000) =>
  endpointState({ zone, pool: pool(), endpoint: endpoint('a', '192.0.2.1'), measured, intents: indexIntents(intents, nowMs) });

test('without intents the files and the verdict hold', () => {
  expect(stateWith([])).toEqual({
    key: 'example.com./web/a',
    measured,
    override: undefined,
    effective: 'up',
    intents: [],
    declaredWeight: 100,
    weight: 100,
    addresses: [address('192.0.2.1')],
  });
});

test.each([onEndpoint, onPool, onSite])('an override of its $kind bears on an endpoint and leaves what was measured', target => {
  const intent = override(target, 'drain');
  expect(stateWith([intent])).toMatchObject({ effective: 'drain', override: 'drain', measured, intents: [intent] });
});

test('the strongest override wins; all that bear are shown', () => {
  const all = [override(onEndpoint, 'up'), override(onPool, 'drain'), override(onSite, 'down')];
  expect(stateWith(all)).toMatchObject({ effective: 'down', override: 'down', intents: all });
});

test('planned work on it, its pool or its site is among its intents while it is in force, and changes no state', () => {
  const windows = [onEndpoint, onPool, onSite].map(
    (target): Intent => ({ ...facts, kind: 'maintenance', target, fromMs: 1000, expiresAtMs: 2000 }),
  );
  expect(stateWith(windows, 1000)).toMatchObject({ effective: 'up', override: undefined, intents: windows });
  expect(stateWith(windows, 999).intents).toEqual([]);
  expect(stateWith(windows, 2000).intents).toEqual([]);
});

test('a weight, even 0, replaces the declared one and no state', () => {
  expect(stateWith([weight(onEndpoint, 0)])).toMatchObject({ declaredWeight: 100, weight: 0, effective: 'up' });
});

test('a weight bears on an endpoint only if it is its own', () => {
  expect(stateWith([weight(onPool, 5), weight(onSite, 5)])).toMatchObject({ weight: 100, intents: [] });
});

test.each([
  { ...onEndpoint, endpoint: 'b' },
  { ...onEndpoint, pool: 'other' },
  { ...onPool, zone: 'example.net.' },
  { ...onSite, site: 'beijing' },
])('an override of something else does not bear: %j', target => {
  expect(stateWith([override(target, 'down')])).toMatchObject({ effective: 'up', intents: [] });
});

test('an intent ends at its expiry', () => {
  const intent = override(onPool, 'down', 1000);
  expect(stateWith([intent], 999).effective).toBe('down');
  expect(stateWith([intent], 1000)).toMatchObject({ effective: 'up', intents: [] });
});

test('every declared endpoint has a state', () => {
  const declared = declare(
    [pool({ endpoints: [endpoint('a', '192.0.2.1'), endpoint('b', '192.0.2.2')] }), pool({ name: 'api' })],
    [monitor('web')],
  );
  const states = endpointStates(declared, { measured: () => measured, intents: indexIntents([override(onPool, 'drain')], 1000) });
  expect([...states].map(([key, { effective }]) => [key, effective])).toEqual([
    ['example.com./web/a', 'drain'],
    ['example.com./web/b', 'drain'],
    ['example.com./api/a', 'up'],
  ]);
});

test('a host is answered with its name, or in a pool that flattens with the addresses that were found for it', () => {
  const host = { name: 'a', address: anyAddress('cdn.example.net'), weight: 100 };
  const found = [address('192.0.2.7'), address('192.0.2.8')];
  const states = (flatten: boolean, endpoints = [host]) =>
    endpointStates(declare([pool({ flatten, endpoints })], [monitor('web')]), {
      measured: () => measured,
      intents: new Map(),
      addressesOf: name => (name === 'cdn.example.net.' ? found : []),
    }).get('example.com./web/a');
  expect(states(false)?.addresses).toEqual([host.address]);
  expect(states(true)?.addresses).toBe(found);
  expect(states(true, [{ ...host, address: anyAddress('other.example.net') }])?.addresses).toEqual([]);
  expect(states(true, [endpoint('a', '192.0.2.1')])?.addresses).toEqual([address('192.0.2.1')]);
});

test('before anything is looked up a flattened host has no addresses', () => {
  const host = { name: 'a', address: anyAddress('cdn.example.net'), weight: 100 };
  const facts = { zone, pool: pool({ flatten: true }), endpoint: host, measured, intents: new Map() };
  expect(endpointState(facts).addresses).toEqual([]);
});
