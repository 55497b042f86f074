import type { OverrideState } from './health.ts';
import type { Name } from './zone.ts';

/** What an intent is about. */
export type IntentTarget =
  | { readonly kind: 'endpoint'; readonly zone: Name; readonly pool: string; readonly endpoint: string }
  | { readonly kind: 'pool'; readonly zone: Name; readonly pool: string }
  | { readonly kind: 'site'; readonly zone: Name; readonly site: string };

/** What an operator asked for at run time. A target has at most one weight and one override: a new one replaces it. */
export type Intent = WeightIntent | OverrideIntent;

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
}
