import type { OverrideState } from './health.ts';
import type { Name } from './zone.ts';

/** What an intent about endpoints is about. */
export type IntentTarget =
  | { readonly kind: 'endpoint'; readonly zone: Name; readonly pool: string; readonly endpoint: string }
  | { readonly kind: 'pool'; readonly zone: Name; readonly pool: string }
  | { readonly kind: 'site'; readonly zone: Name; readonly site: string };

/** A steered record. */
export interface RecordTarget {
  readonly kind: 'record';
  readonly zone: Name;
  readonly owner: Name;
}

/** A zone as a whole. */
export interface ZoneTarget {
  readonly kind: 'zone';
  readonly zone: Name;
}

/** What any intent can be about. */
export type AnyTarget = IntentTarget | RecordTarget | ZoneTarget;

/** What an operator asked for at run time. A target has at most one of each kind: a new one replaces it. */
export type Intent = WeightIntent | OverrideIntent | MaintenanceIntent | RatioIntent | BrakeIntent;

interface IntentFacts {
  readonly author: string;
  readonly reason: string;
  readonly createdAtMs: number;
  /** Undefined: until released. */
  readonly expiresAtMs: number | undefined;
}

export interface WeightIntent extends IntentFacts {
  readonly kind: 'weight';
  readonly target: IntentTarget;
  readonly weight: number;
}

export interface OverrideIntent extends IntentFacts {
  readonly kind: 'override';
  readonly target: IntentTarget;
  readonly state: OverrideState;
  /** Seconds that answers live which depend on the target, while this override is the one that wins; left out: as decided without it. */
  readonly ttlSeconds?: number | undefined;
}

/** Planned work: what happens to the target meanwhile is no alarm and no flap. Answers go by health as ever: it is no drain. */
export interface MaintenanceIntent extends IntentFacts {
  readonly kind: 'maintenance';
  readonly target: IntentTarget;
  /** When it begins; it may lie in the future. */
  readonly fromMs: number;
  readonly expiresAtMs: number;
}

/** The brake of a zone is open: what it would hold goes through. It ends by itself: a brake that is left open is none. */
export interface BrakeIntent extends IntentFacts {
  readonly kind: 'brake';
  readonly target: ZoneTarget;
  readonly expiresAtMs: number;
}

/** Weights laid over one `weighted` node of a record's steering tree: the one that has all these branches. */
export interface RatioIntent extends IntentFacts {
  readonly kind: 'ratio';
  readonly target: RecordTarget;
  /** 0 to 65535, by the name of the branch (see `branchNames`). A branch that is not named keeps the weight of the file. */
  readonly weights: Readonly<Record<string, number>>;
}
