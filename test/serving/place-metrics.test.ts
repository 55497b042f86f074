import { expect, test } from 'vitest';
import type { EndpointScope } from '../../src/api/metrics-access.ts';
import type { EndpointStates } from '../../src/model/effective.ts';
import { inSlices } from '../../src/serving/in-slices.ts';
import { placeMetrics } from '../../src/serving/place-metrics.ts';
import { sampleDeclared } from '../api/sample.ts';
import { stateOf } from '../steering/declare.ts';
import { statesOf } from '../support/endpoint-states.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { MemoryAnswers } from '../support/memory-answers.ts';

const override = (endpoint: string, state: 'down' | 'drain') => {
  const target = { kind: 'endpoint', zone: 'example.com.', pool: 'web-hangzhou', endpoint } as const;
  return { kind: 'override', state, target, author: 'admin', reason: '', createdAtMs: 0, expiresAtMs: undefined } as const;
};

async function placed(states: EndpointStates, scope: EndpointScope = 'few') {
  const clock = fakeClock();
  const answers = new MemoryAnswers(clock);
  answers.give('203.0.113.10', 5, 4);
  const metrics = await inSlices(placeMetrics({ states, scope, answersGiven: () => answers.read() }), clock);
  return (name: string) =>
    Object.fromEntries(
      metrics
        .find(metric => metric.name === `meridian_${name}`)!
        .samples.map(({ labels, value }) => [Object.values(labels).join('/'), value]),
    );
}

test('endpoints are counted by what was measured and by what answers go by, and pools by both', async () => {
  const states = statesOf(sampleDeclared(), {
    verdicts: { 'example.com./web-hangzhou/a': 'down', 'example.com./web-beijing/a': 'unknown' },
    intents: [override('b', 'drain')],
  });
  const values = await placed(states);
  expect(values('endpoints')).toMatchObject({ down: 1, unknown: 1 });
  expect(values('endpoints_effective')).toMatchObject({ down: 1, drain: 1, unknown: 1 });
  expect(values('pool_endpoints')['example.com/web-hangzhou']).toBe(2);
  expect(values('pool_endpoints_up')['example.com/web-hangzhou']).toBe(0);
  expect(values('pool_endpoints_measured_down')['example.com/web-hangzhou']).toBe(1);
  expect(values('pool_endpoints_maintenance')['example.com/web-hangzhou']).toBe(0);
  expect(values('endpoint_measured_up')['example.com/web-hangzhou/a']).toBe(0);
  expect(values('endpoint_measured_up')['example.com/web-hangzhou/b']).toBe(1);
  expect(values('endpoint_measured_up')['example.com/web-beijing/a']).toBe(-1);
  expect(values('endpoint_effective_up')['example.com/web-beijing/a']).toBe(1);
  expect(values('endpoint_effective_up')['example.com/web-hangzhou/b']).toBe(0);
  expect(values('endpoint_answers_total')['example.com/web-hangzhou/a']).toBe(4);
});

test('more than a thousand endpoints have metrics of their own only where they are asked for', async () => {
  const keys = Array.from({ length: 1001 }, (_, i) => `example.com./p/e${i}`);
  const states = new Map(keys.map(key => [key, stateOf(key, { weight: 1, address: { family: 'ipv4', text: '192.0.2.1' } } as never)]));
  const few = await placed(states);
  expect([Object.keys(few('endpoint_weight')).length, few('pool_endpoints')]).toEqual([0, { 'example.com/p': 1001 }]);
  expect(Object.keys((await placed(states, 'all'))('endpoint_weight'))).toHaveLength(1001);
  expect(Object.keys((await placed(statesOf(sampleDeclared()), 'none'))('endpoint_weight'))).toEqual([]);
});
