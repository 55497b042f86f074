import type { Clock } from '../lib/clock.ts';
import { NEVER_TURNS } from '../lib/outlook.ts';
import type { Declared } from '../model/declared.ts';
import type {
  EndpointKey,
  Measured,
  MonitorStanding,
  Observation,
  Outlook,
  ProbeTarget,
  RestoredVerdict,
  TargetKey,
  VantageFacts,
  VantageStanding,
} from '../model/health.ts';
import type { Bearings, Now } from './bearings.ts';
import { Electorate } from './electorate.ts';
import { measure, sameMeasured } from './measure.ts';
import type { Grid } from './outlook.ts';
import { givePhases } from './phases.ts';
import { Target } from './target.ts';
import type { TargetState } from './target-state.ts';
import { type WatchedEndpoint, watchedEndpoints } from './targets.ts';

/** Turns observations into verdicts. Keeps everything in memory; does no I/O. */
export interface Health {
  /** Replaces what is watched. What stays keeps its state; what is new begins from its restored verdict, or unknown. */
  assign(declared: Declared): void;
  /** What the probes should run. A target whose definition is unchanged stays the same object across `assign`. */
  readonly targets: readonly ProbeTarget[];
  /** Takes one observation in; gives what it changed, undefined for nothing. Targets that are not watched any more are ignored. */
  observe(observation: Observation): VerdictChange | undefined;
  /** Takes what is known of all vantages, in place of what was; gives what follows from it. One that is not told of has a say. */
  setVantages(facts: readonly VantageFacts[]): readonly VerdictChange[];
  /**
   * What time alone has changed: vantages that fell silent or see what no other sees, recoveries that were delayed. To be called every
   * second.
   */
  tick(): readonly VerdictChange[];
  /** An operator says that an endpoint that is well may be up, and that its flaps are forgotten; gives what follows from it. */
  recover(endpoint: EndpointKey): readonly VerdictChange[];
  /**
   * What vantages are to look at again now because nothing of their own makes them, each once: a failure of which they have counted enough in
   * a row and this engine has not, and what failed last at one that has its say again.
   */
  takeRechecks(): readonly Recheck[];
  /** What is known of an endpoint; `unknown` for one that is not watched. */
  measured(endpoint: EndpointKey): Measured;
  /** Each of its monitors, with the ballots; empty for one that is not watched. */
  standings(endpoint: EndpointKey): readonly MonitorStanding[];
  readonly vantages: readonly VantageStanding[];
  /** How many targets no vantage has a say in although some have observed them: their verdicts hold. */
  readonly held: number;
}

/** One vantage is to look at one target. */
export interface Recheck {
  readonly target: TargetKey;
  readonly vantage: string;
}

/** What changed: the endpoint's verdict, its reason, its wavering or its outlook, or the verdict of one of several monitors. */
export interface VerdictChange {
  readonly endpoint: EndpointKey;
  readonly target: TargetKey;
  readonly before: Measured;
  readonly after: Measured;
  readonly verdictChanged: boolean;
  readonly targetState: TargetState;
  /** As RestoredVerdict has it. */
  readonly downsAtMs: readonly number[];
  /** Whether the target's own verdict turned: `targetState` is then to be stored. */
  readonly targetVerdictChanged: boolean;
  /** Whether an operator had its flaps forgotten: it is then to be stored as well. */
  readonly flapsForgotten: boolean;
  /** Whether this was the first doubt of a target that is up: other vantages should look at once. */
  readonly suspicion: boolean;
}

export interface HealthOptions {
  /** The last known verdict of a target, asked once when it is first watched. */
  readonly restore: (target: TargetKey) => RestoredVerdict | undefined;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  /** For how many milliseconds the process could do nothing so far, be it known before any timer runs; default: none. */
  readonly stoodStillMs?: () => number;
  /** Whether planned work on an endpoint is under way; default: never. */
  readonly silenced?: (endpoint: EndpointKey) => boolean;
}

interface Watch extends Pick<WatchedEndpoint, 'key' | 'require'> {
  readonly targets: readonly Target[];
  measured: Measured;
}

/** The wall clock may be slewed or set: by so much the turns of the vantages may be elsewhere on it than was told. */
const MOST_DRIFT_MS = 50;

/** That of an endpoint that is not watched: nothing is known of it. */
const UNKNOWN: Outlook = { ...NEVER_TURNS, turnsInMs: 0, unsettled: true };

/** An engine that watches nothing until the first `assign`. */
export function createHealth(options: HealthOptions): Health {
  return new Engine(options);
}

class Engine implements Health {
  readonly #options: HealthOptions;
  readonly #electorate = new Electorate();
  #targets: ReadonlyMap<TargetKey, Target> = new Map();
  #watches: ReadonlyMap<EndpointKey, Watch> = new Map();
  #definitions: readonly ProbeTarget[] = [];
  readonly #rechecks: Recheck[] = [];
  #livedMs = Number.NEGATIVE_INFINITY;
  #grid: Grid = { slots: 0, offsetMs: 0 };

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  assign(declared: Declared): void {
    const now = this.#now();
    const next = watchedEndpoints(declared).map(watched => ({ ...watched, targets: watched.targets.map(each => this.#taken(each, now)) }));
    const all = next.flatMap(({ targets }) => targets);
    this.#targets = new Map(all.map(target => [target.definition.key, target]));
    this.#definitions = all.map(({ definition }) => definition);
    givePhases(all);
    for (const target of all) target.foresee(this.#bearings(target, now));
    this.#watches = new Map(next.map(watch => [watch.key, { ...watch, measured: this.#measured(watch, now) }]));
  }

  get targets(): readonly ProbeTarget[] {
    return this.#definitions;
  }

  get vantages(): readonly VantageStanding[] {
    return this.#electorate.standings();
  }

  get held(): number {
    let held = 0;
    for (const target of this.#targets.values()) if (target.held) held++;
    return held;
  }

  observe(observation: Observation): VerdictChange | undefined {
    const target = this.#targets.get(observation.target);
    if (!target) return undefined;
    const bearings = this.#bearings(target);
    if (target.isOutdated(observation, bearings.now)) return undefined;
    const isNews = target.observe(observation, bearings);
    if (target.unconfirmed) this.#rechecks.push({ target: observation.target, vantage: observation.vantage });
    if (!isNews) return undefined;
    return this.#judge(target, bearings, { suspicion: target.doubted });
  }

  setVantages(facts: readonly VantageFacts[]): readonly VerdictChange[] {
    const now = this.#now();
    const { gone, changed } = this.#electorate.set(facts, now.monotonicMs);
    for (const vantage of gone) for (const target of this.#targets.values()) target.forget(vantage);
    // The next tick sees to a grid that alone has changed: vantages come one after the other.
    if (!changed && gone.length === 0) return [];
    this.#regrid(now);
    return this.#judgeWhere(() => true);
  }

  tick(): readonly VerdictChange[] {
    const now = this.#now();
    const tally = () => {
      for (const target of this.#targets.values()) target.tally(now);
    };
    const regridded = this.#regrid(now);
    const { changed, regained } = this.#electorate.judge(tally, now.monotonicMs);
    if (regained.length > 0) this.#recheckFailing(regained.map(({ facts }) => facts.name));
    if (changed || regridded) return this.#judgeWhere(() => true);
    return this.#judgeWhere(({ lookAgainMs }) => lookAgainMs <= now.monotonicMs);
  }

  takeRechecks(): readonly Recheck[] {
    return this.#rechecks.length > 0 ? this.#rechecks.splice(0) : [];
  }

  recover(endpoint: EndpointKey): readonly VerdictChange[] {
    const targets = this.#watches.get(endpoint)?.targets ?? [];
    return targets.flatMap(target => {
      const flapsForgotten = target.recover();
      return this.#judge(target, this.#bearings(target), { flapsForgotten }) ?? [];
    });
  }

  measured(endpoint: EndpointKey): Measured {
    const known = this.#watches.get(endpoint)?.measured;
    return known ?? { verdict: 'unknown', reason: 'not watched', sinceMs: this.#options.clock.now(), wavering: true, outlook: UNKNOWN };
  }

  standings(endpoint: EndpointKey): readonly MonitorStanding[] {
    return (this.#watches.get(endpoint)?.targets ?? []).map(target => target.standing(this.#bearings(target)));
  }

  /** What a vantage saw before it lost its say does not count any more, and its turns may be far. */
  #recheckFailing(vantages: readonly string[]): void {
    for (const [target, known] of this.#targets)
      for (const vantage of vantages) if (known.failsAt(vantage)) this.#rechecks.push({ target, vantage });
  }

  #measured({ key, require, targets }: Omit<Watch, 'measured'>, now: Now): Measured {
    return measure(require, targets, this.#watches.get(key)?.measured, now.atMs);
  }

  #taken(definition: ProbeTarget, now: Now): Target {
    const known = this.#targets.get(definition.key);
    if (!known) return new Target(definition, this.#options.restore(definition.key), now);
    known.redefine(definition, now);
    return known;
  }

  #bearings({ definition }: Target, now = this.#now()): Bearings {
    return {
      electorate: this.#electorate,
      targets: this.#targets.size,
      silenced: this.#options.silenced?.(definition.endpoint) ?? false,
      grid: this.#grid,
      now,
    };
  }

  /**
   * Time that the process stood still does not count: nobody was silent in it, it was this one that did not hear. That it did is known
   * half a second late where it was busy: what was counted by then is not taken back, but stands still in turn.
   */
  #now(): Now {
    const { clock, stoodStillMs } = this.#options;
    const elapsedMs = clock.monotonic();
    this.#livedMs = Math.max(this.#livedMs, elapsedMs - (stoodStillMs?.() ?? 0));
    return { atMs: clock.now(), monotonicMs: this.#livedMs, elapsedMs };
  }

  /** Takes note of when the vantages look; gives whether that is otherwise than before. Little is nothing: every answer would be compiled for it. */
  #regrid({ atMs, elapsedMs }: Now): boolean {
    const next = { slots: this.#electorate.slots, offsetMs: atMs - elapsedMs };
    const same = next.slots === this.#grid.slots && Math.abs(next.offsetMs - this.#grid.offsetMs) <= MOST_DRIFT_MS;
    if (!same) this.#grid = next;
    return !same && next.slots > 0;
  }

  #judgeWhere(wanted: (target: Target) => boolean): readonly VerdictChange[] {
    const changes: VerdictChange[] = [];
    const now = this.#now();
    for (const target of this.#targets.values()) {
      const change = wanted(target) ? this.#judge(target, this.#bearings(target, now)) : undefined;
      if (change) changes.push(change);
    }
    return changes;
  }

  #judge(
    target: Target,
    bearings: Bearings,
    told: Partial<Pick<VerdictChange, 'suspicion' | 'flapsForgotten'>> = {},
  ): VerdictChange | undefined {
    const { suspicion = false, flapsForgotten = false } = told;
    const watch = this.#watches.get(target.definition.endpoint);
    const turnedFrom = target.state.verdict;
    target.judge(bearings);
    if (!watch) return undefined;
    const before = watch.measured;
    const after = measure(watch.require, watch.targets, before, target.state.sinceMs);
    const targetVerdictChanged = target.state.verdict !== turnedFrom;
    const any = targetVerdictChanged || suspicion || flapsForgotten || !sameMeasured(before, after);
    if (!any) return undefined;
    watch.measured = after;
    return {
      endpoint: watch.key,
      target: target.definition.key,
      before,
      after,
      verdictChanged: before.verdict !== after.verdict,
      targetState: target.state,
      downsAtMs: target.downsAtMs,
      targetVerdictChanged,
      suspicion,
      flapsForgotten,
    };
  }
}
