import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dashboardQueries, MONITORING, metricsNamed, metricTypes } from '../support/metric-texts.ts';
import { ROOT } from '../support/sample-server.ts';
import { type SiteServer, startSiteServer } from '../support/site-server.ts';

const RECORDS = '  api: { ttl: 5s, steer: { weighted: { hangzhou: 40, beijing: 60 } } }';

let server: SiteServer;
beforeAll(async () => {
  server = await startSiteServer({ records: RECORDS });
});
afterAll(async () => server?.[Symbol.asyncDispose]());

async function metrics(): Promise<string> {
  return (await fetch(`${server.meridian.apiUrl}/metrics`)).text();
}

async function figure(row: string): Promise<number> {
  const line = (await metrics()).split('\n').find(text => text.startsWith(`${row} `));
  return Number(line?.slice(row.length + 1));
}

test('dashboard, alerts and their tests name only metrics that a server has', async () => {
  const types = metricTypes(await metrics());
  const histograms = new Set([...types].filter(([, type]) => type === 'histogram').map(([name]) => name));
  const files = ['alerts.yml', 'alerts.test.yml'].map(file => readFileSync(join(MONITORING, file), 'utf8'));
  const named = metricsNamed([...dashboardQueries(), ...files].join('\n'), histograms);
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter(name => !types.has(name))).toEqual([]);
});

test('the page about monitoring describes every metric of a server, and no other', async () => {
  const page = metricsNamed(readFileSync(join(ROOT, 'docs', 'monitoring.md'), 'utf8'));
  expect(page.toSorted()).toEqual([...metricTypes(await metrics()).keys()].toSorted());
});

test('queries are counted by zone, transport and response code', async () => {
  const row = 'meridian_dns_zone_queries_total{zone="example.com",transport="udp",rcode="NXDOMAIN"}';
  for (let i = 0; i < 3; i++) await server.meridian.query('missing.example.com');
  await expect.poll(() => figure(row)).toBe(3);
  await server.meridian.api('POST', '/v1/reload');
  await server.meridian.query('missing.example.com');
  await expect.poll(() => figure(row)).toBe(4);
});

test('endpoints have rows of their own unless none are wanted', async () => {
  expect(await metrics()).toContain('meridian_endpoint_weight{zone="example.com",pool="hangzhou",endpoint="a"}');
  const none = await fetch(`${server.meridian.apiUrl}/metrics?endpoints=none`);
  expect(await none.text()).not.toContain('meridian_endpoint_weight{');
});
