import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WhatIfView } from '../../src/api/contract.ts';
import { type SiteServer, startSiteServer } from '../support/site-server.ts';

const RECORDS = `  app:
    ttl: 5s
    steer:
      geo:
        "country:CN": { failover: [hangzhou, beijing] }
        default: beijing
  api: { ttl: 5s, steer: { weighted: { hangzhou: 40, beijing: 60 } } }`;

const CHINA = '114.114.114.0/24';
const USA = '8.8.8.0/24';
const DOWN = '/v1/whatif?down=example.com/site:hangzhou';

let server: SiteServer;
beforeAll(async () => {
  server = await startSiteServer({ records: RECORDS, flags: ['--workers', '2'] });
});
afterAll(async () => server?.[Symbol.asyncDispose]());

const suppose = async (path = DOWN) => (await server.meridian.api<WhatIfView>('GET', path)).body;

function rows({ endpoints }: Pick<WhatIfView['total'], 'endpoints'>): Record<string, [before: number, after: number]> {
  const round = (part: number) => Math.round(part * 1000) / 1000;
  return Object.fromEntries(endpoints.map(({ pool, endpoint, before, after }) => [`${pool}/${endpoint}`, [round(before), round(after)]]));
}

const byName = ({ records }: WhatIfView, name: string) => records.find(record => record.name === `${name}.example.com`)!;

const partOfHangzhou = ({ pools }: Pick<WhatIfView['total'], 'pools'>) => pools.find(({ pool }) => pool === 'hangzhou')!.before;

test('nothing was asked yet: clients weigh by their addresses', async () => {
  const forecast = await suppose();
  expect(forecast).toMatchObject({ answers: 0, record_sets: 2, total: { weighted_by: 'even' } });
  expect(byName(forecast, 'app').weighted_by).toBe('addresses');
  expect(rows(byName(forecast, 'api'))).toEqual({ 'beijing/a': [0.6, 1], 'hangzhou/a': [0.2, 0], 'hangzhou/b': [0.2, 0] });
});

test('by the traffic counted, of every worker and transport and across a reload, and by addresses', async () => {
  const { meridian, directory, yaml } = server;
  const china = partOfHangzhou(byName(await suppose(), 'app'));
  expect(china).toBeGreaterThan(0.02);
  expect(china).toBeLessThan(0.5);
  for (let i = 0; i < 3; i++)
    for (const transport of ['udp', 'tcp'] as const) await meridian.query('app.example.com', { client: CHINA, transport });
  for (let i = 0; i < 2; i++) await meridian.query('app.example.com', { client: USA });
  for (let i = 0; i < 8; i++) await meridian.query('api.example.com');
  const forecast = await suppose();
  expect(forecast).toMatchObject({ answers: 16, total: { weighted_by: 'traffic' } });
  expect(byName(forecast, 'app')).toMatchObject({ weighted_by: 'traffic_and_addresses', answers: 8 });
  // Six of eight were from China; the addresses are worth a thousand.
  const app = (6 + 1000 * china) / 1008;
  expect(partOfHangzhou(byName(forecast, 'app'))).toBeCloseTo(app, 9);
  expect(partOfHangzhou(forecast.total)).toBeCloseTo((9 * app + 9 * 0.4) / 18, 9);
  await directory.write({ 'example.com.yaml': yaml({ records: `${RECORDS}\n  new: { steer: beijing }` }) });
  expect((await meridian.api('POST', '/v1/reload')).status).toBe(200);
  const after = await suppose();
  expect(after).toMatchObject({ answers: 16, record_sets: 3 });
  expect(partOfHangzhou(byName(after, 'app'))).toBeCloseTo(app, 9);
  expect(partOfHangzhou(after.total)).toBeCloseTo((9 * app + 9 * 0.4) / 19, 9);
});

test('after a single query from China, what others are answered still counts', async () => {
  await using own = await startSiteServer({ records: RECORDS });
  await own.meridian.query('app.example.com', { client: CHINA });
  const { body } = await own.meridian.api<WhatIfView>('GET', '/v1/whatif?down=example.com/beijing');
  expect(body.answers).toBe(1);
  const app = byName(body, 'app');
  expect(app.changes).toBe(true);
  expect(app.pools.find(({ pool }) => pool === 'beijing')!.before).toBeGreaterThan(0.5);
});

test('by weights of countries; the command line says the same', async () => {
  const forecast = await suppose(`${DOWN}&clients=CN=60,US=30,*=10`);
  expect(rows(byName(forecast, 'app'))).toEqual({ 'beijing/a': [0.4, 1], 'hangzhou/a': [0.3, 0], 'hangzhou/b': [0.3, 0] });
  const { status, stdout } = await server.meridian.command(
    'whatif',
    '--down',
    'example.com/site:hangzhou',
    '--clients',
    'CN=60,US=30,*=10',
  );
  expect(status).toBe(0);
  expect(stdout).toContain('app.example.com A, clients by country, CN=60,US=30,*=10');
  expect(stdout).toMatch(/^ {2}beijing +a +40\.0 % +100\.0 % {2}× 2\.50$/m);
});

test('asking changes nothing, and what was told comes true', async () => {
  const { meridian } = server;
  const both = await suppose('/v1/whatif?down=example.com/site:hangzhou,example.com/beijing&all=true');
  expect(byName(both, 'app').comes_to_resort).toBe(true);
  expect((await meridian.query('app.example.com', { client: CHINA })).addresses).toEqual([expect.stringMatching(/^127\.0\.0\.1[01]$/)]);
  const told = byName(await suppose(), 'app').endpoints.filter(({ after }) => after > 0);
  await meridian.api('PUT', '/v1/zones/example.com/sites/hangzhou/override', { state: 'down', reason: 'test' });
  for (const client of [CHINA, USA])
    expect((await meridian.query('app.example.com', { client })).addresses).toEqual(told.flatMap(({ addresses }) => addresses));
});
