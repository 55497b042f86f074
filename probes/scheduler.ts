import type { Clock } from '../src/lib/clock.ts';
import { isProbedAlike } from '../src/lib/probed-alike.ts';
import type { Random } from '../src/lib/random.ts';
import type { Observation, Probe, Slot, TargetKey } from '../src/model/health.ts';
import { Admission } from './admission.ts';
import { type Assigned, isConfirmedAlike, newlyAssigned } from './assigned.ts';
import type { Check } from './check.ts';
import { runCheck } from './checks/registry.ts';
import { withoutPrograms } from './checks/without-programs.ts';
import { firstDelayMs, jitterMs, phaseInSlot, turnAfter } from './phase.ts';
import { type ProbeContext, type ProbeEnd, runProbe } from './run-probe.ts';
import { type Timetable, timetable } from './timetable.ts';

/** Runs a set of probes, each once an interval. Disposed, it has no timer and no socket, and reports nothing more. */
export interface ProbeScheduler extends AsyncDisposable {
  /**
   * Replaces the set of probes. One that stays keeps its next turn, what is in flight and the failures that were counted; where more of them
   * are to be confirmed than before, or sooner, it goes on with that. One whose site, address, timing or check changed counts as new. A new one is first run so early that its observation comes within one interval. With another slot than
   * before every probe keeps its next turn, and has those of its new phase from then on: 0.5 to 1.5 intervals later.
   */
  assign(probes: readonly Probe[], slot?: Slot): void;
  /**
   * Runs these now, out of turn: at once, or as soon as what is in flight has ended. Unknown keys are ignored. Those that began a moment
   * ago are run after that moment, if nothing else runs them before: it is half of their `confirmMs`, or 100 ms where failures are not confirmed.
   */
  checkNow(keys: readonly TargetKey[] | TargetKey): void;
  /** The same, and a failure is confirmed anew, however many there were before. */
  recheck(keys: Iterable<TargetKey>): void;
}

export interface ProbeOptions {
  readonly vantage: string;
  readonly clock: Clock;
  readonly random: Random;
  /** How many probes, and so sockets, there may be at once, shared fairly between sites; at least 1. */
  readonly maxInFlight: number;
  /**
   * Milliseconds on the grid of turns that all vantages share; default: the clock's monotonic time. It may jump: as with another slot,
   * every probe keeps its next turn, and has those of the new grid from then on.
   */
  readonly gridMs?: () => number;
  /** Default: the registry's checks. */
  readonly runCheck?: Check;
  /** Whether checks may run programs of this machine; default: they may not. */
  readonly allowExec?: boolean;
  readonly onObservation: (observation: Observation) => void;
  /** The vantage itself could not probe (no file descriptors left …). This is no observation: it says nothing of the endpoint. */
  readonly onFault: (probe: Probe, error: unknown) => void;
  /** A probe began so much after its turn, in milliseconds: more than one interval of its monitor. */
  readonly onLate: (probe: Probe, lateMs: number) => void;
}

/** Starts with no probes. Timers and clock are `options.clock`'s. */
export function startProbes(options: ProbeOptions): ProbeScheduler {
  return new Scheduler(options);
}

/** A vantage that has the grid for itself. */
const ALONE: Slot = { index: 0, of: 1 };

/** A probe without confirmation that began less than this ago is not asked again. */
const MOMENT_MS = 100;

class Scheduler implements ProbeScheduler {
  readonly #options: ProbeOptions;
  readonly #gridMs: () => number;
  readonly #context: ProbeContext;
  readonly #timetable: Timetable;
  readonly #admission: Admission<Assigned>;
  #assigned: ReadonlyMap<TargetKey, Assigned> = new Map();
  #slot = ALONE;
  #disposed = false;

  constructor(options: ProbeOptions) {
    this.#options = options;
    this.#gridMs = options.gridMs ?? (() => options.clock.monotonic());
    this.#timetable = timetable(options.clock);
    const checks = options.runCheck ?? runCheck;
    this.#context = { ...options, runCheck: options.allowExec ? checks : withoutPrograms(checks), timetable: this.#timetable };
    this.#admission = new Admission(
      options.maxInFlight,
      ({ probe }) => probe.site,
      assigned => this.#run(assigned),
    );
  }

  assign(probes: readonly Probe[], slot = ALONE): void {
    if (this.#disposed) return;
    const before = this.#assigned;
    this.#slot = slot;
    this.#assigned = new Map(probes.map(probe => [probe.key, this.#keep(probe) ?? newlyAssigned(probe)]));
    this.#retire([...before.values()].filter(assigned => this.#assigned.get(assigned.probe.key) !== assigned));
    const added = [...this.#assigned.values()].filter(assigned => before.get(assigned.probe.key) !== assigned);
    for (const assigned of added) this.#welcome(assigned, added.length);
  }

  checkNow(keys: readonly TargetKey[] | TargetKey): void {
    const nowMs = this.#options.clock.monotonic();
    for (const key of typeof keys === 'string' ? [keys] : keys) {
      const assigned = this.#assigned.get(key);
      const fromMs = assigned ? assigned.beganMs + momentOf(assigned.probe) : 0;
      if (assigned && fromMs <= nowMs) this.#ask(assigned, nowMs);
      else if (assigned) this.#askAt(assigned, fromMs);
    }
  }

  recheck(keys: Iterable<TargetKey>): void {
    const again = [...keys];
    for (const key of again) {
      const assigned = this.#assigned.get(key);
      if (assigned) assigned.failures = 0;
    }
    this.checkNow(again);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.assign([]);
    this.#disposed = true;
    this.#timetable[Symbol.dispose]();
  }

  #keep(probe: Probe): Assigned | undefined {
    const known = this.#assigned.get(probe.key);
    if (!known || !isProbedAlike(known.probe, probe)) return undefined;
    const before = known.probe;
    known.probe = probe;
    if (!isConfirmedAlike(before, probe)) this.#confirmOtherwise(known);
    return known;
  }

  /** The failures stay: they are told, and count. What is in flight sees to the rest itself when it ends. */
  #confirmOtherwise(assigned: Assigned): void {
    const isAwaited = assigned.cancelConfirmation !== undefined;
    cancelConfirmation(assigned);
    if (isAwaited && assigned.failures === 0) this.#askAt(assigned, this.#options.clock.monotonic() + momentOf(assigned.probe));
    else if (!assigned.abort) this.#confirm(assigned);
  }

  #welcome(assigned: Assigned, newProbes: number): void {
    const delayMs = firstDelayMs(phaseInSlot(assigned.phase, this.#slot), newProbes, assigned.probe.monitor);
    // What follows may come at any time within an interval: the first verdicts are awaited.
    const run = (lateMs: number) => this.#takeTurn(assigned, lateMs, 0);
    assigned.cancelTurn = this.#timetable.at(this.#options.clock.monotonic() + delayMs, run);
  }

  /** The next turn is one of the phase's own, whenever this one came: delays do not add up, and missed turns are not made up for. */
  #takeTurn(assigned: Assigned, lateMs: number, leastGap?: number): void {
    const { clock, random } = this.#options;
    const { intervalMs } = assigned.probe.monitor;
    const nowMs = clock.monotonic();
    const phase = phaseInSlot(assigned.phase, this.#slot);
    const waitMs = turnAfter({ phase, intervalMs, nowMs: this.#gridMs(), lateMs, leastGap }) + jitterMs(random, intervalMs);
    assigned.cancelTurn = this.#timetable.at(nowMs + waitMs, lateMs => this.#takeTurn(assigned, lateMs));
    this.#ask(assigned, nowMs - lateMs);
  }

  /** Turns that come while an earlier one is still to be served are served by the same probe. */
  #ask(assigned: Assigned, dueMs: number): void {
    assigned.dueMs ??= dueMs;
    if (!assigned.abort) this.#admission.enter(assigned);
  }

  #run(assigned: Assigned): void {
    const { probe, dueMs } = assigned;
    const nowMs = this.#options.clock.monotonic();
    const lateMs = nowMs - (dueMs ?? nowMs);
    assigned.dueMs = undefined;
    assigned.beganMs = nowMs;
    cancelConfirmation(assigned);
    assigned.abort = runProbe(probe, this.#context, end => this.#conclude(assigned, end));
    if (lateMs > probe.monitor.intervalMs) this.#options.onLate(probe, lateMs);
  }

  #conclude(assigned: Assigned, end: ProbeEnd): void {
    assigned.abort = undefined;
    this.#admission.leave(assigned);
    if (end.kind === 'observed') this.#count(assigned, end.observation.ok);
    if (assigned.dueMs !== undefined) this.#admission.enter(assigned);
    if (end.kind === 'observed')
      this.#options.onObservation(isConfirmed(assigned) ? { ...end.observation, confirmed: true } : end.observation);
    else this.#options.onFault(assigned.probe, end.error);
  }

  #count(assigned: Assigned, ok: boolean): void {
    assigned.failures = ok ? 0 : assigned.failures + 1;
    this.#confirm(assigned);
  }

  /** A failure that is still to be confirmed has the probe come again soon, unless it is asked for already. */
  #confirm(assigned: Assigned): void {
    const { failures, dueMs, probe } = assigned;
    const { confirmMs } = probe.monitor;
    if (failures === 0 || confirmMs === undefined || isConfirmed(assigned) || dueMs !== undefined) return;
    this.#askAt(assigned, this.#options.clock.monotonic() + confirmMs);
  }

  /** Unless it comes sooner anyway. */
  #askAt(assigned: Assigned, dueMs: number): void {
    assigned.cancelConfirmation ??= this.#timetable.at(dueMs, () => this.#ask(assigned, dueMs));
  }

  /** All leave the queue before the first slot comes free, so that none of them gets it. */
  #retire(retired: readonly Assigned[]): void {
    for (const assigned of retired) {
      assigned.cancelTurn();
      cancelConfirmation(assigned);
      this.#admission.withdraw(assigned);
    }
    for (const assigned of retired) {
      if (!assigned.abort) continue;
      assigned.abort();
      assigned.abort = undefined;
      this.#admission.leave(assigned);
    }
  }
}

/** Whether there were as many failures in a row as confirm one, if any do. */
function isConfirmed({ failures, probe }: Assigned): boolean {
  return probe.monitor.confirmMs !== undefined && failures >= probe.monitor.fall;
}

/** Whatever begins in the meantime confirms as well. */
function cancelConfirmation(assigned: Assigned): void {
  assigned.cancelConfirmation?.();
  assigned.cancelConfirmation = undefined;
}

function momentOf({ monitor: { confirmMs } }: Probe): number {
  return confirmMs === undefined ? MOMENT_MS : confirmMs / 2;
}
