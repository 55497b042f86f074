import { expect, test } from 'vitest';
import { webhookList, webhookTest, webhookView } from '../../src/api/contract.ts';
import type { WebhookAccess } from '../../src/api/webhook-access.ts';
import { webhookReceiver } from '../events/webhooks/receiver.ts';
import { webhookScene } from '../events/webhooks/webhook-scene.ts';
import { serveApi } from './serving.ts';

async function serveWebhooks() {
  const scene = webhookScene();
  const { deliveries, clock } = scene;
  let made = 0;
  const webhooks: WebhookAccess = {
    list: () => deliveries.list(),
    find: id => deliveries.find(id),
    create: ({ wanted, author }, also) => {
      const webhook = { ...wanted, author, id: `whk_${++made}`, createdAtMs: clock.now() };
      return deliveries.add(webhook, () => also?.(webhook));
    },
    remove: (standing, author, also) => deliveries.remove(standing, author, also),
    test: (id, author) => deliveries.test(id, author),
    metrics: () => [],
  };
  return { ...scene, ...(await serveApi(undefined, { webhooks, clock })) };
}

const SECRETS = ['hunter2hunter2', 'T00/B00/xyzzy', 'a-secret-of-ours'];

test('a webhook is made, shown, tested and deleted, and its secrets are nowhere', async () => {
  const receiver = await webhookReceiver();
  const { call, log, logged, audit } = await serveWebhooks();
  const url = `${receiver.url}/services/T00/B00/xyzzy?token=hunter2hunter2`;
  const answers = [
    await call('POST', '/v1/webhooks', {
      url,
      name: 'our robot',
      template: 'slack',
      secret: 'a-secret-of-ours',
      zones: ['EXAMPLE.com'],
      kinds: ['verdict'],
    }),
    await call('GET', '/v1/webhooks'),
    await call('POST', '/v1/webhooks/whk_1/test'),
    await call('GET', '/v1/webhooks/whk_1'),
    await call('DELETE', '/v1/webhooks/whk_1?dry_run=true'),
    await call('DELETE', '/v1/webhooks/whk_1'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  expect(webhookView.parse(answers[0]!.json)).toMatchObject({
    ...{ id: 'whk_1', name: 'our robot', url: `${receiver.url}/…`, template: 'slack', signed: true, zones: ['example.com'] },
    ...{ kinds: ['verdict'], level: 'info', author: 'admin', waiting: 0, delivered: 0, last_success: null, last_error: null },
  });
  expect(webhookList.parse(answers[1]!.json).webhooks).toHaveLength(1);
  expect(webhookTest.parse(answers[2]!.json)).toMatchObject({ ok: true, status: 200, error: null });
  expect(webhookView.parse(answers[3]!.json).last_success).toBe('2026-01-01T00:00:00.000Z');
  expect((await call('GET', '/v1/webhooks')).json).toEqual({ webhooks: [] });
  expect(receiver.received.map(({ body }) => body)).toEqual([expect.stringContaining('a test of webhook our robot (whk_1), by admin')]);
  const entries: unknown[] = [];
  for await (const entry of audit.search({ order: 'oldest', fits: () => true })) entries.push(entry);
  expect(entries).toHaveLength(3);
  const everywhere = JSON.stringify([answers, logged, log.ring.after(0, 100), entries]);
  for (const secret of SECRETS) expect(everywhere).not.toContain(secret);
});

test('a test that fails says why, and changes nothing of what is sent', async () => {
  const receiver = await webhookReceiver();
  receiver.answer.status = 404;
  const { call } = await serveWebhooks();
  await call('POST', '/v1/webhooks', { url: receiver.url });
  expect((await call('POST', '/v1/webhooks/whk_1/test')).json).toMatchObject({
    ok: false,
    status: 404,
    error: 'it answered with status 404',
  });
  expect(webhookView.parse((await call('GET', '/v1/webhooks/whk_1')).json)).toMatchObject({ failures: 1, delivered: 0, waiting: 0 });
});

test.each([
  [{}, 400, 'url'],
  [{ url: 'ftp://hunter2hunter2' }, 400, 'url'],
  [{ url: 'http://169.254.169.254/hunter2hunter2' }, 400, 'url'],
  [{ url: 'https://hunter2hunter2:x@example.com/' }, 400, 'url'],
  [{ url: 'https://example.com/', secret: 'hunter2hunter2 \n' }, 400, 'secret'],
  [{ url: 'https://example.com/', template: 'teams' }, 400, 'template'],
  [{ url: 'https://example.com/', kinds: ['nothing'] }, 400, 'kinds.0'],
  [{ url: 'https://example.com/', kinds: [] }, 400, 'kinds'],
  [{ url: 'https://example.com/', zones: ['a..b'] }, 400, 'zones.0'],
  [{ url: 'https://example.com/', zones: ['example.net'] }, 404, undefined],
])('%j is refused, and what may be a secret of it is not shown', async (body, status, field) => {
  const { call, logged } = await serveWebhooks();
  const answer = await call('POST', '/v1/webhooks', body);
  expect([answer.status, (answer.json as { errors?: { field: string }[] }).errors?.[0]?.field]).toEqual([status, field]);
  expect(answer.text + logged.join()).not.toContain('hunter2');
});

test('only admins make, test and delete them; whoever reads may see them', async () => {
  const { call, as } = await serveWebhooks();
  const url = 'http://127.0.0.1:1/';
  await call('POST', '/v1/webhooks', { url });
  const statuses = async (role: 'viewer' | 'operator') =>
    Promise.all([
      call('GET', '/v1/webhooks', undefined, as(role)).then(({ status }) => status),
      call('POST', '/v1/webhooks', { url }, as(role)).then(({ status }) => status),
      call('POST', '/v1/webhooks/whk_1/test', undefined, as(role)).then(({ status }) => status),
      call('DELETE', '/v1/webhooks/whk_1', undefined, as(role)).then(({ status }) => status),
    ]);
  expect([await statuses('viewer'), await statuses('operator')]).toEqual([
    [200, 403, 403, 403],
    [200, 403, 403, 403],
  ]);
  expect((await call('DELETE', '/v1/webhooks/whk_2')).status).toBe(404);
});
