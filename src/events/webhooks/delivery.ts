import { type Backoff, fullJitterMs } from '../../lib/backoff.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Random } from '../../lib/random.ts';
import type { EventFilter, LoggedEvent } from '../../model/event.ts';
import type { Webhook, WebhookProgress, WebhookStanding, WebhookTemplate } from '../../model/webhook.ts';
import { matcherOf } from '../filter.ts';
import type { EventReader } from '../reader.ts';
import { callFor, type Letter, type WebhookCall } from './message.ts';
import { failureIn, refusalIn, type WebhookAnswer } from './verdict.ts';

export interface DeliveryParts {
  readonly reader: Pick<EventReader, 'after'>;
  /** The id of the newest event. */
  readonly lastId: () => number;
  readonly clock: Clock;
  readonly random: Random;
  /** Makes one call, and ends by itself in time. Rejects where there is no answer. */
  readonly post: (call: WebhookCall, signal: AbortSignal) => Promise<WebhookAnswer>;
  /** Told of every change of how far it has come. */
  readonly onProgress: (webhook: Webhook, progress: WebhookProgress) => void;
  /** Told when it cannot be delivered to any more (`error`), and when it can again (undefined). */
  readonly onTurn: (webhook: Webhook, error: string | undefined) => void;
}

/** What one call tells at the most; how long events are gathered for it; the pause after it. A robot of DingTalk takes 20 calls a minute. */
const RHYTHM: Readonly<Record<WebhookTemplate, { readonly most: number; readonly gatherMs: number; readonly pauseMs: number }>> = {
  json: { most: 100, gatherMs: 100, pauseMs: 0 },
  slack: { most: 20, gatherMs: 1000, pauseMs: 1000 },
  dingtalk: { most: 20, gatherMs: 1000, pauseMs: 3100 },
};

const BACKOFF: Backoff = { firstMs: 2000, mostMs: 5 * 60_000 };
const MOST_RETRY_AFTER_MS = 10 * 60_000;
/** What waits longer, or behind so many, is no news any more. */
const MOST_WAITING = 1000;
const MOST_AGE_MS = 86_400_000;

/** What came of one try. */
export interface Tried {
  readonly ok: boolean;
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly tookMs: number;
}

/**
 * Sends one webhook what it wants, one call at a time. Nothing is kept for it but how far it has come: what it is behind is read from history
 * when there is a try, so that one that is dead costs nothing.
 */
export class Delivery implements Disposable {
  readonly webhook: Webhook;
  readonly #parts: DeliveryParts;
  readonly #fits: (event: LoggedEvent) => boolean;
  readonly #ending = new AbortController();
  #progress: WebhookProgress;
  /** Events up to this id are counted in `#waiting`, or done with. */
  #countedId: number;
  #waiting = 0;
  #failures = 0;
  /** Given up since the last call that went well. */
  #unsaid = 0;
  #nextTryAtMs: number | undefined;
  #cancelTimer: (() => void) | undefined;
  #isTrying = false;

  constructor(webhook: Webhook, progress: WebhookProgress, parts: DeliveryParts) {
    this.webhook = webhook;
    this.#parts = parts;
    this.#progress = progress;
    this.#countedId = progress.through;
    const fits = matcherOf(filterOf(webhook));
    // What is told of its own troubles is not for itself.
    this.#fits = event => fits(event) && !(event.kind === 'webhook' && event.target === webhook.id);
    if (progress.through < parts.lastId()) this.#later(RHYTHM[webhook.template].gatherMs);
  }

  get standing(): WebhookStanding {
    const { webhook } = this;
    return { webhook, progress: this.#progress, waiting: this.#waiting, failures: this.#failures, nextTryAtMs: this.#nextTryAtMs };
  }

  /** Takes what is new. */
  note(events: readonly LoggedEvent[]): void {
    const news = events.filter(event => event.id > this.#countedId && this.#fits(event));
    const last = events.at(-1)!.id;
    const isIdle = this.#waiting === 0 && !this.#isTrying && this.#cancelTimer === undefined;
    this.#countedId = Math.max(this.#countedId, last);
    this.#waiting = Math.min(MOST_WAITING, this.#waiting + news.length);
    if (isIdle && news.length === 0) this.#progress = { ...this.#progress, through: last };
    else if (!this.#isTrying) this.#later(RHYTHM[this.webhook.template].gatherMs);
  }

  /** Sends a letter that is only a try. Where it goes well, what waits is sent at once. */
  async test(letter: Letter): Promise<Tried> {
    const { tried } = await this.#send(letter);
    this.#took(tried);
    if (tried.ok && this.#cancelTimer !== undefined) {
      this.#cancelTimer();
      this.#cancelTimer = undefined;
      this.#later(0);
    }
    return tried;
  }

  [Symbol.dispose](): void {
    this.#ending.abort();
    this.#cancelTimer?.();
  }

  #later(delayMs: number): void {
    if (this.#cancelTimer !== undefined || this.#ending.signal.aborted) return;
    this.#nextTryAtMs = this.#parts.clock.now() + delayMs;
    this.#cancelTimer = this.#parts.clock.after(delayMs, () => {
      this.#cancelTimer = undefined;
      this.#nextTryAtMs = undefined;
      void this.#try();
    });
  }

  async #try(): Promise<void> {
    this.#isTrying = true;
    const waitMs = await this.#deliver().catch(() => this.#failed('the history cannot be read', undefined));
    this.#isTrying = false;
    if (waitMs !== undefined || this.#waiting > 0) this.#later(waitMs ?? RHYTHM[this.webhook.template].gatherMs);
  }

  /** Sends the next letter. Gives how long to wait with the one after it, in milliseconds; undefined: there is none yet. */
  async #deliver(): Promise<number | undefined> {
    const { events, through, isLast } = await this.#collect();
    if (events.length === 0) {
      this.#advance({ through });
      return undefined;
    }
    const letter = { delivery: `${this.webhook.id}-${events[0]!.id}-${events.at(-1)!.id}`, events, dropped: this.#unsaid };
    const { tried, retryAfterMs } = await this.#send(letter);
    if (this.#ending.signal.aborted) return undefined;
    this.#took(tried);
    if (!tried.ok) return this.#waitAfterFailure(retryAfterMs);
    this.#unsaid = 0;
    this.#waiting = Math.max(0, this.#waiting - events.length);
    this.#advance({ through, delivered: this.#progress.delivered + events.length });
    return isLast && this.#waiting === 0 ? undefined : RHYTHM[this.webhook.template].pauseMs;
  }

  /** What the next letter tells. Everything that is too old, or over what may wait, is given up on the way. */
  async #collect(): Promise<{ events: readonly LoggedEvent[]; through: number; isLast: boolean }> {
    const { most } = RHYTHM[this.webhook.template];
    const { clock } = this.#parts;
    const found: LoggedEvent[] = [];
    let through = this.#progress.through;
    for (;;) {
      const page = this.#parts.reader.after(through, filterOf(this.webhook), MOST_WAITING);
      through = page.through ?? this.#parts.lastId();
      found.push(...page.events.filter(event => this.#fits(event) && event.atMs > clock.now() - MOST_AGE_MS));
      this.#giveUp(page.events.filter(event => event.atMs <= clock.now() - MOST_AGE_MS).length);
      this.#giveUp(found.splice(0, Math.max(0, found.length - MOST_WAITING)).length);
      if (page.through === undefined) break;
      await new Promise<void>(resolve => clock.after(0, resolve));
    }
    this.#countedId = Math.max(this.#countedId, through);
    this.#waiting = found.length;
    // What was passed over stays so, even if this letter does not arrive.
    if (found.length > 0) this.#advance({ through: found[0]!.id - 1 });
    if (found.length <= most) return { events: found, through, isLast: true };
    return { events: found.slice(0, most), through: found[most - 1]!.id, isLast: false };
  }

  #giveUp(count: number): void {
    if (count === 0) return;
    this.#unsaid += count;
    this.#progress = { ...this.#progress, dropped: this.#progress.dropped + count };
  }

  async #send(letter: Letter): Promise<{ tried: Tried; retryAfterMs?: number | undefined }> {
    const { clock, post } = this.#parts;
    const begunMs = clock.monotonic();
    const took = () => Math.round(clock.monotonic() - begunMs);
    try {
      const answer = await post(callFor(this.webhook, letter, clock.now()), this.#ending.signal);
      const error = refusalIn(this.webhook, answer);
      return { tried: { ok: error === undefined, status: answer.status, error, tookMs: took() }, retryAfterMs: answer.retryAfterMs };
    } catch (fault) {
      return { tried: { ok: false, status: undefined, error: failureIn(fault), tookMs: took() } };
    }
  }

  #took({ error }: Tried): void {
    if (this.#ending.signal.aborted) return;
    if (error !== undefined) {
      this.#failed(error, undefined);
      return;
    }
    if (this.#failures > 0) this.#parts.onTurn(this.webhook, undefined);
    this.#failures = 0;
    this.#advance({ lastSuccessAtMs: this.#parts.clock.now(), lastError: undefined });
  }

  #failed(message: string, retryAfterMs: number | undefined): number {
    this.#failures++;
    this.#advance({ lastError: { atMs: this.#parts.clock.now(), message } });
    if (this.#failures === 1) this.#parts.onTurn(this.webhook, message);
    return this.#waitAfterFailure(retryAfterMs);
  }

  #waitAfterFailure(retryAfterMs = 0): number {
    return Math.max(fullJitterMs(BACKOFF, this.#failures, this.#parts.random), Math.min(retryAfterMs, MOST_RETRY_AFTER_MS));
  }

  #advance(part: Partial<WebhookProgress>): void {
    this.#progress = { ...this.#progress, ...part };
    this.#parts.onProgress(this.webhook, this.#progress);
  }
}

function filterOf({ kinds, zones, level }: Webhook): EventFilter {
  return { kinds, zones, level };
}
