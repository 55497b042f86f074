import type { EventKind, EventLevel } from './event.ts';
import type { Name } from './zone.ts';

/** How what is sent is written: for programs; for Slack and robots that take the same; for robots of DingTalk. */
export const WEBHOOK_TEMPLATES = ['json', 'slack', 'dingtalk'] as const;
export type WebhookTemplate = (typeof WEBHOOK_TEMPLATES)[number];

/** What is told of where events are not chosen: what an operator wants to hear of, and nothing that pipelines do hundreds of times. */
export const DEFAULT_WEBHOOK_KINDS: readonly EventKind[] = [
  'verdict',
  'reload',
  'vantage',
  'brake',
  'drill',
  'shift',
  'schedule',
  'fault',
  'server',
];

/** Somebody who is told of events over HTTP. */
export interface Webhook {
  /** `whk_` and 8 characters. */
  readonly id: string;
  /** Who it is, as whoever made it says. */
  readonly name: string | undefined;
  /** Its path and query may be secrets: it is shown to nobody whole. */
  readonly url: string;
  readonly template: WebhookTemplate;
  /** What is sent is signed with it; shown to nobody. */
  readonly secret: string | undefined;
  readonly kinds: readonly EventKind[];
  /** Undefined: all, and what is about no zone. */
  readonly zones: readonly Name[] | undefined;
  readonly level: EventLevel;
  readonly author: string;
  readonly createdAtMs: number;
}

/** What became of what it was to be sent. */
export interface WebhookProgress {
  /** Every event up to this id was delivered, dropped, or is none of its. */
  readonly through: number;
  readonly delivered: number;
  /** Events that were given up: too old, or too many. */
  readonly dropped: number;
  readonly lastSuccessAtMs: number | undefined;
  /** Undefined: the last try succeeded, or there was none. */
  readonly lastError: WebhookError | undefined;
}

export interface WebhookError {
  readonly atMs: number;
  /** Without the URL and without secrets. */
  readonly message: string;
}

/** A webhook as it is now. */
export interface WebhookStanding {
  readonly webhook: Webhook;
  readonly progress: WebhookProgress;
  /** Events that wait to be sent. */
  readonly waiting: number;
  /** Tries in a row that failed. */
  readonly failures: number;
  readonly nextTryAtMs: number | undefined;
}
