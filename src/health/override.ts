import type { EffectiveState } from '../model/effective.ts';
import type { OverrideState, Verdict } from '../model/health.ts';

/** Strongest first. */
const PRECEDENCE: readonly OverrideState[] = ['down', 'drain', 'up'];

/** What overrides make of a verdict. */
export interface Overridden {
  /** The one that wins; undefined where there is none. */
  readonly override: OverrideState | undefined;
  readonly effective: EffectiveState;
}

/** The effective state under the overrides of an endpoint, its pool and its site: down beats drain beats up, and each beats the verdict. */
export function effectiveState(measured: Verdict, overrides: readonly OverrideState[]): Overridden {
  const override = PRECEDENCE.find(state => overrides.includes(state));
  return { override, effective: override ?? measured };
}
