import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DrillList, DrillStart, DrillView, PoolAnswer } from '../../src/api/contract.ts';
import { eventually } from '../support/eventually.ts';
import { untilMeasured, untilServed } from '../support/known-states.ts';
import { type Meridian, startMeridian } from '../support/meridian.ts';
import { type SiteServer, startSiteServer } from '../support/site-server.ts';

const RECORDS = `  www: { ttl: { min: 3s, max: 5s }, steer: { failover: [hangzhou, beijing] } }
  other: { ttl: 1s, steer: { failover: [hangzhou, beijing] } }
  lone: { ttl: 1s, steer: hangzhou }
drills:
  sunday: { record: www, away_from: site:hangzhou, for: 10s, schedule: "0 3 * * 0", time_zone: Asia/Shanghai, including_others: true }
  frozen: { record: other, away_from: site:hangzhou, for: 10s, blocked: ["2020-01-01..2999-12-31"], including_others: true }
`;
const HANGZHOU = ['127.0.0.10', '127.0.0.11'];
const BEIJING = '127.0.0.20';
const WWW = { record: 'www.example.com', away_from: 'site:hangzhou', for: '10s' };

/** Without `lone`, which would have nothing left. */
const STEERED = RECORDS.replace(/ {2}lone: .*\n/, '');

function serve(records = STEERED): Promise<SiteServer> {
  return startSiteServer({ records });
}

async function start(meridian: Meridian, more: object = {}): Promise<DrillView> {
  await untilServed(meridian);
  const { status, body } = await meridian.api<DrillStart>('POST', '/v1/drills', {
    ...WWW,
    including_others: true,
    reason: 'rehearsal',
    ...more,
  });
  expect([status, body]).toEqual([200, expect.objectContaining({ would_start: true })]);
  return body.drill!;
}

function untilPhase(meridian: Meridian, id: string, phase: DrillView['phase']): Promise<DrillView> {
  let seen: unknown;
  const ask = async () => {
    const { body } = await meridian.api<DrillView>('GET', `/v1/drills/${id}`);
    seen = body;
    return body.phase === phase ? body : undefined;
  };
  return eventually(ask, { withinMs: 30_000, tell: () => `drill ${id} never was ${phase}: ${JSON.stringify(seen)}` });
}

async function overrides(meridian: Meridian): Promise<unknown> {
  return (await meridian.api<PoolAnswer>('GET', '/v1/zones/example.com/pools/hangzhou')).body.intent.override;
}

const steps = ({ timeline }: DrillView) => timeline.map(({ step }) => step);
const answered = async (meridian: Meridian) => (await meridian.query('www.example.com')).addresses.join(' ');

test('clients are moved, caches let go, and clients are moved back; the evidence tells all of it', async () => {
  await using server = await serve();
  const { meridian, directory } = server;
  await untilServed(meridian);
  for (let i = 0; i < 20; i++) expect(HANGZHOU).toContain(await answered(meridian));
  const drill = await start(meridian);
  expect(await answered(meridian)).toBe(BEIJING);
  expect(drill).toMatchObject({ phase: 'away', targets: ['example.com/hangzhou'], survivors: ['beijing'], author: 'admin' });
  expect(await overrides(meridian)).toMatchObject({ state: 'down', author: `drill ${drill.id}`, expires: drill.expires });
  const ended = await untilPhase(meridian, drill.id, 'ended');
  expect(ended).toMatchObject({ outcome: 'completed', because: null });
  expect(drill.drain).toMatchObject({ measured_by: 'answers' });
  expect(drill.drain?.answers).toBeGreaterThan(0);
  expect(ended.recovery).toMatchObject({ measured_by: 'answers' });
  const order = ['decided', 'published', 'drained_all', 'failback_decided', 'failback_published', 'recovered'];
  expect(steps(ended).filter(step => order.includes(step))).toEqual(order);
  expect(ended.figures.away_ms).toBeGreaterThanOrEqual(10_000);
  expect(HANGZHOU).toContain(await answered(meridian));
  expect(await overrides(meridian)).toBeNull();
  const evidence = (ending: string) => readFileSync(join(directory.data, 'drills', `${drill.id}.${ending}`), 'utf8');
  expect(JSON.parse(evidence('json'))).toMatchObject({ id: drill.id, outcome: 'completed', timeline: ended.timeline });
  expect(evidence('md')).toContain('**Clients of www.example.com away from site:hangzhou: completed**');
  expect((await meridian.command('drill', 'report', drill.id)).stdout).toBe(evidence('md'));
});

test('kill -9 in the middle: the next start moves the clients back, and says so', async () => {
  await using server = await serve();
  const { meridian, directory } = server;
  const drill = await start(meridian, { for: '1h' });
  expect(await answered(meridian)).toBe(BEIJING);
  await meridian.end('SIGKILL');
  await using restarted = await startMeridian(directory);
  await restarted.logLine(({ step, drill: id }) => step === 'failback_published' && id === drill.id);
  expect(HANGZHOU).toContain(await answered(restarted));
  expect(await overrides(restarted)).toBeNull();
  const ended = await untilPhase(restarted, drill.id, 'ended');
  expect(ended).toMatchObject({ outcome: 'interrupted', because: expect.stringContaining('found at the next start') });
});

test('told to end in the middle: nothing of the drill is left at the next start', async () => {
  await using server = await serve();
  const { meridian, directory } = server;
  const drill = await start(meridian, { for: '1h' });
  await meridian.end('SIGTERM');
  await using restarted = await startMeridian(directory);
  expect(HANGZHOU).toContain(await answered(restarted));
  expect((await restarted.api('GET', `/v1/drills/${drill.id}`)).body).toMatchObject({ phase: 'ended', outcome: 'interrupted' });
});

test('a survivor that fails, an operator, and somebody who takes the override away abort it at once', async () => {
  await using server = await serve();
  const { meridian, sites } = server;
  const first = await start(meridian, { for: '1h' });
  await sites.close('beijing');
  const failed = await untilPhase(meridian, first.id, 'ended');
  expect(failed).toMatchObject({
    outcome: 'aborted',
    because: expect.stringMatching(/^pool beijing has 0 of 1 endpoints up and needs 1: a is measured down/),
  });
  expect(HANGZHOU).toContain(await answered(meridian));
  const from = meridian.log().length;
  await sites.open('beijing');
  await untilMeasured(meridian, 'up', ['beijing/a'], from);

  const second = await start(meridian, { for: '1h' });
  const { stdout, status } = await meridian.command('drill', 'abort', second.id);
  expect([status, stdout]).toEqual([0, expect.stringContaining('admin called it off')]);
  expect(HANGZHOU).toContain(await answered(meridian));
  await untilPhase(meridian, second.id, 'ended');

  const third = await start(meridian, { for: '1h' });
  await meridian.api('PUT', '/v1/zones/example.com/pools/hangzhou/override', { state: 'drain', reason: 'mine' });
  const replaced = await untilPhase(meridian, third.id, 'ended');
  expect(replaced).toMatchObject({ outcome: 'aborted', because: expect.stringContaining('was released or replaced') });
  expect(await overrides(meridian)).toMatchObject({ state: 'drain', reason: 'mine' });
});

test('what does not start says why, and changes nothing', async () => {
  await using server = await serve(RECORDS);
  const { meridian } = server;
  await untilServed(meridian);
  const refuse = async (more: object) => {
    const { status, body } = await meridian.api<{ detail: string }>('POST', '/v1/drills', { ...WWW, ...more });
    return `${status} ${body.detail}`;
  };
  expect(await refuse({})).toMatch(/^409 .*would move as well, which was not asked for: other\.example\.com/);
  expect(await refuse({ including_others: true })).toMatch(/^409 .*lone\.example\.com would come to /);
  expect(await refuse({ record: 'nowhere.example.com' })).toMatch(/^404 no steered record "nowhere\.example\.com"/);
  expect(await refuse({ away_from: 'site:hangzhuo' })).toMatch(/^400 away_from: www has no site "hangzhuo"; it has hangzhou, beijing/);
  expect(await refuse({ away_from: 'site:beijing' })).toMatch(/^409 .*nothing would move/);
  expect(await refuse({ for: '1s', away_from: 'x' })).toMatch(/^400 for: .*; away_from: /);
  const { status, body } = await meridian.api<{ detail: string }>('POST', '/v1/drills', { drill: 'example.com/frozen' });
  expect([status, body.detail]).toEqual([409, expect.stringContaining('blocked by "2020-01-01..2999-12-31"')]);
  const list = (await meridian.api<DrillList>('GET', '/v1/drills')).body;
  expect(list.planned.map(({ name, next }) => [name, next === null ? null : new Date(next).getUTCHours()])).toEqual([
    ['sunday', 19],
    ['frozen', null],
  ]);
  expect(list.drills.map(({ name, outcome }) => [name, outcome])).toEqual([['frozen', 'refused']]);
  expect(await overrides(meridian)).toBeNull();
});
