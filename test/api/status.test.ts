import { expect, test } from 'vitest';
import { problem, reloadAnswer, statusView } from '../../src/api/contract.ts';
import { NotReloaded } from '../../src/api/operations.ts';
import { serveApi } from './serving.ts';

const WARNING = { severity: 'warning', file: 'example.com.yaml', line: 3, column: 5, message: 'pool spare is used by no record' } as const;
const ERROR = { severity: 'error', file: 'example.com.yaml', line: 9, column: 1, message: 'records.www: no pool "x"' } as const;

test('the status tells how the whole is', async () => {
  const { call, clock, operations } = await serveApi();
  await call('PUT', '/v1/zones/example.com/pools/web-hangzhou/override', { state: 'drain', reason: 'x' });
  operations.lastError = 'the zones were not taken';
  clock.advance(90_500);
  expect(statusView.strict().parse((await call('GET', '/v1/status')).json)).toEqual({
    version: '0.1.0',
    generation: 2,
    ready: true,
    started: '2026-01-01T00:00:00.000Z',
    uptime_seconds: 90,
    now: '2026-01-01T00:01:30.500Z',
    listening: ['127.0.0.1:5300 (UDP)', '127.0.0.1:5300 (TCP)'],
    vantages: ['embedded'],
    zones: [
      { name: 'example.com', serial: 2026010101, steered: true },
      { name: 'example.org', serial: null, steered: false },
    ],
    endpoints: { measured: { up: 4, down: 0, drain: 0, unknown: 0 }, effective: { up: 2, down: 0, drain: 2, unknown: 0 } },
    intents: 1,
    maintenance: { active: 0, planned: 0 },
    rejected: [],
    last_error: 'the zones were not taken',
    geo_database: {
      file: 'GeoLite2-City.mmdb',
      watched: true,
      type: 'GeoLite2-City',
      built: '2025-12-30T00:00:00.000Z',
      age_seconds: 2 * 86_400 + 90,
      loaded: '2026-01-01T00:00:00.000Z',
      prefixes: 4000,
      fields: ['country', 'continent', 'subdivision', 'coordinates'],
      last_error: null,
      warnings: [],
    },
  });
});

test('the status tells what is wrong with the geographic database', async () => {
  const { call, operations } = await serveApi();
  const warnings = ['the geographic database GeoLite2-City has no AS numbers: branches by asn: never match (app.example.com)'];
  operations.geoDatabase = { ...operations.geoDatabase, lastError: 'GeoLite2-City.mmdb: not a MaxMind DB file', warnings };
  const { geo_database } = statusView.parse((await call('GET', '/v1/status')).json);
  expect(geo_database).toMatchObject({ type: 'GeoLite2-City', last_error: 'GeoLite2-City.mmdb: not a MaxMind DB file', warnings });
});

test('a reload answers with the generation, and with what is worth a warning', async () => {
  const { call, operations } = await serveApi();
  operations.findings = [WARNING];
  expect(reloadAnswer.strict().parse((await call('POST', '/v1/reload')).json)).toEqual({ generation: 2, findings: [WARNING] });
  expect((await call('POST', '/v1/reload', {})).status).toBe(200);
  expect((await call('POST', '/v1/reload', '')).status).toBe(200);
});

test('a reload that does not validate is a 422 with every finding, and the status shows them', async () => {
  const { call, operations } = await serveApi();
  operations.findings = [WARNING, ERROR];
  const answer = await call('POST', '/v1/reload');
  expect(problem.parse(answer.json)).toMatchObject({
    status: 422,
    detail: 'the zones have 1 error; the old ones are served on',
    findings: [WARNING, ERROR],
  });
  expect(statusView.parse((await call('GET', '/v1/status')).json)).toMatchObject({ generation: 1, rejected: [WARNING, ERROR] });
});

test('a reload that does not end is a 503 that says so', async () => {
  const { call, operations } = await serveApi();
  operations.fault = new NotReloaded('zones could not be read within 60 s; the old zones are served on');
  expect(problem.parse((await call('POST', '/v1/reload')).json)).toMatchObject({
    status: 503,
    title: 'Service Unavailable',
    detail: 'zones could not be read within 60 s; the old zones are served on',
  });
});

test('a reload takes no keys', async () => {
  const { call, operations } = await serveApi();
  expect((await call('POST', '/v1/reload', { force: true })).status).toBe(400);
  expect(operations.snapshot().generation).toBe(1);
});
