import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EndpointAnswer, ExplanationView, StatusView } from '../../src/api/contract.ts';
import { askManyTimes, shareOf } from '../support/many-queries.ts';
import { type SiteServer, startSiteServer } from '../support/site-server.ts';

const RECORDS = '  api: { ttl: 5s, steer: { weighted: { hangzhou: 40, beijing: 60 } } }';
const ANSWERS = 10_000;
const TOLERANCE = 0.02;
const ENDPOINT = '/v1/zones/example.com/pools/hangzhou/endpoints/a';
const [A, B] = ['127.0.0.10', '127.0.0.11'];
const BEIJING = '127.0.0.20';

let server: SiteServer;
beforeAll(async () => {
  server = await startSiteServer({ records: RECORDS, flags: ['--workers', '2'] });
});
afterAll(async () => server?.[Symbol.asyncDispose]());

function ask(count = ANSWERS): Promise<ReadonlyMap<string, number>> {
  return askManyTimes(server.meridian.dns, 'api.example.com', { count, ports: 64 });
}

function expectShares(seen: ReadonlyMap<string, number>, expected: Readonly<Record<string, number>>): void {
  const seenShares = Object.keys(expected).map(answer => [answer, shareOf(seen, answer)] as const);
  const wrong = seenShares.filter(([answer, share]) => Math.abs(share - expected[answer]!) > TOLERANCE);
  expect(wrong).toEqual([]);
  expect([...seen.keys()].filter(answer => !(answer in expected))).toEqual([]);
}

test('10,000 answers of a 40/60 record set have these shares within 2 percentage points', async () => {
  expectShares(await ask(), { [A]: 0.2, [B]: 0.2, [BEIJING]: 0.6 });
});

test('a weight changed by the API has these shares from its answer on, and explain tells the same', async () => {
  const { status, body } = await server.meridian.api<EndpointAnswer>('PATCH', ENDPOINT, { weight: 300, reason: 'more machines' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ declared: { weight: 100 }, effective: { weight: 300 }, intent: { weight: { reason: 'more machines' } } });
  expectShares(await ask(), { [A]: 0.3, [B]: 0.1, [BEIJING]: 0.6 });
  const explained = await server.meridian.api<ExplanationView>('GET', '/v1/explain?name=api.example.com');
  expect(explained.body.generation).toBeGreaterThanOrEqual(body.generation);
  const shares = explained.body.shares.map(({ endpoints, share }) => `${endpoints.join(' ')} ${share.toFixed(3)}`);
  expect(shares).toEqual(['a 0.300', 'b 0.100', 'a 0.600']);
});

test('a change is answered when every worker serves its generation: never an old share after it', async () => {
  let generation = 0;
  for (const weight of [0, 100, 0, 65_535, 0, 1, 0]) {
    const { status, body } = await server.meridian.api<EndpointAnswer>('PATCH', ENDPOINT, { weight });
    expect(status).toBe(200);
    expect(body.generation).toBeGreaterThan(generation);
    generation = body.generation;
    const seen = await ask(640);
    expect([weight, weight === 0 ? seen.has(A) : seen.has(BEIJING)]).toEqual([weight, weight !== 0]);
    const { body: now } = await server.meridian.api<StatusView>('GET', '/v1/status');
    // A verdict that settles meanwhile has one of its own.
    expect(now.generation).toBeGreaterThanOrEqual(generation);
  }
});

test('a weight that is released is the declared one again', async () => {
  await server.meridian.api('PATCH', ENDPOINT, { weight: 0 });
  const { status, body } = await server.meridian.api<EndpointAnswer>('DELETE', `${ENDPOINT}/weight`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ effective: { weight: 100 }, intent: { weight: null } });
  expectShares(await ask(), { [A]: 0.2, [B]: 0.2, [BEIJING]: 0.6 });
});

test('changes at the same time are all carried, each answered by its own generation or a later one', async () => {
  const weights = Array.from({ length: 20 }, (_, i) => i + 1);
  const answers = await Promise.all(weights.map(weight => server.meridian.api<EndpointAnswer>('PATCH', ENDPOINT, { weight })));
  expect(answers.map(({ status }) => status)).toEqual(weights.map(() => 200));
  const { body } = await server.meridian.api<EndpointAnswer>('GET', ENDPOINT);
  expect(weights).toContain(body.effective.weight);
  expect(body.generation).toBeGreaterThanOrEqual(Math.max(...answers.map(answer => answer.body.generation)));
  await server.meridian.api('DELETE', `${ENDPOINT}/weight`);
});

test('a change that is no good is refused with its field, and nothing changes', async () => {
  const before = await server.meridian.api<StatusView>('GET', '/v1/status');
  const refused = await server.meridian.api('PATCH', ENDPOINT, { weight: -1, reasn: 'typing' });
  expect(refused.status).toBe(400);
  expect(refused.body).toMatchObject({ errors: [{ field: expect.any(String) }, { field: expect.any(String) }] });
  const after = await server.meridian.api<StatusView>('GET', '/v1/status');
  expect(after.body).toMatchObject({ generation: before.body.generation, intents: before.body.intents });
});
