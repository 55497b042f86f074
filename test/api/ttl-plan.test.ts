import { expect, test } from 'vitest';
import { ttlPlanView } from '../../src/api/contract.ts';
import type { PlanTtl } from '../../src/api/ttl-plan.ts';
import type { TtlPlan } from '../../src/model/ttl-plan.ts';
import { planTtl } from '../../src/ttl/plan.ts';
import { monitor } from '../health/declare.ts';
import { serveApi } from './serving.ts';

/** The API with a planner that notes what it is asked. */
async function serve() {
  const asked: Parameters<PlanTtl>[2][] = [];
  const plan: PlanTtl = async (_zone, { label, ttl }, question) => {
    asked.push(question);
    const steps = planTtl(
      { label, ttl, watched: [{ monitor: monitor('web'), endpoints: 2 }] },
      { ...question, vantages: question.vantages ?? 1 },
    );
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value satisfies TtlPlan;
    }
  };
  return { asked, ...(await serveApi(undefined, { planTtl: plan })) };
}

const PATH = '/v1/zones/example.com/records/www/ttl-plan';

test('a plan tells what each choice costs, and which one to take', async () => {
  const { asked, call } = await serve();
  const { status, json } = await call('GET', `${PATH}?loss=10s&vantages=3`);
  expect(status).toBe(200);
  const plan = ttlPlanView.strict().parse(json);
  expect(plan).toMatchObject({ zone: 'example.com', name: 'www.example.com', loss_ms: 10_000, rto_ms: null, vantages: 3 });
  expect(plan.chosen).toMatchObject({ keeps: true });
  expect(asked).toEqual([{ limit: { of: 'expected', ms: 10_000 }, floorSeconds: undefined, vantages: 3 }]);
});

test('a provider that cannot is told of', async () => {
  const { asked, call } = await serve();
  const { json } = await call('GET', `/v1/zones/example.com/records/www.example.com./ttl-plan?rto=30s&provider_floor=600s`);
  expect(json).toMatchObject({ chosen: null, rto_ms: 30_000, provider_floor_seconds: 600, why: expect.stringMatching(/^cannot: /) });
  expect(asked).toEqual([{ limit: { of: 'worst', ms: 30_000 }, floorSeconds: 600, vantages: undefined }]);
});

test.each([
  ['', 'loss: expected loss or rto, found neither'],
  ['loss=10s&rto=10s', 'rto: expected either loss or rto, found both'],
  ['loss=10', 'loss: expected a duration from 100ms to 1d, such as 10s, found "10"'],
  ['rto=1s&provider_floor=1500ms', 'provider_floor: expected a duration from 1s to 1d, such as 10s, found "1500ms"'],
  ['loss=1s&vantages=0', 'vantages: expected a whole number from 1 to 1000, found "0"'],
  [
    'loss=2d&vantages=many',
    'loss: expected a duration from 100ms to 1d, such as 10s, found "2d"; vantages: expected a whole number from 1 to 1000, found "many"',
  ],
])('%j is refused', async (query, detail) => {
  const { call } = await serve();
  expect((await call('GET', `${PATH}?${query}`)).json).toMatchObject({ status: 400, detail });
});

test('a name that is not steered is a 404', async () => {
  const { call } = await serve();
  expect((await call('GET', PATH.replace('www', 'wwww').concat('?loss=1s'))).json).toMatchObject({
    status: 404,
    detail: expect.stringContaining('no steered record "wwww"'),
  });
});
