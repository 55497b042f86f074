import type { OverrideState } from './health.ts';
import type { Name } from './zone.ts';

/** What an intent is about. */
export type IntentTarget =
  | { readonly kind: 'endpoint'; readonly zone: Name; readonly pool: string; readonly endpoint: string }
  | { readonly kind: 'pool'; readonly zone: Name; readonly pool: string }
  | { readonly kind: 'site'; readonly zone: Name; readonly site: string };

/** What an operator asked for at run time. A target has at most one of each kind: a new one replaces it. */
export type Intent = WeightIntent | OverrideIntent | MaintenanceIntent;

interface IntentFacts {
  readonly target: IntentTarget;
  readonly author: string;
  readonly reason: string;
  readonly createdAtMs: number;
  /** Undefined: until released. */
  readonly expiresAtMs: number | undefined;
}

export interface WeightIntent extends IntentFacts {
  readonly kind: 'weight';
  readonly weight: number;
}

export interface OverrideIntent extends IntentFacts {
  readonly kind: 'override';
  readonly state: OverrideState;
  /** Seconds that answers live which depend on the target, while this override is the one that wins; left out: as decided without it. */
  readonly ttlSeconds?: number | undefined;
}

/** Planned work: what happens to the target meanwhile is no alarm and no flap. Answers go by health as ever: it is no drain. */
export interface MaintenanceIntent extends IntentFacts {
  readonly kind: 'maintenance';
  /** When it begins; it may lie in the future. */
  readonly fromMs: number;
  readonly expiresAtMs: number;
}
