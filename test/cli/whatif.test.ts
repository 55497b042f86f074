import { expect, test } from 'vitest';
import { whatIfView } from '../../src/api/contract.ts';
import { serveForCli } from './running.ts';

const HANGZHOU = 'example.com/site:hangzhou';

test('whatif prints last resorts first, then all record sets together, then each', async () => {
  const { call, operations } = await serveForCli();
  const { code, out, err } = await call('whatif', '--down', HANGZHOU);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toBe(`What if example.com/site:hangzhou down: 2 of 3 record sets would change; generation 1

LAST RESORT of www.example.com A, for 100.0 % of its clients: nothing is up: when_all_down is nodata

All record sets, by 1200 answers counted and one more for each
  POOL          ENDPOINT   BEFORE    AFTER
  web-beijing   a          30.0 %   50.0 %  × 1.67
  web-hangzhou  a          70.0 %    0.0 %  none
  (no record)               0.0 %   50.0 %  new

api.example.com A, clients by 600 answers counted and the addresses of the database
  POOL          ENDPOINT   BEFORE    AFTER
  web-beijing   a          60.0 %  100.0 %  × 1.67
  web-hangzhou  a          40.0 %    0.0 %  none

www.example.com A, clients by IPv4 addresses (no answer counted yet)
  POOL          ENDPOINT   BEFORE    AFTER
  web-hangzhou  a         100.0 %    0.0 %  none
  (no record)               0.0 %  100.0 %  new
`);
  expect(operations.whatIfs).toMatchObject([{ targets: [{ target: { site: 'hangzhou' }, state: 'down' }], all: false }]);
});

test('targets, weights and --all reach the API, and --json is what it says', async () => {
  const { call, operations } = await serveForCli();
  const flags = [
    '--down',
    `${HANGZHOU},example.com/web-beijing`,
    '--drain',
    'example.com/web-hangzhou/a',
    '--up',
    'example.com/site:beijing',
  ];
  const { out } = await call('whatif', ...flags, '--clients', 'CN=60,*=40', '--all', '--json');
  expect(
    whatIfView
      .strict()
      .parse(JSON.parse(out))
      .targets.map(({ target, state }) => `${target} ${state}`),
  ).toEqual([`${HANGZHOU} down`, 'example.com/web-beijing down', 'example.com/web-hangzhou/a drain', 'example.com/site:beijing up']);
  expect(operations.whatIfs).toMatchObject([
    {
      countries: new Map([
        ['CN', 60],
        ['*', 40],
      ]),
      all: true,
    },
  ]);
});

test('a pool of several endpoints has a sum, and what is without answers and addresses is told', async () => {
  const { call, operations } = await serveForCli();
  const { total, records } = operations.forecast;
  const [beijing, hangzhou] = total.endpoints;
  const pools = [{ zone: 'example.com.', pool: 'web-beijing', before: 0.5, after: 0.75 }];
  const endpoints = [
    { ...beijing!, before: 0.3, after: 0.5 },
    { ...beijing!, endpoint: 'b', before: 0.2, after: 0.25 },
    { ...hangzhou!, pool: 'web-beijing', endpoint: 'c', before: 0, after: 0 },
  ];
  const forecast = { basis: 'even' as const, pools, endpoints, unanswered: { before: 0.5, after: 0.25 } };
  operations.forecast = { ...operations.forecast, answers: 0, withoutAddresses: ['BV'], total: forecast, records: records.slice(0, 1) };
  const { out } = await call('whatif', '--down', HANGZHOU);
  expect(out.split('\n').slice(1, 11)).toEqual([
    '',
    'NOTE: the geographic database has no address in BV; its weight counts for nothing',
    '',
    'All record sets, each alike (no answer counted yet)',
    '  POOL         ENDPOINT   BEFORE    AFTER',
    '  web-beijing             50.0 %   75.0 %  × 1.50',
    '  web-beijing  a          30.0 %   50.0 %  × 1.67',
    '  web-beijing  b          20.0 %   25.0 %  × 1.25',
    '  (no record)             50.0 %   25.0 %  × 0.50',
    '',
  ]);
});

test.each<[args: string[], code: number, err: string]>([
  [
    [],
    2,
    'error: expected --down, --drain or --up with a target: ZONE/POOL/ENDPOINT, ZONE/POOL or ZONE/site:SITE\nsee ./meridian help whatif\n',
  ],
  [['--down', 'x'], 2, 'error: target: expected ZONE/POOL/ENDPOINT, ZONE/POOL or ZONE/site:SITE, found "x"\nsee ./meridian help whatif\n'],
  [
    ['--down', 'example.com/web-bejing', '--clients', 'XX=1'],
    1,
    'error: down: no pool "web-bejing" in zone example.com; did you mean web-beijing?; clients: no country has the code "XX"\n',
  ],
])('%j fails', async (args, code, err) => {
  const { call, operations } = await serveForCli();
  expect(await call('whatif', ...args)).toEqual({ code, out: '', err });
  expect(operations.whatIfs).toEqual([]);
});
