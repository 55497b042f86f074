import { expect, test } from 'vitest';
import { endpointAnswer, endpointDetail, explanationView, poolAnswer, poolList, problem } from '../../src/api/contract.ts';
import { ballot, standing, threeVantages } from './sample-standings.ts';
import { serveApi } from './serving.ts';

const POOL = '/v1/zones/example.com/pools/web-hangzhou';
const KEY = 'example.com./web-hangzhou/a';

test('one endpoint comes with what each vantage says of it', async () => {
  const { call, clock, operations } = await serveApi();
  operations.ballots.set(KEY, [threeVantages(clock.now())]);
  const answer = endpointDetail.strict().parse((await call('GET', `${POOL}/endpoints/a`)).json);
  expect(answer).toMatchObject({ generation: 1, zone: 'example.com', pool: 'web-hangzhou', name: 'a', measured: { verdict: 'up' } });
  expect(answer.monitors).toEqual([
    {
      name: 'web',
      role: 'vote',
      verdict: 'up',
      reason: 'beijing: status 200',
      since: '2025-12-31T23:59:00.000Z',
      voters: 2,
      needed: 2,
      flaps: 0,
      rise_needed: 3,
      recovering: null,
      ballots: [
        {
          vantage: 'beijing',
          region: 'cn',
          verdict: 'up',
          streak: 0,
          ok: true,
          reason: 'status 200',
          at: '2025-12-31T23:59:58.000Z',
          duration_ms: 41.4,
          phases: { lookup_ms: null, connect_ms: 3.2, tls_ms: 12, first_byte_ms: 20.6, content_ms: 0.4 },
          silent: null,
        },
        expect.objectContaining({ vantage: 'frankfurt', verdict: 'down', ok: false, reason: 'timeout after 2s' }),
        {
          vantage: 'office',
          region: null,
          verdict: 'up',
          streak: 1,
          ok: false,
          reason: 'connect refused',
          at: '2025-12-31T23:58:50.000Z',
          duration_ms: 0.8,
          phases: null,
          silent: 'silent for 70s',
        },
      ],
    },
  ]);
});

test('an endpoint that nothing monitors has no monitors', async () => {
  const { call } = await serveApi();
  expect(endpointDetail.strict().parse((await call('GET', `${POOL}/endpoints/a`)).json).monitors).toEqual([]);
});

test('what is recovering tells since when, and until when if not until an operator says so', async () => {
  const { call, clock, operations } = await serveApi();
  const sinceMs = clock.now();
  const recovering = (upAtMs: number | undefined) =>
    standing(sinceMs, [ballot('beijing', sinceMs)], { verdict: 'down', flaps: 2, riseNeeded: 6, recovering: { sinceMs, upAtMs } });
  operations.ballots.set(KEY, [recovering(sinceMs + 300_000), recovering(undefined)]);
  const { monitors } = endpointDetail.parse((await call('GET', `${POOL}/endpoints/a`)).json);
  expect(monitors.map(({ recovering }) => recovering)).toEqual([
    { since: '2026-01-01T00:00:00.000Z', up_at: '2026-01-01T00:05:00.000Z' },
    { since: '2026-01-01T00:00:00.000Z', up_at: null },
  ]);
  expect(monitors[0]).toMatchObject({ flaps: 2, rise_needed: 6 });
});

test('pools have ballots where they are asked for, and else none', async () => {
  const { call, clock, operations } = await serveApi();
  operations.ballots.set(KEY, [threeVantages(clock.now())]);
  for (const query of ['', '?ballots=false']) {
    const pool = poolAnswer.strict().parse((await call('GET', `${POOL}${query}`)).json);
    expect(pool.endpoints.map(({ monitors }) => monitors)).toEqual([undefined, undefined]);
  }
  const pool = poolAnswer.strict().parse((await call('GET', `${POOL}?ballots=true`)).json);
  expect(pool.endpoints.map(({ name, monitors }) => [name, monitors?.length])).toEqual([
    ['a', 1],
    ['b', 0],
  ]);
  const { pools } = poolList.strict().parse((await call('GET', '/v1/zones/example.com/pools?ballots=true')).json);
  expect(pools.flatMap(({ endpoints }) => endpoints.map(({ monitors }) => monitors?.length))).toEqual([1, 0, 0, 0]);
  const wrong = await call('GET', `${POOL}?ballots=yes`);
  expect(wrong.status).toBe(400);
  expect(problem.parse(wrong.json).errors).toEqual([{ field: 'ballots', message: 'expected true or false' }]);
});

test('a change answers without ballots', async () => {
  const { call, clock, operations } = await serveApi();
  operations.ballots.set(KEY, [threeVantages(clock.now())]);
  const answer = await call('PATCH', `${POOL}/endpoints/a`, { weight: 1 });
  expect(endpointAnswer.strict().parse(answer.json).monitors).toBeUndefined();
});

test('an explanation tells what the vantages say of each endpoint that it looked at, once', async () => {
  const { call, clock, operations } = await serveApi();
  operations.ballots.set(KEY, [threeVantages(clock.now())]);
  operations.steps = [...operations.steps, ...operations.steps];
  const { json } = await call('GET', '/v1/explain?name=www.example.com');
  const { steps, endpoints } = explanationView.strict().parse(json);
  expect(steps[2]).toEqual({ depth: 2, node: 'endpoint a', outcome: 'taken', reason: 'weight 100, up (embedded: status 200)' });
  expect(endpoints).toMatchObject([{ endpoint: 'example.com/web-hangzhou/a', monitors: [{ name: 'web', ballots: [{}, {}, {}] }] }]);
});
