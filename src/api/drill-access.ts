import type { DeclaredDrill, Drill, DrillCheck, DrillMove, DrillPlan } from '../model/drill.ts';
import type { IntentTarget } from '../model/intent.ts';
import type { Name } from '../model/zone.ts';
import type { Metric } from './operations.ts';

/** A drill that is asked for. */
export interface DrillQuestion {
  readonly plan: DrillPlan;
  /** Of the declared drill that it is; undefined: it is made up here. */
  readonly name: string | undefined;
  readonly author: string;
  readonly reason: string;
  readonly outsideWindows: boolean;
}

/** Where clients would go, and which conditions of the start are met. */
export interface DrillOutlook {
  readonly targets: readonly IntentTarget[];
  readonly survivors: readonly string[];
  readonly moves: readonly DrillMove[];
  readonly checks: readonly DrillCheck[];
}

/** A plan that names what there is not. */
export interface DrillScopeFault {
  readonly field: 'record' | 'away_from';
  readonly message: string;
}

/** What the API needs of drills. Records exist in the zones that are served when it asks. */
export interface DrillAccess {
  /** The id of the drill that runs; undefined: none. */
  readonly running: string | undefined;
  /** Judges whether it could start now; nothing is changed. */
  look(question: DrillQuestion): Promise<DrillOutlook | DrillScopeFault>;
  /** Starts it, and waits until every worker serves it; `refused`: conditions are not met. Rejects with NotStored: nothing has changed. */
  start(question: DrillQuestion): Promise<{ readonly drill: Drill } | { readonly refused: DrillOutlook } | DrillScopeFault>;
  /** Calls off the drill that runs; resolves when its clients are let back. */
  abort(because: string): Promise<void>;
  find(id: string): Drill | undefined;
  metrics(): readonly Metric[];
  /** The newest first. */
  list(most: number): readonly Drill[];
  /** Those that the files declare, and when each is held next; undefined: by hand alone. */
  readonly planned: readonly { readonly zone: Name; readonly drill: DeclaredDrill; readonly nextAtMs: number | undefined }[];
}
