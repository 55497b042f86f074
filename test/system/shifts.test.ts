import { expect, test } from 'vitest';
import type { RecordView, ShiftStart, ShiftView } from '../../src/api/contract.ts';
import { eventually } from '../support/eventually.ts';
import { untilMeasured, untilServed } from '../support/known-states.ts';
import { type Meridian, startMeridian } from '../support/meridian.ts';
import { startSiteServer } from '../support/site-server.ts';

const RECORDS = `  api: { ttl: 1s, steer: { weighted: { hangzhou: 100, beijing: 0 } } }
`;
const SHIFT = { record: 'api.example.com', shares: { beijing: 100 }, steps: [20, 60, 100], every: '1s', reason: 'new racks' };

async function start(meridian: Meridian, more: object = {}): Promise<ShiftView> {
  await untilServed(meridian);
  const { status, body } = await meridian.api<ShiftStart>('POST', '/v1/shifts', { ...SHIFT, ...more });
  expect([status, body]).toEqual([200, expect.objectContaining({ would_start: true })]);
  return body.shift!;
}

function until(meridian: Meridian, id: string, is: (shift: ShiftView) => boolean): Promise<ShiftView> {
  let seen: unknown;
  const ask = async () => {
    const { body } = await meridian.api<ShiftView>('GET', `/v1/shifts/${id}`);
    seen = body;
    return is(body) ? body : undefined;
  };
  return eventually(ask, { withinMs: 30_000, tell: () => `shift ${id}: ${JSON.stringify(seen)}` });
}

/** The ratio in force: its weights and its reason; null: that of the file. */
async function ratio(meridian: Meridian) {
  const { body } = await meridian.api<RecordView>('GET', '/v1/zones/example.com/records/api');
  return body.steered?.intent.ratio ?? null;
}

const whats = ({ timeline }: ShiftView) => timeline.map(({ what }) => what);

test('kill -9 in the middle, and a receiving side that breaks: it goes on where it was, and waits until that is healthy', async () => {
  await using server = await startSiteServer({ records: RECORDS });
  const { meridian, directory, sites } = server;
  const { id } = await start(meridian, { every: '5s' });
  await until(meridian, id, ({ step, phase }) => step === 2 && phase === 'holding');
  await meridian.end('SIGKILL');
  await sites.close('beijing');

  await using restarted = await startMeridian(directory);
  expect(await ratio(restarted)).toMatchObject({ reason: `shift ${id}: step 2 of 3: new racks` });
  const waiting = await until(restarted, id, ({ phase, step }) => phase === 'waiting' || step > 2);
  expect(waiting).toMatchObject({ step: 2, because: expect.stringMatching(/^pool beijing has 0 of 1 endpoints up/) });
  const from = restarted.log().length;
  await sites.open('beijing');
  await untilMeasured(restarted, 'up', ['beijing/a'], from);
  const ended = await until(restarted, id, ({ phase }) => phase === 'ended');
  expect(ended).toMatchObject({ outcome: 'completed', step: 3 });
  expect(whats(ended)).toEqual([
    'started',
    'step',
    'served',
    'step',
    'served',
    'found',
    'waiting',
    'healthy',
    'step',
    'served',
    'completed',
  ]);
  expect(await ratio(restarted)).toMatchObject({ author: 'admin', reason: `shift ${id}: step 3 of 3: new racks` });
  expect((await restarted.query('api.example.com')).addresses).toEqual(['127.0.0.20']);
  const metrics = await (await fetch(`${restarted.apiUrl}/metrics`)).text();
  expect(metrics).toContain('meridian_shifts_total{outcome="completed"} 1\n');
  const history = (await restarted.command('history', '--kind', 'shift', '--json')).stdout;
  expect(history).toContain(`shift ${id}: waiting: pool beijing has 0 of 1 endpoints up`);
});

test('kill -9 at any moment: a step is there whole or not at all, and the shift comes to its end', async () => {
  await using server = await startSiteServer({ records: RECORDS });
  const { directory } = server;
  const { id } = await start(server.meridian, { steps: [10, 20, 30, 40, 100] });
  await server.meridian.end('SIGKILL');
  for (const step of [2, 3, 4]) {
    await using meridian = await startMeridian(directory);
    // As soon as it is told of, wherever it stands then: on its way to the store, to the workers, or served.
    await meridian.logLine(({ msg }) => String(msg).startsWith(`shift ${id}: step: step ${step} `));
    await meridian.end('SIGKILL');
  }
  await using last = await startMeridian(directory);
  const ended = await until(last, id, ({ phase }) => phase === 'ended');
  expect(ended).toMatchObject({ outcome: 'completed', step: 5 });
  expect((await last.query('api.example.com')).addresses).toEqual(['127.0.0.20']);
});

test('a rollback puts the ratio from before back, and drills and shifts leave one another alone', async () => {
  await using server = await startSiteServer({ records: RECORDS });
  const { meridian, sites } = server;
  const before = { weights: { hangzhou: 90, beijing: 10 }, reason: 'mine' };
  await meridian.api('PATCH', '/v1/zones/example.com/records/api/weights', before);
  const { id } = await start(meridian, { every: '1h', on_unhealthy: 'rollback' });
  const drill = await meridian.api<{ detail: string }>('POST', '/v1/drills', {
    record: 'api.example.com',
    away_from: 'site:hangzhou',
    for: '10s',
  });
  expect([drill.status, drill.body.detail]).toEqual([409, expect.stringContaining(`shift ${id} is running`)]);
  await sites.close('beijing');
  const ended = await until(meridian, id, ({ phase }) => phase === 'ended');
  expect(ended).toMatchObject({ outcome: 'rolled_back', because: expect.stringContaining('a is measured down') });
  expect(await ratio(meridian)).toMatchObject({ reason: 'mine', weights: before.weights });
  const refused = await meridian.api<{ detail: string }>('POST', '/v1/shifts', SHIFT);
  expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('pool beijing has 0 of 1 endpoints up')]);
});
