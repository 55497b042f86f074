import { expect, test } from 'vitest';
import { explanationView, problem } from '../../src/api/contract.ts';
import { serveApi } from './serving.ts';

test('an explanation comes whole', async () => {
  const { call } = await serveApi();
  const answer = await call('GET', '/v1/explain?name=www.example.com&type=aaaa&client=203.0.113.0/24');
  expect(explanationView.strict().parse(answer.json)).toMatchObject({
    name: 'www.example.com',
    type: 'AAAA',
    client: '203.0.113.0/24',
    generation: 1,
    zone: 'example.com',
    location: { country: 'CN', continent: 'AS', subdivision: null, asn: null, coordinates: null },
    steps: [{ depth: 0, node: 'failover', outcome: 'taken', reason: 'the first branch that is up' }, {}, {}, {}],
    shares: [{ share: 2 / 3 }, { share: 1 / 3 }],
    ttl_seconds: 20,
    ttl_reason: 'the earliest failover is 20 s away',
    scope: 24,
  });
});

test.each<[query: string, type: number, client: number[], prefixLength: number]>([
  ['', 1, [0, 0, 0, 0], 0],
  ['&type=A', 1, [0, 0, 0, 0], 0],
  ['&type=TYPE65', 65, [0, 0, 0, 0], 0],
  ['&client=203.0.113.7', 1, [203, 0, 113, 7], 32],
  ['&client=203.0.113.7/24', 1, [203, 0, 113, 0], 24],
  ['&client=203.0.113.255/30', 1, [203, 0, 113, 252], 30],
  ['&client=2001:db8::1', 1, [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 128],
  ['&client=2001:db8:ffff::/33', 1, [0x20, 1, 0xd, 0xb8, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 33],
])('the question ?name=WWW.example.com%s', async (query, type, client, prefixLength) => {
  const { call, operations } = await serveApi();
  expect((await call('GET', `/v1/explain?name=WWW.example.com${query}`)).status).toBe(200);
  expect(operations.questions).toEqual([{ name: 'www.example.com.', type, client: Uint8Array.from(client), prefixLength }]);
});

test.each<[query: string, fields: string[]]>([
  ['', ['name']],
  ['?name=', ['name']],
  ['?name=a..b', ['name']],
  [`?name=${'x'.repeat(64)}.example.com`, ['name']],
  ['?name=a&name=b', ['name']],
  ['?name=a&type=', ['type']],
  ['?name=a&type=BOGUS', ['type']],
  ['?name=a&type=TYPE65536', ['type']],
  ['?name=a&client=', ['client']],
  ['?name=a&client=203.0.113.0/33', ['client']],
  ['?name=a&client=203.0.113.0/', ['client']],
  ['?name=a&client=203.0.113.0/-1', ['client']],
  ['?name=a&client=203.0.113.0/24/24', ['client']],
  ['?name=a&client=2001:db8::/129', ['client']],
  ['?name=a&client=fe80::1%25eth0', ['client']],
  ['?name=a&client=localhost', ['client']],
  ['?name=a&colour=red', ['colour']],
  ['?name=a..b&type=X&client=Y', ['name', 'type', 'client']],
])('%s is a 400 that names %j', async (query, fields) => {
  const { call, operations } = await serveApi();
  const answer = await call('GET', `/v1/explain${query}`);
  expect(answer.status).toBe(400);
  expect(problem.parse(answer.json).errors?.map(({ field }) => field)).toEqual(fields);
  expect(operations.questions).toEqual([]);
});
