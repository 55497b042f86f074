import type { LoggedEvent } from '../../model/event.ts';
import type { Webhook, WebhookProgress, WebhookStanding } from '../../model/webhook.ts';
import type { EventLog } from '../log.ts';
import { Delivery, type DeliveryParts, type Tried } from './delivery.ts';

/** A webhook with how far it has come. */
export interface KnownWebhook {
  readonly webhook: Webhook;
  readonly progress: WebhookProgress;
}

export interface DeliveriesOptions extends Omit<DeliveryParts, 'onProgress' | 'onTurn' | 'lastId'> {
  readonly log: EventLog;
  /** What the store held at start. */
  readonly stored: readonly KnownWebhook[];
  /** Each throws what the store throws. */
  readonly store: {
    add(saved: KnownWebhook, also?: () => void): void;
    remove(id: string, also?: () => void): void;
    progress(list: readonly (readonly [id: string, progress: WebhookProgress])[]): void;
  };
  readonly onFault: (error: unknown) => void;
}

/** How far webhooks have come is written down so soon after it changes: after a crash they are sent again what came within this time. */
const WRITTEN_AFTER_MS = 1000;

/** All webhooks: what is new goes to each of them, and how far each has come outlives the process. */
export class Deliveries implements Disposable {
  readonly #options: DeliveriesOptions;
  readonly #deliveries = new Map<string, Delivery>();
  readonly #unwritten = new Map<string, WebhookProgress>();
  readonly #unlisten: () => void;
  readonly #counts = { delivered: 0, failed: 0, dropped: 0 };
  #cancelTimer: (() => void) | undefined;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
    for (const known of options.stored) this.#begin(known);
    this.#unlisten = options.log.listen(events => {
      for (const delivery of this.#deliveries.values()) delivery.note(events);
    });
  }

  /** All of them as they are now, the oldest first. */
  list(): readonly WebhookStanding[] {
    return Array.from(this.#deliveries.values(), ({ standing }) => standing);
  }

  find(id: string): WebhookStanding | undefined {
    return this.#deliveries.get(id)?.standing;
  }

  /** Events that were delivered and given up, and calls that failed, since the start. */
  get counts(): { readonly delivered: number; readonly failed: number; readonly dropped: number } {
    return this.#counts;
  }

  /** Keeps a new one, which is told of what happens from now on. What `also` writes is stored with it or not at all. Throws what the store throws. */
  add(webhook: Webhook, also?: () => void): WebhookStanding {
    const { log, store } = this.#options;
    const progress = { through: log.lastId, delivered: 0, dropped: 0, lastSuccessAtMs: undefined, lastError: undefined };
    store.add({ webhook, progress }, also);
    const { standing } = this.#begin({ webhook, progress });
    this.#note(webhook, { message: `webhook ${labelOf(webhook)} made by ${webhook.author}`, what: 'made', author: webhook.author });
    return standing;
  }

  /** Ends one at once. Throws what the store throws; then it goes on. */
  remove({ webhook }: WebhookStanding, author: string, also?: () => void): void {
    this.#options.store.remove(webhook.id, also);
    this.#deliveries.get(webhook.id)?.[Symbol.dispose]();
    this.#deliveries.delete(webhook.id);
    this.#unwritten.delete(webhook.id);
    this.#note(webhook, { message: `webhook ${labelOf(webhook)} deleted by ${author}`, what: 'deleted', author });
  }

  /** Sends one a message that is only a try; undefined: there is none of this id. */
  async test(id: string, author: string): Promise<Tried | undefined> {
    const delivery = this.#deliveries.get(id);
    if (delivery === undefined) return undefined;
    const atMs = this.#options.clock.now();
    const message = `a test of webhook ${labelOf(delivery.webhook)}, by ${author}: nothing has happened`;
    const event: LoggedEvent = { id: this.#options.log.lastId, atMs, kind: 'webhook', level: 'info', target: id, author, message };
    return delivery.test({ delivery: `${id}-test-${Math.floor(atMs)}`, events: [event], dropped: 0 });
  }

  [Symbol.dispose](): void {
    this.#unlisten();
    for (const delivery of this.#deliveries.values()) delivery[Symbol.dispose]();
    this.#cancelTimer?.();
    this.#write();
  }

  #begin({ webhook, progress }: KnownWebhook): Delivery {
    const { log } = this.#options;
    let before = progress;
    const delivery = new Delivery(webhook, progress, {
      ...this.#options,
      lastId: () => log.lastId,
      onProgress: (_, now) => {
        this.#count(before, now);
        before = now;
        this.#unwritten.set(webhook.id, now);
        this.#cancelTimer ??= this.#options.clock.after(WRITTEN_AFTER_MS, () => this.#write());
      },
      onTurn: (_, error) => this.#tellTurn(webhook, error),
    });
    this.#deliveries.set(webhook.id, delivery);
    return delivery;
  }

  #count(before: WebhookProgress, now: WebhookProgress): void {
    this.#counts.delivered += now.delivered - before.delivered;
    this.#counts.dropped += now.dropped - before.dropped;
    if (now.lastError !== undefined && now.lastError !== before.lastError) this.#counts.failed++;
  }

  #tellTurn(webhook: Webhook, error: string | undefined): void {
    const label = labelOf(webhook);
    if (error === undefined) this.#note(webhook, { message: `webhook ${label} is delivered to again`, what: 'delivered' });
    else this.#note(webhook, { message: `webhook ${label} cannot be delivered to, and is tried again: ${error}`, what: 'failing' });
  }

  #note({ id }: Webhook, { message, what, author }: { message: string; what: string; author?: string }): void {
    const level = what === 'failing' ? 'warn' : 'info';
    this.#options.log.note({ kind: 'webhook', level, target: id, author, message, data: { what } });
  }

  #write(): void {
    this.#cancelTimer = undefined;
    if (this.#unwritten.size === 0) return;
    try {
      this.#options.store.progress([...this.#unwritten]);
      this.#unwritten.clear();
    } catch (error) {
      this.#options.onFault(error);
    }
  }
}

function labelOf({ id, name }: Webhook): string {
  return name === undefined ? id : `${name} (${id})`;
}
