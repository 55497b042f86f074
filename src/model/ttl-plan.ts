import type { Monitor } from './monitor.ts';
import type { LossBudget } from './steering.ts';

/** What a failure may cost, and what is given: see `planTtl`. */
export interface TtlPlanQuestion {
  readonly limit: Pick<LossBudget, 'of' | 'ms'>;
  /** The shortest TTL that a DNS provider serves, which then neither shortens nor aligns any; undefined: Meridian answers itself. */
  readonly floorSeconds: number | undefined;
  /** How many have a say, at least 1. */
  readonly vantages: number;
}

/** Of a monitor, what decides how soon a failure is known. */
export type Rhythm = Pick<Monitor, 'intervalMs' | 'timeoutMs' | 'fall' | 'confirmMs'>;

/** One way to watch a record and to have its answers cached, and what that costs. */
export interface TtlChoice {
  readonly rhythm: Rhythm;
  /** The TTL while nothing is in doubt, and while something is. */
  readonly settledSeconds: number;
  readonly doubtedSeconds: number;
  /** Whether answers run out just after a look. */
  readonly aligned: boolean;
  /** Until an endpoint that has fallen silent is down, on average. */
  readonly detectionMs: number;
  /** What a client loses by an endpoint that has fallen silent, on average and at worst. */
  readonly expectedMs: number;
  readonly worstMs: number;
  /** The average where the endpoint tells: by a refused connection, a wrong status. */
  readonly toldMs: number;
  /** By each resolver, at most. */
  readonly queriesPerHour: number;
  /** For all endpoints of the record, of all vantages together. */
  readonly probesPerSecond: number;
  /** Whether it is within the limit. */
  readonly keeps: boolean;
}

/** What was found. */
export interface TtlPlan extends TtlPlanQuestion {
  /** The monitor that takes longest to find a failure: the choices are of its rhythm, and of that of others that would be slower. */
  readonly slowest: string;
  /** As the files have it. */
  readonly declared: TtlChoice;
  /** All that were looked at, each with the longest TTL that is within the limit, or else the shortest. */
  readonly choices: readonly TtlChoice[];
  /** Undefined: none is within the limit. */
  readonly chosen: TtlChoice | undefined;
  /** With the least loss. */
  readonly best: TtlChoice;
  readonly why: string;
  /** What to write into the zone's YAML for the one chosen, or for the best; keys that are not in it stay. */
  readonly yaml: string;
}
