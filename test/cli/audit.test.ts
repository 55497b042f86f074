import { expect, test } from 'vitest';
import { auditList, auditVerdict } from '../../src/api/contract.ts';
import { serveForCli } from './running.ts';

test('who changed what, the newest first, for people, for programs and for spreadsheets', async () => {
  const { call } = await serveForCli();
  await call('weight', 'example.com/web-hangzhou/a', '20', '--reason', 'canary');
  await call('drain', 'example.com/web-beijing');
  await call('force', 'example.com/site:nowhere', 'down');
  const { code, out } = await call('audit', '--limit', '3');
  const lines = out.trim().split('\n');
  expect(code).toBe(0);
  expect(lines.map(line => line.replace(/ {2,}/g, ' | '))).toEqual([
    'TIME | STATUS | BY | CALL | CHANGES | REASON',
    '2026-01-01T00:00:00Z | 404 | admin | PUT /v1/zones/example.com/sites/nowhere/override | - | no reason given',
    '2026-01-01T00:00:00Z | 200 | admin | PUT /v1/zones/example.com/pools/web-beijing/override | override example.com/web-beijing: none → drain | no reason given',
    '2026-01-01T00:00:00Z | 200 | admin | PATCH /v1/zones/example.com/pools/web-hangzhou/endpoints/a | weight example.com/web-hangzhou/a: none → 20 | canary',
  ]);
  const { entries } = auditList.pick({ entries: true }).parse(JSON.parse((await call('audit', '--status', 'done', '--json')).out));
  expect(entries.map(({ number }) => number)).toEqual([2, 1]);
  const csv = (await call('audit', '--csv', '--status', 'refused')).out.trim().split('\n');
  expect([csv.length, csv[0], csv[1]]).toEqual([
    2,
    expect.stringMatching(/^number,at,/),
    expect.stringMatching(/^3,2026-01-01T00:00:00.000Z,admin,/),
  ]);
});

test('the chain is verified', async () => {
  const { call, audit, database } = await serveForCli();
  expect((await call('audit')).out).toBe('no entries\n');
  await call('weight', 'example.com/web-hangzhou/a', '20');
  const good = await call('audit', 'verify');
  expect(good).toEqual({ code: 0, out: `ok: 1 entries, 1 to 1\nhead 1:${audit.hashOf(1)}\n`, err: '' });
  database.exec('DROP TRIGGER audit_stays');
  database.exec(`UPDATE audit SET body = replace(body, '"admin"', '"other"')`);
  const bad = await call('audit', 'verify', '--json');
  expect([bad.code, auditVerdict.parse(JSON.parse(bad.out)).fault?.number]).toEqual([1, 1]);
  expect((await call('audit', 'verify', '--head', 'x')).code).toBe(1);
  expect((await call('audit', '--limit', '0')).code).toBe(2);
});
