import { expect, test } from 'vitest';
import { deriveFrom } from '../../src/serving/health-inputs.ts';
import { NO_LOCATIONS } from '../answer/serve.ts';
import { Controlled, override, SAMPLE, weight, X, Y } from '../control/controlled.ts';

test('some states are what they are among all; keys of what is not declared, and what is no key, are left out', () => {
  const served = new Controlled();
  served.observeOne(X, false);
  const derive = deriveFrom(served.health, served.clock);
  const inputs = { declared: SAMPLE, locations: NO_LOCATIONS, intents: [override(X, 'up'), weight(Y, 3)] };
  const all = derive.all(inputs);
  expect(derive.some(inputs, [X, Y, 'example.com./gone/a', 'example.org./x/a', 'example.com./x/gone', 'nothing'])).toEqual([
    all.get(X),
    all.get(Y),
  ]);
  expect(all.get(X)).toMatchObject({ effective: 'up', override: 'up', measured: { verdict: 'down' } });
  expect(all.get(Y)).toMatchObject({ weight: 3, declaredWeight: 100 });
});

test('an intent does not count from its last moment on, before anybody took it away', () => {
  const served = new Controlled();
  const derive = deriveFrom(served.health, served.clock);
  const intents = [override(X, 'down', { expiresAtMs: served.clock.now() + 10 })];
  const inputs = { declared: SAMPLE, locations: NO_LOCATIONS, intents };
  served.clock.advance(9);
  expect(derive.some(inputs, [X])[0]?.effective).toBe('down');
  served.clock.advance(1);
  expect(derive.all(inputs).get(X)?.effective).toBe('unknown');
});
