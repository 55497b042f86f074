import type { BlockedWindow, WeekWindow } from './calendar.ts';
import type { IntentTarget } from './intent.ts';
import type { Name } from './zone.ts';

/** What the clients of a record are taken away from, of the record's own zone. */
export type AwayFrom =
  | { readonly kind: 'site'; readonly site: string }
  | { readonly kind: 'pool'; readonly pool: string }
  | { readonly kind: 'endpoint'; readonly pool: string; readonly endpoint: string };

/** What a drill is to do. */
export interface DrillPlan {
  readonly zone: Name;
  /** The owner of the record. */
  readonly owner: Name;
  readonly awayFrom: AwayFrom;
  /** How long clients are kept away, from the moment when every worker sends them elsewhere. */
  readonly forMs: number;
  /** Whether records that share the endpoints may move as well. */
  readonly includingOthers: boolean;
  /** How many endpoints of each pool that takes clients over must be up, in percent; `min_up` of them in any case. */
  readonly minHealthyPercent: number;
  readonly webhook: DrillWebhook | undefined;
}

/** Where the rate of errors of the service is asked for while clients are away. */
export interface DrillWebhook {
  readonly url: string;
  /** 0 to 1: above it the drill is aborted. */
  readonly maxErrorRate: number;
  readonly everyMs: number;
}

/** A drill as the files declare it. */
export interface DeclaredDrill extends Omit<DrillPlan, 'zone'> {
  readonly name: string;
  /** Five fields of cron, by `timeZone`; undefined: it is run by hand. */
  readonly schedule: string | undefined;
  /** A name of the IANA time zone database, by which the schedule and the windows go. */
  readonly timeZone: string;
  /** The drill lies within one of them; none: at any time. */
  readonly allowed: readonly WeekWindow[];
  /** The drill touches none of them. */
  readonly blocked: readonly BlockedWindow[];
}

/** Where a drill stands: its override is on the way to the workers, in force, on the way out, gone; or all is over. */
export type DrillPhase = 'moving' | 'away' | 'returning' | 'recovering' | 'ended';

/**
 * How it went: to its end; called off while it ran; cut short by the end of the process; never started, conditions being what they were;
 * not carried out, because of a fault.
 */
export type DrillOutcome = 'completed' | 'aborted' | 'interrupted' | 'refused' | 'failed';

export type DrillStep =
  | 'decided'
  | 'published'
  | 'drained_50'
  | 'drained_90'
  | 'drained_99'
  | 'drained_all'
  | 'abort'
  | 'failback_decided'
  | 'failback_published'
  | 'recovered'
  | 'refused'
  | 'note';

export interface DrillMoment {
  readonly step: DrillStep;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly detail: string;
}

/** One condition of the start, and whether it was met. */
export interface DrillCheck {
  readonly check: 'alone' | 'window' | 'overrides' | 'maintenance' | 'moves' | 'others' | 'answers' | 'survivors' | 'error_rate';
  readonly ok: boolean;
  readonly detail: string;
}

/** How the clients of one record set are spread without and with the drill, in parts of 1: a forecast. */
export interface DrillMove {
  readonly zone: Name;
  readonly owner: Name;
  readonly type: number;
  readonly shares: readonly DrillShare[];
}

/** The part of the clients of a record set that a pool has, or where an endpoint is drilled, an endpoint. */
export interface DrillShare {
  /** `POOL`, or `POOL/ENDPOINT`. */
  readonly to: string;
  readonly before: number;
  readonly after: number;
}

/** When the answers that caches hold at a moment run out. */
export interface DrainFigures {
  /** `answers`: they were counted; `ttl`: they were not, and the greatest TTL that they can have is taken. */
  readonly by: 'answers' | 'ttl';
  /** Answers unexpired at that moment; undefined where they are not counted. */
  readonly answers: number | undefined;
  /** Milliseconds since the epoch; undefined where only the last can be told. */
  readonly halfAtMs: number | undefined;
  readonly ninetyAtMs: number | undefined;
  readonly ninetyNineAtMs: number | undefined;
  readonly allAtMs: number;
}

/** What the webhook has told so far. */
export interface ErrorRates {
  readonly readings: number;
  readonly worst: number;
  readonly last: number | undefined;
  /** Tries in a row that told nothing. */
  readonly missed: number;
}

/** A drill: what it is to do, and all that has become of it. Plain data, which a store can keep as it is. */
export interface Drill {
  readonly id: string;
  /** In `drills:` of the zone's file; undefined: it was asked for by hand. */
  readonly name: string | undefined;
  readonly plan: DrillPlan;
  readonly author: string;
  readonly reason: string;
  readonly startedAtMs: number;
  /** When its overrides expire, should nobody release them before. */
  readonly expiresAtMs: number;
  /** What is forced down. */
  readonly targets: readonly IntentTarget[];
  readonly moves: readonly DrillMove[];
  /** Pools that take clients over. */
  readonly survivors: readonly string[];
  readonly checks: readonly DrillCheck[];
  readonly phase: DrillPhase;
  readonly outcome: DrillOutcome | undefined;
  /** Why it did not go to its end. */
  readonly because: string | undefined;
  readonly timeline: readonly DrillMoment[];
  /** Of what was held for the endpoints that clients were taken away from. */
  readonly drain: DrainFigures | undefined;
  /** Of what was held for the survivors when clients were let back. */
  readonly recovery: DrainFigures | undefined;
  readonly errorRates: ErrorRates | undefined;
}
