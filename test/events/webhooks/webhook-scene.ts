import { onTestFinished } from 'vitest';
import { Deliveries } from '../../../src/events/webhooks/deliveries.ts';
import { seededRandom } from '../../../src/lib/random.ts';
import { DEFAULT_WEBHOOK_KINDS, type Webhook, type WebhookStanding } from '../../../src/model/webhook.ts';
import { postWebhook } from '../../../src/serving/post-webhook.ts';
import { webhooksIn } from '../../../src/store/webhooks.ts';
import { eventScene } from '../event-scene.ts';

/** A webhook to this URL. */
export function aWebhook(url: string, more: Partial<Webhook> = {}): Webhook {
  return {
    ...{ id: 'whk_aaaaaaaa', name: undefined, url, template: 'json', secret: undefined, zones: undefined, level: 'info' },
    ...{ kinds: DEFAULT_WEBHOOK_KINDS, author: 'admin', createdAtMs: Date.UTC(2026, 0, 1) },
    ...more,
  };
}

/** Webhooks over a log of events; time stands still but for what `until` moves. */
export function webhookScene(scene = eventScene({ size: 5000 })) {
  const { log, reader, clock, database, faults } = scene;
  const table = webhooksIn(database);
  const start = () =>
    new Deliveries({
      ...{ log, reader, clock, store: table, stored: table.list().rows },
      random: seededRandom(1),
      post: postWebhook,
      onFault: error => faults.push(error),
    });
  const deliveries = start();
  onTestFinished(() => deliveries[Symbol.dispose]());
  /** Moves time on, `stepMs` at once, until the webhook is as it is wanted. */
  const until = async (is: (standing: WebhookStanding) => boolean, { id = 'whk_aaaaaaaa', stepMs = 100, of = deliveries } = {}) => {
    for (;;) {
      const standing = of.find(id);
      if (standing && is(standing)) return standing;
      await clock.advanceSettled(stepMs);
    }
  };
  return { ...scene, deliveries, start, table, until };
}
