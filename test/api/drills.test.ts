import { describe, expect, test } from 'vitest';
import { drillList, drillStart, drillView } from '../../src/api/contract.ts';
import { sampleDrill } from '../control/drill/sample-drill.ts';
import { SUNDAY, serveDrills } from './serving-drills.ts';

const ASKED = { record: 'www.example.com', away_from: 'site:hangzhou', for: '5m' };

test('a drill is started with what was asked for', async () => {
  const { call, drills } = await serveDrills();
  const webhook = { url: 'https://192.0.2.1/rate?key=secret', max_error_rate: 0.02 };
  const { status, json } = await call('POST', '/v1/drills', {
    ...ASKED,
    including_others: true,
    min_healthy: 50,
    webhook,
    reason: 'audit',
  });
  const { drill, would_start } = drillStart.strict().parse(json);
  expect([status, would_start, drill?.phase]).toEqual([200, true, 'away']);
  expect(drill?.error_rate).toMatchObject({ url: 'https://192.0.2.1/rate', max: 0.02, readings: 0 });
  expect(drills.questions).toEqual([
    {
      plan: {
        ...{ zone: 'example.com.', owner: 'www.example.com.', awayFrom: { kind: 'site', site: 'hangzhou' }, forMs: 300_000 },
        ...{ includingOthers: true, minHealthyPercent: 50, webhook: { url: webhook.url, maxErrorRate: 0.02, everyMs: 5000 } },
      },
      ...{ name: undefined, author: 'admin', reason: 'audit', outsideWindows: false },
    },
  ]);
});

test('a declared drill is started by its name', async () => {
  const { call, drills } = await serveDrills();
  expect((await call('POST', '/v1/drills', { drill: 'example.com/sunday', outside_windows: true })).status).toBe(200);
  expect(drills.questions).toMatchObject([{ name: 'sunday', outsideWindows: true, plan: { forMs: 300_000, minHealthyPercent: 80 } }]);
  expect((await call('POST', '/v1/drills', { drill: 'example.com/sundae' })).json).toMatchObject({
    status: 404,
    detail: expect.stringContaining('did you mean sunday?'),
  });
  expect((await call('POST', '/v1/drills', { drill: 'sunday' })).json).toMatchObject({
    status: 400,
    detail: 'drill: expected ZONE/DRILL, found "sunday"',
  });
  expect((await call('POST', '/v1/drills', { drill: 'example.com/sunday', for: '5m' })).json).toMatchObject({
    status: 400,
    errors: [{ field: 'for' }],
  });
});

test('a dry run only tells', async () => {
  const { call, drills } = await serveDrills();
  const { json } = await call('POST', '/v1/drills', { ...ASKED, dry_run: true });
  expect(drillStart.parse(json)).toMatchObject({ would_start: true, drill: null, targets: ['example.com/x'], survivors: ['y'] });
  expect(drills.held).toEqual([]);
});

test('conditions that are not met are a 409 that names each', async () => {
  const { call, drills } = await serveDrills();
  const checks = [
    { check: 'survivors' as const, ok: false, detail: 'pool y has 0 of 1 endpoints up' },
    { check: 'alone' as const, ok: true, detail: '' },
  ];
  drills.refused = { ...sampleDrill(), checks };
  expect((await call('POST', '/v1/drills', ASKED)).json).toMatchObject({
    status: 409,
    detail: 'the drill does not start: pool y has 0 of 1 endpoints up',
    errors: [{ field: 'survivors' }],
  });
  expect((await call('POST', '/v1/drills', { ...ASKED, dry_run: true })).json).toMatchObject({ would_start: false });
  drills.scopeFault = { field: 'away_from', message: 'www has no site "x"' };
  expect((await call('POST', '/v1/drills', ASKED)).json).toMatchObject({ status: 400, errors: [drills.scopeFault] });
});

describe('bad input names every field', () => {
  test.each<[body: object, status: number, fields: string[]]>([
    [{}, 400, ['record', 'away_from', 'for']],
    [{ ...ASKED, for: '1s', away_from: 'hangzhou' }, 400, ['for', 'away_from']],
    [{ ...ASKED, webhook: { url: 'ftp://x/', max_error_rate: 0, every: '1h' } }, 400, ['webhook.every', 'webhook.url']],
    [{ ...ASKED, webhook: { url: 'https://user@x/', max_error_rate: 2 } }, 400, ['webhook.max_error_rate']],
    [{ ...ASKED, min_healthy: 101, reason: 'a\nb', until: 'x' }, 400, ['min_healthy', 'reason', 'until']],
    [{ ...ASKED, record: 'nowhere.example.com' }, 404, []],
    [{ ...ASKED, record: 'a..b' }, 400, []],
  ])('%j', async (body, status, fields) => {
    const { call, drills } = await serveDrills();
    const { json } = await call('POST', '/v1/drills', body);
    expect(json).toMatchObject({ status });
    expect(((json as { errors?: { field: string }[] }).errors ?? []).map(({ field }) => field)).toEqual(fields);
    expect(drills.questions).toEqual([]);
  });
});

test('drills are listed with those that are declared, read, reported and aborted', async () => {
  const { call, drills } = await serveDrills();
  drills.planned = [{ zone: 'example.com.', drill: SUNDAY, nextAtMs: Date.UTC(2030, 0, 5, 19) }];
  const { json } = await call('POST', '/v1/drills', ASKED);
  const { id } = drillStart.parse(json).drill!;
  const list = drillList.strict().parse((await call('GET', '/v1/drills?limit=5')).json);
  expect(list).toMatchObject({
    running: id,
    drills: [{ id }],
    planned: [{ name: 'sunday', next: '2030-01-05T19:00:00.000Z', allowed: ['sun 02:00-05:00'] }],
  });
  expect((await call('GET', '/v1/drills?limit=0')).status).toBe(400);
  expect((await call('GET', `/v1/drills/${id}/report`)).json).toMatchObject({
    id,
    markdown: expect.stringMatching(/^# Drill 20300106-030000\n/),
  });
  const aborted = drillView.strict().parse((await call('DELETE', `/v1/drills/${id}`)).json);
  expect([aborted.outcome, drills.aborts]).toEqual(['aborted', ['admin called it off']]);
  // It recovers: another one ends that, and then there is nothing to call off.
  expect((await call('DELETE', `/v1/drills/${id}`)).json).toMatchObject({ phase: 'ended', outcome: 'aborted' });
  expect((await call('DELETE', `/v1/drills/${id}`)).status).toBe(409);
  expect((await call('GET', '/v1/drills/x')).json).toMatchObject({ status: 404 });
});

test('reading wants a viewer, starting and aborting an operator', async () => {
  const { call, as } = await serveDrills();
  const [viewer, operator] = [as('viewer'), as('operator')];
  expect((await call('GET', '/v1/drills', undefined, viewer)).status).toBe(200);
  expect((await call('POST', '/v1/drills', ASKED, viewer)).status).toBe(403);
  expect((await call('DELETE', '/v1/drills/x', undefined, viewer)).status).toBe(403);
  expect((await call('POST', '/v1/drills', ASKED, operator)).status).toBe(200);
});

test('the OpenAPI document describes the calls', async () => {
  const { call } = await serveDrills();
  const { paths, components } = JSON.parse((await call('GET', '/v1/openapi.json')).text);
  const calls = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods as object).map(method => `${method} ${path}`));
  expect(calls.filter(each => each.includes('drills'))).toEqual([
    'post /v1/drills',
    'get /v1/drills',
    'get /v1/drills/{id}',
    'delete /v1/drills/{id}',
    'get /v1/drills/{id}/report',
  ]);
  expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining(['NewDrill', 'Drill', 'DrillStart', 'DrillList', 'DrillReport']));
});
