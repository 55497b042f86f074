import { expect, test } from 'vitest';
import { problem, whatIfView } from '../../src/api/contract.ts';
import { serveApi } from './serving.ts';

const HANGZHOU = { kind: 'site', zone: 'example.com.', site: 'hangzhou' };
const POOL = { kind: 'pool', zone: 'example.com.', pool: 'web-beijing' };
const ENDPOINT = { kind: 'endpoint', zone: 'example.com.', pool: 'web-hangzhou', endpoint: 'a' };

test('a forecast comes whole', async () => {
  const { call } = await serveApi();
  const { json } = await call('GET', '/v1/whatif?down=example.com/site:hangzhou');
  const zone = 'example.com';
  const beijing = { zone, pool: 'web-beijing', endpoint: 'a', addresses: ['203.0.113.20'] };
  expect(whatIfView.strict().parse(json)).toMatchObject({
    generation: 1,
    targets: [{ target: 'example.com/site:hangzhou', state: 'down' }],
    answers: 1200,
    record_sets: 3,
    countries_without_addresses: [],
    total: {
      weighted_by: 'traffic',
      unanswered: { before: 0, after: 0.5 },
      pools: [
        { zone, pool: 'web-beijing', before: 0.3, after: 0.5, factor: 0.5 / 0.3 },
        { zone, pool: 'web-hangzhou', before: 0.7, after: 0, factor: 0 },
      ],
    },
    records: [
      {
        zone,
        name: 'api.example.com',
        type: 'A',
        weighted_by: 'traffic_and_addresses',
        answers: 600,
        changes: true,
        comes_to_resort: false,
        resorts: [],
        endpoints: [{ ...beijing, before: 0.6, after: 1, factor: 1 / 0.6 }, {}],
      },
      {
        name: 'www.example.com',
        weighted_by: 'addresses',
        comes_to_resort: true,
        resorts: [{ because: 'nothing is up: when_all_down is nodata', before: 0, after: 1 }],
      },
    ],
  });
});

test('a factor that there is none of is null', async () => {
  const { call, operations } = await serveApi();
  const [row] = operations.forecast.total.endpoints;
  operations.forecast = {
    ...operations.forecast,
    records: [],
    total: { ...operations.forecast.total, endpoints: [{ ...row!, before: 0, after: 1 }] },
  };
  const { json } = await call('GET', '/v1/whatif?down=example.com/site:hangzhou');
  expect(whatIfView.parse(json).total.endpoints[0]?.factor).toBeNull();
});

test.each<[query: string, asked: object]>([
  ['down=example.com/site:hangzhou', { targets: [{ target: HANGZHOU, state: 'down' }], countries: undefined, all: false }],
  ['down=EXAMPLE.com./web-beijing&all=true', { targets: [{ target: POOL, state: 'down' }], all: true }],
  ['down=example.com/web-beijing&down=example.com/web-hangzhou/a', { targets: [{ target: POOL }, { target: ENDPOINT }] }],
  ['down=example.com/web-beijing,%20example.com/web-hangzhou/a&all=false', { targets: [{ target: POOL }, { target: ENDPOINT }] }],
  [
    'up=example.com/web-beijing&drain=example.com/site:hangzhou',
    {
      targets: [
        { target: HANGZHOU, state: 'drain' },
        { target: POOL, state: 'up' },
      ],
    },
  ],
  [
    'down=example.com/web-beijing&clients=CN=60,US=30.5%25,*=10',
    {
      countries: new Map([
        ['CN', 60],
        ['US', 30.5],
        ['*', 10],
      ]),
    },
  ],
])('the question ?%s', async (query, asked) => {
  const { call, operations } = await serveApi();
  expect((await call('GET', `/v1/whatif?${query}`)).status).toBe(200);
  expect(operations.whatIfs).toEqual([expect.objectContaining({ ...asked, targets: expect.any(Array) })]);
  expect(operations.whatIfs).toMatchObject([asked]);
  expect(operations.intents).toEqual([]);
});

test.each<[query: string, errors: string[]]>([
  ['', ['down: expected a target in down, drain or up: ZONE/POOL/ENDPOINT, ZONE/POOL or ZONE/site:SITE']],
  ['down=x', ['down: expected ZONE/POOL/ENDPOINT, ZONE/POOL or ZONE/site:SITE, found "x"']],
  ['down=', ['down: expected ZONE/POOL/ENDPOINT, ZONE/POOL or ZONE/site:SITE, found ""']],
  [
    'down=example.con/web-beijing,example.com/web-bejing&drain=example.com/web-hangzhou/z&up=example.com/site:bejing',
    [
      'down: no zone "example.con"; did you mean example.com?',
      'down: no pool "web-bejing" in zone example.com; did you mean web-beijing?',
      'drain: no endpoint "z" in pool example.com/web-hangzhou; did you mean a?',
      'up: no site "bejing" in zone example.com; did you mean beijing?',
    ],
  ],
  ['down=example.com/hangzhou', ['down: no pool "hangzhou" in zone example.com; the site is example.com/site:hangzhou']],
  ['down=example.org/x', ['down: zone example.org is purely static: it has no pools, endpoints or sites']],
  ['down=example.com/web-beijing&up=EXAMPLE.com/web-beijing', ['up: example.com/web-beijing cannot be down and up at once']],
  [
    'down=example.com/web-beijing&clients=cn=1,XX=2,US,DE=-1,FR=1,FR=2',
    [
      'clients: no country has the code "cn" (did you mean `CN`?)',
      'clients: no country has the code "XX"',
      'clients: expected COUNTRY=WEIGHT with commas between, such as CN=60,US=30,*=10, found "US"',
      'clients: expected COUNTRY=WEIGHT with commas between, such as CN=60,US=30,*=10, found "DE=-1"',
      'clients: FR is there twice',
    ],
  ],
  ['down=example.com/web-beijing&clients=CN=0,*=0', ['clients: expected a weight above 0']],
  ['down=example.com/web-beijing&all=yes', ['all: expected true or false']],
  ['dwon=example.com/web-beijing', ['dwon: unknown key; did you mean down?']],
])('?%s is a 400 that tells all that is wrong', async (query, errors) => {
  const { call, operations } = await serveApi();
  const answer = await call('GET', `/v1/whatif?${query}`);
  expect(answer.status).toBe(400);
  expect(problem.parse(answer.json).errors?.map(({ field, message }) => `${field}: ${message}`)).toEqual(errors);
  expect(operations.whatIfs).toEqual([]);
});
