import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { freePort } from '../../support/free-port.ts';
import { webhookReceiver } from './receiver.ts';
import { aWebhook, webhookScene } from './webhook-scene.ts';

interface Body {
  readonly delivery: string;
  readonly dropped: number;
  readonly events: readonly { readonly message: string; readonly kind: string }[];
}

const bodyOf = ({ body }: { readonly body: string }) => JSON.parse(body) as Body;

test('a program is posted what it wants, gathered and in order, with a signature over time and body', async () => {
  const receiver = await webhookReceiver();
  const { deliveries, note, until } = webhookScene();
  note({ kind: 'verdict', message: 'before it was made' });
  deliveries.add(
    aWebhook(`${receiver.url}/hook?key=1`, { secret: 'a secret of ours', zones: ['example.com.'], kinds: ['verdict', 'intent'] }),
  );
  note(
    { kind: 'verdict', zone: 'example.com.', message: 'one' },
    { kind: 'state', zone: 'example.com.', message: 'not wanted' },
    { kind: 'verdict', zone: 'example.net.', message: 'elsewhere' },
    { kind: 'intent', zone: 'example.com.', message: 'two' },
  );
  const { progress, waiting } = await until(standing => standing.progress.delivered === 2);
  expect([progress.dropped, progress.lastError, waiting]).toEqual([0, undefined, 0]);
  const [call] = receiver.received;
  expect([receiver.received.length, call?.url, bodyOf(call!).events.map(({ message }) => message)]).toEqual([
    1,
    '/hook?key=1',
    ['one', 'two'],
  ]);
  const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(call!.headers['meridian-signature'])) ?? [];
  expect(createHmac('sha256', 'a secret of ours').update(`${seconds}.${call!.body}`).digest('hex')).toBe(signature);
  expect(call!.headers['meridian-delivery']).toBe(bodyOf(call!).delivery);
});

test('a receiver that fails is tried again, longer and longer apart, with the same delivery; it is told of once, and when it is back', async () => {
  const receiver = await webhookReceiver();
  receiver.answer.status = 500;
  const { deliveries, log, note, until, clock } = webhookScene();
  deliveries.add(aWebhook(receiver.url));
  const beganMs = clock.monotonic();
  note({ kind: 'verdict', message: 'one' });
  const failing = await until(({ failures }) => failures === 6, { stepMs: 500 });
  expect(failing).toMatchObject({ waiting: 1, progress: { delivered: 0, lastError: { message: 'it answered with status 500' } } });
  expect(clock.monotonic() - beganMs).toBeGreaterThan(6000);
  note({ kind: 'verdict', message: 'two' });
  receiver.answer.status = 204;
  receiver.answer.body = '';
  await until(({ progress }) => progress.delivered === 2, { stepMs: 500 });
  const bodies = receiver.received.map(bodyOf);
  expect(new Set(bodies.slice(0, 6).map(({ delivery }) => delivery)).size).toBe(1);
  expect(bodies.at(-1)!.events.map(({ message }) => message)).toEqual(['one', 'two']);
  const told = log.ring.after(0, 100).filter(({ kind }) => kind === 'webhook');
  expect(told.map(({ message }) => message)).toEqual([
    'webhook whk_aaaaaaaa made by admin',
    'webhook whk_aaaaaaaa cannot be delivered to, and is tried again: it answered with status 500',
    'webhook whk_aaaaaaaa is delivered to again',
  ]);
});

test('behind a dead receiver a thousand events wait, and the rest is given up; it is told how many', async () => {
  const receiver = await webhookReceiver();
  const { deliveries, note, until } = webhookScene();
  deliveries.add(aWebhook(receiver.url));
  receiver.answer.status = 503;
  note(...Array.from({ length: 2500 }, (_, i) => ({ kind: 'verdict', message: `event ${i}` }) as const));
  expect(await until(({ failures }) => failures > 0)).toMatchObject({ waiting: 1000, progress: { dropped: 1500 } });
  receiver.answer.status = 200;
  const { progress } = await until(({ waiting }) => waiting === 0, { stepMs: 1000 });
  expect(progress).toMatchObject({ delivered: 1000, dropped: 1500 });
  const taken = receiver.received.map(bodyOf).slice(-10);
  expect(taken.map(({ dropped, events }) => [dropped, events.length])).toEqual([[1500, 100], ...Array.from({ length: 9 }, () => [0, 100])]);
  expect([taken[0]!.events[0]!.message, taken.at(-1)!.events.at(-1)!.message]).toEqual(['event 1500', 'event 2499']);
});

test('what is a day old is given up', async () => {
  const { deliveries, note, until, clock } = webhookScene();
  const port = await freePort();
  deliveries.add(aWebhook(`http://127.0.0.1:${port}/`));
  note({ kind: 'verdict', message: 'old' });
  const failing = await until(({ failures }) => failures > 0);
  expect(failing.progress.lastError?.message).toBe('it cannot be reached: ECONNREFUSED');
  clock.advance(86_400_001);
  expect((await until(({ waiting, progress }) => waiting === 0 && progress.dropped === 1, { stepMs: 5000 })).progress.delivered).toBe(0);
});

test('a receiver that asks for patience is given it', async () => {
  const receiver = await webhookReceiver();
  Object.assign(receiver.answer, { status: 429, headers: { 'retry-after': '120' } });
  const { deliveries, note, until, clock } = webhookScene();
  deliveries.add(aWebhook(receiver.url));
  note({ kind: 'verdict', message: 'one' });
  const { nextTryAtMs = 0 } = await until(({ failures, nextTryAtMs }) => failures === 1 && nextTryAtMs !== undefined);
  expect(nextTryAtMs - clock.now()).toBeGreaterThan(100_000);
});

test('after a restart each goes on where it was, and nothing is sent twice that was written down', async () => {
  const receiver = await webhookReceiver();
  const { deliveries, note, until, start, table, writer } = webhookScene();
  deliveries.add(aWebhook(receiver.url, { name: 'ours' }));
  note({ kind: 'verdict', message: 'one' });
  await until(({ progress }) => progress.delivered === 1);
  deliveries[Symbol.dispose]();
  note({ kind: 'verdict', message: 'while it was down' });
  writer[Symbol.dispose]();
  expect(table.list().rows).toMatchObject([{ webhook: { name: 'ours' }, progress: { delivered: 1 } }]);
  using again = start();
  await until(({ progress }) => progress.delivered === 2, { of: again });
  expect(receiver.received.map(bodyOf).map(({ events }) => events.map(({ message }) => message))).toEqual([['one'], ['while it was down']]);
});

test('a robot of DingTalk gets its own signature and text, at most 20 lines at once, and refuses with status 200', async () => {
  const receiver = await webhookReceiver();
  const secret = 'SEC0123456789abcdef';
  receiver.answer.body = JSON.stringify({ errcode: 310000, errmsg: `sign not match: ${secret} hunter2hunter2` });
  const { deliveries, note, until } = webhookScene();
  deliveries.add(aWebhook(`${receiver.url}/robot/send?access_token=hunter2hunter2`, { template: 'dingtalk', secret }));
  note(...Array.from({ length: 25 }, (_, i) => ({ kind: 'verdict', level: 'warn', message: `event ${i}` }) as const));
  const failing = await until(({ failures }) => failures === 1);
  expect(failing.progress.lastError?.message).toBe('it answered with errcode 310000: sign not match: … …');
  receiver.answer.body = JSON.stringify({ errcode: 0, errmsg: 'ok' });
  await until(({ progress }) => progress.delivered === 25);
  const query = new URL(receiver.received[1]!.url, receiver.url).searchParams;
  const timestamp = query.get('timestamp');
  expect(query.get('access_token')).toBe('hunter2hunter2');
  expect(query.get('sign')).toBe(createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'));
  const texts = receiver.received.slice(1).map(({ body }) => (JSON.parse(body) as { text: { content: string } }).text.content.split('\n'));
  expect(texts.map(lines => lines.length)).toEqual([21, 6]);
  expect(texts[0]!.slice(0, 2)).toEqual(['Meridian: 20 events', '00:00:00Z [warn] event 0']);
});

test('a robot of the Slack kind gets text without marks of its own', async () => {
  const receiver = await webhookReceiver();
  const { deliveries, note, until } = webhookScene();
  deliveries.add(aWebhook(receiver.url, { template: 'slack' }));
  note({ kind: 'verdict', message: 'a < b & <!channel>' });
  await until(({ progress }) => progress.delivered === 1);
  expect(JSON.parse(receiver.received[0]!.body)).toEqual({ text: 'Meridian: 1 event\n00:00:00Z a &lt; b &amp; &lt;!channel&gt;' });
});

test('one that is silent holds up nobody else, and a redirect is not followed', async () => {
  const [silent, moved, well] = [await webhookReceiver(), await webhookReceiver(), await webhookReceiver()];
  silent.answer.silent = true;
  Object.assign(moved.answer, { status: 302, headers: { location: well.url } });
  const { deliveries, note, until } = webhookScene();
  deliveries.add(aWebhook(silent.url, { id: 'whk_silent' }));
  deliveries.add(aWebhook(moved.url, { id: 'whk_moved' }));
  deliveries.add(aWebhook(well.url, { id: 'whk_well' }));
  note({ kind: 'verdict', message: 'one' });
  await until(({ progress }) => progress.delivered === 1, { id: 'whk_well' });
  const { progress } = await until(({ failures }) => failures === 1, { id: 'whk_moved' });
  expect(progress.lastError?.message).toBe('it answered with status 302');
  expect([silent.received.length, well.received.length, deliveries.find('whk_silent')?.waiting]).toEqual([1, 1, 1]);
});
