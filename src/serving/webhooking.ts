import { randomBytes, randomInt } from 'node:crypto';
import { NotStored } from '../api/operations.ts';
import type { WebhookAccess } from '../api/webhook-access.ts';
import { Deliveries } from '../events/webhooks/deliveries.ts';
import { systemClock as clock } from '../lib/clock.ts';
import { seededRandom } from '../lib/random.ts';
import { drawId } from '../store/secret.ts';
import type { Facts } from './facts.ts';
import type { Inputs } from './inputs.ts';
import { by, counter, gauge } from './metric.ts';
import { postWebhook } from './post-webhook.ts';

/** Webhooks: they are told of what changes, and the API makes, lists, tests and deletes them. */
export function keepWebhooks(
  { events: log, faults, log: lines }: Facts,
  { store, history }: Inputs,
  stack: AsyncDisposableStack,
): WebhookAccess {
  const { rows: stored, warnings } = store.webhooks.list();
  for (const warning of warnings) lines.warn(warning);
  const deliveries = stack.use(
    new Deliveries({
      ...{ log, stored, store: store.webhooks, reader: history.reader, clock },
      random: seededRandom(randomInt(2 ** 32)),
      post: postWebhook,
      onFault: error => faults.note('how far webhooks have come could not be stored', error),
    }),
  );
  return {
    list: () => deliveries.list(),
    find: id => deliveries.find(id),
    create: ({ wanted, author }, also) => {
      const webhook = { ...wanted, author, id: drawId('whk', randomBytes), createdAtMs: clock.now() };
      return orNotStored(() => deliveries.add(webhook, () => also?.(webhook)), 'the webhook could not be stored, and is not there');
    },
    remove: (standing, author, also) =>
      orNotStored(() => deliveries.remove(standing, author, also), 'it could not be stored, and the webhook is still there'),
    test: (id, author) => deliveries.test(id, author),
    metrics: () => webhookMetrics(deliveries),
  };
}

function webhookMetrics(deliveries: Deliveries) {
  const { delivered, failed, dropped } = deliveries.counts;
  const list = deliveries.list();
  return [
    counter('meridian_webhook_events_total', 'Events for webhooks by what became of them.', by('outcome', { delivered, dropped })),
    counter('meridian_webhook_failures_total', 'Calls of webhooks that failed.', failed),
    gauge(
      'meridian_webhook_events_waiting',
      'Events that wait for webhooks.',
      list.reduce((sum, { waiting }) => sum + waiting, 0),
    ),
    gauge(
      'meridian_webhooks_failing',
      'Webhooks whose last call failed.',
      list.filter(({ progress }) => progress.lastError !== undefined).length,
    ),
  ];
}

function orNotStored<T>(write: () => T, consequence: string): T {
  try {
    return write();
  } catch (error) {
    throw new NotStored(`${consequence}: ${(error as Error).message}`, { cause: error });
  }
}
