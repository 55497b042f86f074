import type { Name } from './zone.ts';

/**
 * What an event is about: a verdict; an endpoint's effective state, weight or addresses; answers that are served; an intent; zones read
 * again; a vantage; a brake; a drain; a drill; a shift; a schedule; a token; a webhook; something that went wrong; the server itself.
 */
export const EVENT_KINDS = [
  'verdict',
  'state',
  'answer',
  'intent',
  'reload',
  'vantage',
  'brake',
  'drain',
  'drill',
  'shift',
  'schedule',
  'token',
  'webhook',
  'fault',
  'server',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** `info`: good to know; `warn`: an operator should look soon; `error`: an operator should look now. From the least to the most. */
export const EVENT_LEVELS = ['info', 'warn', 'error'] as const;
export type EventLevel = (typeof EVENT_LEVELS)[number];

/** Few and small values for machines; never a secret. What is undefined is left out. */
export type EventData = Readonly<Record<string, string | number | boolean | null | readonly string[] | undefined>>;

/** Something that changed, as whoever changed it tells of it. */
export interface NewEvent {
  readonly kind: EventKind;
  /** Left out: `info`. */
  readonly level?: EventLevel | undefined;
  /** Left out: it is about no zone, or about all. */
  readonly zone?: Name | undefined;
  /**
   * As operators write it: `example.com/web-hangzhou/a`, `example.com/web-hangzhou`, `example.com/site:hangzhou`, `www.example.com` (a record),
   * the name of a vantage, the id of a drill or a token.
   */
  readonly target?: string | undefined;
  /** That of the answers which carry it. */
  readonly generation?: number | undefined;
  /** Who asked for it; left out: nobody did. */
  readonly author?: string | undefined;
  /** The one line that an operator understands, without the name of the kind. */
  readonly message: string;
  readonly data?: EventData | undefined;
}

/** An event of the log. */
export interface LoggedEvent extends NewEvent {
  /** Greater than that of every event before it, over restarts too; about microseconds since the epoch. */
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly level: EventLevel;
}

/** Where events are told. It never throws and never waits: what listens is served later. */
export interface EventSink {
  note(event: NewEvent): void;
}

/** Which events somebody wants; what is undefined does not matter. Letters of ASCII count alike in both cases. */
export interface EventFilter {
  /** Events that are about no zone are about none of these. */
  readonly zones?: readonly Name[] | undefined;
  readonly kinds?: readonly EventKind[] | undefined;
  /** The least that is wanted. */
  readonly level?: EventLevel | undefined;
  /** The target itself and what is below it: a pool with its endpoints, a zone's name with its pools. */
  readonly target?: string | undefined;
  /** To be found within the author. */
  readonly author?: string | undefined;
  /** To be found within the message or the target. */
  readonly text?: string | undefined;
  readonly fromMs?: number | undefined;
  /** Events of this moment are not wanted any more. */
  readonly toMs?: number | undefined;
}

/** Some events, and how far was looked for them. */
export interface EventPage {
  readonly events: readonly LoggedEvent[];
  /** No event between where it began and this id is missing in `events`; undefined: there are no more in that direction. */
  readonly through: number | undefined;
}
