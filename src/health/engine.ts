import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../lib/clock.ts';
import type { Declared } from '../model/declared.ts';
import type { EndpointKey, Measured, Observation, ProbeTarget, RestoredVerdict, TargetKey } from '../model/health.ts';
import { combine, unmonitored } from './combine.ts';
import { observeTarget, restored, type TargetState, unobserved, withoutStreak } from './target-state.ts';
import { type WatchedEndpoint, watchedEndpoints } from './targets.ts';

/** Turns observations into verdicts. Keeps everything in memory; does no I/O. */
export interface Health {
  /** Replaces what is watched. What stays keeps its state; what is new begins from its restored verdict, or unknown. */
  assign(declared: Declared): void;
  /** What the probes should run. A target whose definition is unchanged stays the same object across `assign`. */
  readonly targets: readonly ProbeTarget[];
  /** Takes one observation in; gives what it changed, undefined for nothing. Targets that are not watched any more are ignored. */
  observe(observation: Observation): VerdictChange | undefined;
  /** What is known of an endpoint; `unknown` for one that is not watched. */
  measured(endpoint: EndpointKey): Measured;
}

/** What one observation changed: the endpoint's verdict, its reason or its wavering, or the verdict of one of several monitors. */
export interface VerdictChange {
  readonly endpoint: EndpointKey;
  readonly before: Measured;
  readonly after: Measured;
  readonly verdictChanged: boolean;
  readonly observation: Observation;
  readonly targetState: TargetState;
  /** Whether the target's own verdict turned: `targetState` is then to be stored. */
  readonly targetVerdictChanged: boolean;
}

export interface HealthOptions {
  /** The last known verdict of a target, asked once when it is first watched. */
  readonly restore: (target: TargetKey) => RestoredVerdict | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

interface Target {
  readonly definition: ProbeTarget;
  /** When the definition last changed while it was watched: a probe that was under way then tells of the old one. */
  readonly changedAtMs: number | undefined;
  state: TargetState;
}

interface Watch extends Pick<WatchedEndpoint, 'key' | 'require'> {
  readonly targets: readonly Target[];
  measured: Measured;
}

/** An engine that watches nothing until the first `assign`. */
export function createHealth({ restore, clock }: HealthOptions): Health {
  let targets = new Map<TargetKey, Target>();
  let watches = new Map<EndpointKey, Watch>();
  let definitions: readonly ProbeTarget[] = [];

  const taken = (definition: ProbeTarget): Target => {
    const before = targets.get(definition.key);
    if (before) return redefined(before, definition, clock.now());
    const last = restore(definition.key);
    return { definition, changedAtMs: undefined, state: last ? restored(last) : unobserved(clock.now()) };
  };
  const watch = ({ key, require, targets }: WatchedEndpoint): Watch => {
    const own = targets.map(taken);
    return { key, require, targets: own, measured: measure(require, own, watches.get(key)?.measured, clock.now()) };
  };

  return {
    assign(declared) {
      const next = watchedEndpoints(declared).map(watch);
      const all = next.flatMap(({ targets }) => targets);
      watches = new Map(next.map(watch => [watch.key, watch]));
      targets = new Map(all.map(target => [target.definition.key, target]));
      definitions = all.map(({ definition }) => definition);
    },
    get targets() {
      return definitions;
    },
    observe(observation) {
      const target = targets.get(observation.target);
      const watch = target && watches.get(target.definition.endpoint);
      return watch && !isOutdated(observation, target) ? take(observation, target, watch) : undefined;
    },
    measured: endpoint =>
      watches.get(endpoint)?.measured ?? { verdict: 'unknown', reason: 'not watched', sinceMs: clock.now(), wavering: true },
  };
}

function take(observation: Observation, target: Target, watch: Watch): VerdictChange | undefined {
  const stateBefore = target.state;
  target.state = observeTarget(stateBefore, observation, target.definition.monitor);
  if (target.state === stateBefore) return undefined;
  const before = watch.measured;
  const after = measure(watch.require, watch.targets, before, observation.atMs);
  const targetVerdictChanged = target.state.verdict !== stateBefore.verdict;
  if (!targetVerdictChanged && isDeepStrictEqual(before, after)) return undefined;
  watch.measured = after;
  const verdictChanged = before.verdict !== after.verdict;
  return { endpoint: watch.key, before, after, verdictChanged, observation, targetState: target.state, targetVerdictChanged };
}

function measure(require: Watch['require'], targets: readonly Target[], before: Measured | undefined, nowMs: number): Measured {
  if (targets.length === 0) return before?.reason === 'no monitor' ? before : unmonitored(nowMs);
  const monitors = targets.map(({ definition, state }) => ({ monitor: definition.monitor.name, state }));
  return combine(require, monitors, before);
}

/** A new check keeps the verdict and forgets the streak, which the old one counted; a new address begins anew: nothing is known of it. */
function redefined(before: Target, definition: ProbeTarget, nowMs: number): Target {
  if (isDeepStrictEqual(before.definition, definition)) return before;
  const moved = before.definition.address.text !== definition.address.text;
  return { definition, changedAtMs: nowMs, state: moved ? unobserved(nowMs) : withoutStreak(before.state) };
}

/**
 * Whether the probe began before the definition changed and ended after. Both ends are asked, so that a clock set back does not make
 * every observation look old; clocks count whole milliseconds, hence the 1.
 */
function isOutdated({ atMs, durationMs }: Observation, { changedAtMs }: Target): boolean {
  return changedAtMs !== undefined && atMs >= changedAtMs && atMs - durationMs <= changedAtMs - 1;
}
