import type { Clock } from '../src/lib/clock.ts';
import type { PhaseTimings } from '../src/model/health.ts';
import type { CheckSettings } from '../src/model/monitor.ts';
import type { Address } from '../src/model/steering.ts';

/**
 * One probe of one address: the whole extension point. A new type of check is one such function in `checks/` and one line in
 * `checks/registry.ts`.
 *
 * - Whatever the endpoint does is a value: the promise fulfils with `ok` and a reason.
 * - It rejects only where the vantage itself cannot probe (no file descriptors left, settings that cannot be sent): that says
 *   nothing of the endpoint.
 * - When the deadline aborts it fulfils at once, with the message of the abort reason. The deadline is the only limit of time.
 * - Every probe makes a connection of its own, and nothing of it is left when the promise settles.
 * - It holds a bounded amount of what the endpoint sends, whatever that is.
 */
export type Check<Settings extends CheckSettings = CheckSettings> = (
  settings: Settings,
  address: Address,
  context: CheckContext,
) => Promise<CheckResult>;

export interface CheckContext {
  readonly deadline: AbortSignal;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  /** Says that this phase ends now; it began where the one before ended, the first one with the probe. */
  readonly phaseEnded: (phase: Phase) => void;
}

/** A part of a probe, as PhaseTimings has them. */
export type Phase = keyof PhaseTimings;

export interface CheckResult {
  readonly ok: boolean;
  /** Short and plain: `status 200`, `connect refused`, `name not found`. */
  readonly reason: string;
}
