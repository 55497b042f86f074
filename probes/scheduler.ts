import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../src/lib/clock.ts';
import type { Random } from '../src/lib/random.ts';
import type { Observation, ProbeTarget, TargetKey } from '../src/model/health.ts';
import { Admission } from './admission.ts';
import type { Check } from './check.ts';
import { runCheck } from './checks/registry.ts';
import { withoutPrograms } from './checks/without-programs.ts';
import { firstDelayMs, jitterMs, nextTurn, phaseOf } from './phase.ts';
import { type ProbeContext, type ProbeEnd, runProbe } from './run-probe.ts';
import { type Timetable, timetable } from './timetable.ts';

/** Probes a set of targets, each once an interval. Disposed, it has no timer and no socket, and reports nothing more. */
export interface ProbeScheduler extends AsyncDisposable {
  /**
   * Replaces the set of targets. One that stays keeps its phase and the probe in flight; one whose site, address, timing or check
   * changed counts as new. A new one is first probed so early that its observation comes within one interval.
   */
  assign(targets: readonly ProbeTarget[]): void;
  /** Probes this target now, out of turn: at once, or as soon as its probe in flight has ended. Unknown keys are ignored. */
  checkNow(key: TargetKey): void;
}

export interface ProbeOptions {
  readonly vantage: string;
  readonly clock: Clock;
  readonly random: Random;
  /** How many probes, and so sockets, there may be at once, shared fairly between sites; at least 1. */
  readonly maxInFlight: number;
  /** Default: the registry's checks. */
  readonly runCheck?: Check;
  /** Whether checks may run programs of this machine; default: they may not. */
  readonly allowExec?: boolean;
  readonly onObservation: (observation: Observation) => void;
  /** The vantage itself could not probe (no file descriptors left …). This is no observation: it says nothing of the endpoint. */
  readonly onFault: (target: ProbeTarget, error: unknown) => void;
  /** A probe began so much after its turn, in milliseconds: more than one interval of its monitor. */
  readonly onLate: (target: ProbeTarget, lateMs: number) => void;
}

/** Starts with no targets. Timers and clock are `options.clock`'s. */
export function startProbes(options: ProbeOptions): ProbeScheduler {
  return new Scheduler(options);
}

interface Assigned {
  readonly target: ProbeTarget;
  readonly phase: number;
  cancelTurn: () => void;
  /** Defined while a probe is in flight. */
  abortProbe: (() => void) | undefined;
  /** The clock's time of the earliest turn that is still to be served: it waits for admission, or for the end of the probe in flight. */
  dueMs: number | undefined;
}

class Scheduler implements ProbeScheduler {
  readonly #options: ProbeOptions;
  readonly #context: ProbeContext;
  readonly #timetable: Timetable;
  readonly #admission: Admission<Assigned>;
  #assigned: ReadonlyMap<TargetKey, Assigned> = new Map();
  #disposed = false;

  constructor(options: ProbeOptions) {
    this.#options = options;
    this.#timetable = timetable(options.clock);
    const checks = options.runCheck ?? runCheck;
    this.#context = { ...options, runCheck: options.allowExec ? checks : withoutPrograms(checks), timetable: this.#timetable };
    this.#admission = new Admission(
      options.maxInFlight,
      ({ target }) => target.site,
      assigned => this.#probe(assigned),
    );
  }

  assign(targets: readonly ProbeTarget[]): void {
    if (this.#disposed) return;
    const before = this.#assigned;
    this.#assigned = new Map(targets.map(target => [target.key, this.#keep(target) ?? newcomer(target)]));
    this.#retire([...before.values()].filter(assigned => this.#assigned.get(assigned.target.key) !== assigned));
    const added = [...this.#assigned.values()].filter(assigned => before.get(assigned.target.key) !== assigned);
    for (const assigned of added) this.#welcome(assigned, added.length);
  }

  checkNow(key: TargetKey): void {
    const assigned = this.#assigned.get(key);
    if (assigned) this.#ask(assigned, this.#options.clock.monotonic());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.assign([]);
    this.#disposed = true;
    this.#timetable[Symbol.dispose]();
  }

  #keep(target: ProbeTarget): Assigned | undefined {
    const known = this.#assigned.get(target.key);
    return known && isProbedAlike(known.target, target) ? known : undefined;
  }

  #welcome(assigned: Assigned, newTargets: number): void {
    const delayMs = firstDelayMs(assigned.phase, newTargets, assigned.target.monitor);
    assigned.cancelTurn = this.#timetable.at(this.#options.clock.monotonic() + delayMs, lateMs => this.#takeTurn(assigned, lateMs));
  }

  /** The next turn is one of the phase's own, whenever this one came: delays do not add up, and missed turns are not made up for. */
  #takeTurn(assigned: Assigned, lateMs: number): void {
    const { clock, random } = this.#options;
    const { intervalMs } = assigned.target.monitor;
    const nowMs = clock.monotonic();
    const dueMs = nextTurn(assigned.phase, intervalMs, nowMs) + jitterMs(random, intervalMs);
    assigned.cancelTurn = this.#timetable.at(dueMs, lateMs => this.#takeTurn(assigned, lateMs));
    this.#ask(assigned, nowMs - lateMs);
  }

  /** Turns that come while an earlier one is still to be served are served by the same probe. */
  #ask(assigned: Assigned, dueMs: number): void {
    assigned.dueMs ??= dueMs;
    if (!assigned.abortProbe) this.#admission.enter(assigned);
  }

  #probe(assigned: Assigned): void {
    const { target, dueMs } = assigned;
    const nowMs = this.#options.clock.monotonic();
    const lateMs = nowMs - (dueMs ?? nowMs);
    assigned.dueMs = undefined;
    assigned.abortProbe = runProbe(target, this.#context, end => this.#conclude(assigned, end));
    if (lateMs > target.monitor.intervalMs) this.#options.onLate(target, lateMs);
  }

  #conclude(assigned: Assigned, end: ProbeEnd): void {
    assigned.abortProbe = undefined;
    this.#admission.leave(assigned);
    if (assigned.dueMs !== undefined) this.#admission.enter(assigned);
    if (end.kind === 'observed') this.#options.onObservation(end.observation);
    else this.#options.onFault(assigned.target, end.error);
  }

  /** All leave the queue before the first slot comes free, so that none of them gets it. */
  #retire(retired: readonly Assigned[]): void {
    for (const assigned of retired) {
      assigned.cancelTurn();
      this.#admission.withdraw(assigned);
    }
    for (const assigned of retired) {
      if (!assigned.abortProbe) continue;
      assigned.abortProbe();
      assigned.abortProbe = undefined;
      this.#admission.leave(assigned);
    }
  }
}

function newcomer(target: ProbeTarget): Assigned {
  return { target, phase: phaseOf(target.key), cancelTurn: () => {}, abortProbe: undefined, dueMs: undefined };
}

/** Whether probing the two makes no difference. */
function isProbedAlike(a: ProbeTarget, b: ProbeTarget): boolean {
  return (
    a.site === b.site &&
    a.address.text === b.address.text &&
    a.monitor.intervalMs === b.monitor.intervalMs &&
    a.monitor.timeoutMs === b.monitor.timeoutMs &&
    isDeepStrictEqual(a.monitor.check, b.monitor.check)
  );
}
