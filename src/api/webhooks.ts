import { asName, displayName } from '../lib/dns-name.ts';
import { shownUrl } from '../lib/webhook-url.ts';
import type { Changed } from '../model/audit.ts';
import { DEFAULT_WEBHOOK_KINDS, type Webhook, type WebhookStanding } from '../model/webhook.ts';
import type { Name } from '../model/zone.ts';
import { nothing } from './contract.ts';
import { dryRun } from './dry-run.ts';
import { findZone } from './find.ts';
import { badInput, Problem } from './problem.ts';
import { type ApiContext, type Route, route } from './route.ts';
import { presentTime } from './view.ts';
import type { WantedWebhook, WebhookAccess } from './webhook-access.ts';
import { type NewWebhook, newWebhook, type WebhookView, webhookList, webhookTest, webhookView } from './webhook-contract.ts';

/** Each may call somebody with every event. */
const MOST = 50;

/** `/v1/webhooks`: who is told of events over HTTP. None where the server tells nobody. */
export function webhookRoutes(context: ApiContext): Route[] {
  const { webhooks } = context;
  return webhooks
    ? [createRoute(context, webhooks), ...readingRoutes(webhooks), removeRoute(context, webhooks), testRoute(context, webhooks)]
    : [];
}

function createRoute({ operations, clock }: ApiContext, webhooks: WebhookAccess): Route {
  const wantedIn = (body: NewWebhook): WantedWebhook => {
    if (webhooks.list().length >= MOST) throw new Problem(409, `there are ${MOST} webhooks already; delete one before`);
    return wantedOf(body, name => findZone(operations.snapshot().declared, name).name);
  };
  return route({
    method: 'POST',
    url: '/webhooks',
    summary: 'Have events posted to a URL: to a program, or to a chat robot',
    role: 'admin',
    body: newWebhook,
    answer: webhookView,
    preview({ body, author }) {
      const webhook = { ...wantedIn(body), id: 'new', author, createdAtMs: clock.now() };
      return dryRun(operations, [{ ...made(webhook), target: 'new' }]);
    },
    handle({ body, author, recording }) {
      const standing = webhooks.create({ wanted: wantedIn(body), author }, webhook => {
        recording.tell([made(webhook)], webhook.zones);
        recording.write();
      });
      return viewWebhook(standing);
    },
  });
}

function readingRoutes(webhooks: WebhookAccess): Route[] {
  return [
    route({
      method: 'GET',
      url: '/webhooks',
      summary: 'Who is told of events, and how far that has come; without URLs and secrets',
      answer: webhookList,
      handle: () => ({ webhooks: webhooks.list().map(viewWebhook) }),
    }),
    route({
      method: 'GET',
      url: '/webhooks/{id}',
      summary: 'One webhook, and how far it has come',
      answer: webhookView,
      handle: ({ params }) => viewWebhook(find(webhooks, params.id)),
    }),
  ];
}

function removeRoute({ operations }: ApiContext, webhooks: WebhookAccess): Route {
  return route({
    method: 'DELETE',
    url: '/webhooks/{id}',
    summary: 'Delete a webhook: it is told of nothing any more, not even of what waits',
    role: 'admin',
    body: nothing.optional(),
    answer: webhookView,
    preview: ({ params }) => dryRun(operations, [removed(find(webhooks, params.id).webhook)]),
    handle({ params, author, recording }) {
      const standing = find(webhooks, params.id);
      recording.tell([removed(standing.webhook)], standing.webhook.zones);
      webhooks.remove(standing, author, recording.write);
      return viewWebhook(standing);
    },
  });
}

function testRoute({ operations }: ApiContext, webhooks: WebhookAccess): Route {
  return route({
    method: 'POST',
    url: '/webhooks/{id}/test',
    summary: 'Post a test to a webhook at once, and tell what came of it',
    role: 'admin',
    body: nothing.optional(),
    answer: webhookTest,
    preview({ params }) {
      find(webhooks, params.id);
      return dryRun(operations, []);
    },
    async handle({ params, author, recording }) {
      const { webhook } = find(webhooks, params.id);
      recording.tell([{ kind: 'webhook', target: webhook.id, before: null, after: { test: true } }]);
      const tried = await webhooks.test(webhook.id, author);
      if (tried === undefined) throw notThere(params.id);
      return { ok: tried.ok, status: tried.status ?? null, error: tried.error ?? null, took_ms: tried.tookMs };
    },
  });
}

function wantedOf(
  { url, name, template = 'json', secret, zones, kinds, level = 'info' }: NewWebhook,
  zoneOf: (text: string) => Name,
): WantedWebhook {
  const wrong = (zones ?? []).findIndex(text => asName(text) === undefined);
  if (wrong >= 0) throw badInput([{ field: `zones.${wrong}`, message: 'expected the name of a zone' }]);
  return {
    ...{ url: new URL(url).href, name, template, secret, level },
    zones: zones && [...new Set(zones.map(zoneOf))],
    kinds: [...new Set(kinds ?? DEFAULT_WEBHOOK_KINDS)],
  };
}

function find(webhooks: WebhookAccess, id: string): WebhookStanding {
  const found = webhooks.find(id);
  if (found) return found;
  throw notThere(id);
}

function notThere(id: string): Problem {
  return new Problem(404, `there is no webhook ${id}; GET /v1/webhooks lists all`);
}

function made(webhook: Webhook): Changed {
  return { kind: 'webhook', target: webhook.id, before: null, after: factsOf(webhook) };
}

function removed(webhook: Webhook): Changed {
  return { kind: 'webhook', target: webhook.id, before: factsOf(webhook), after: null };
}

/** Without what is a secret. */
function factsOf({ name, url, template, secret, zones, kinds, level }: Webhook) {
  return {
    name: name ?? null,
    url: shownUrl(url),
    template,
    signed: secret !== undefined,
    zones: zones ? zones.map(displayName) : null,
    kinds: [...kinds],
    level,
  };
}

function viewWebhook({ webhook, progress, waiting, failures, nextTryAtMs }: WebhookStanding): WebhookView {
  const time = (atMs: number | undefined) => (atMs === undefined ? null : presentTime(atMs));
  const { delivered, dropped, lastSuccessAtMs, lastError } = progress;
  return {
    id: webhook.id,
    ...factsOf(webhook),
    author: webhook.author,
    created: presentTime(webhook.createdAtMs),
    ...{ waiting, delivered, dropped, failures },
    last_success: time(lastSuccessAtMs),
    last_error: lastError ? { at: presentTime(lastError.atMs), message: lastError.message } : null,
    next_try: time(nextTryAtMs),
  };
}
