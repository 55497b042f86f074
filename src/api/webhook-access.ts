import type { Webhook, WebhookStanding } from '../model/webhook.ts';
import type { Metric } from './operations.ts';

/** What the API needs of the webhooks. The composition root hands it in. */
export interface WebhookAccess {
  /** All of them, the oldest first. */
  list(): readonly WebhookStanding[];
  find(id: string): WebhookStanding | undefined;
  /** Makes one; what `also` writes is stored with it or not at all. Throws NotStored. */
  create(asked: { readonly wanted: WantedWebhook; readonly author: string }, also?: (webhook: Webhook) => void): WebhookStanding;
  /** Ends one; `also` as above. Throws NotStored. */
  remove(standing: WebhookStanding, author: string, also?: () => void): void;
  /** Sends one a message that is only a try; undefined: there is none of this id. */
  test(id: string, author: string): Promise<WebhookTest | undefined>;
  metrics(): readonly Metric[];
}

export type WantedWebhook = Omit<Webhook, 'id' | 'author' | 'createdAtMs'>;

/** What came of a try. */
export interface WebhookTest {
  readonly ok: boolean;
  /** Of HTTP; undefined: there was no answer. */
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly tookMs: number;
}
