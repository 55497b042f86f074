import { planProbes } from '../fleet/assignment.ts';
import { createFleet, type Fleet, type FleetOptions } from '../fleet/fleet.ts';
import type { Health } from '../health/engine.ts';
import type { Clock } from '../lib/clock.ts';
import type { Observation, Probe, ProbeTarget, Slot } from '../model/health.ts';
import type { ControlResult, KnownVantage } from '../model/vantage.ts';
import { carry, type ObserveParts, observe } from './observe.ts';

/** What time alone changes is looked for this often. */
const TICK_MS = 1000;

/** What runs in the vantage within this process. */
export interface RunningVantage extends AsyncDisposable {
  assign(probes: readonly Probe[], slot?: Slot): void;
  checkNow(probes: readonly string[]): void;
  recheck(probes: readonly string[]): void;
  controls(): readonly ControlResult[];
}

/** The vantage within this process. */
export interface EmbeddedVantage {
  readonly name: string;
  readonly region: string | undefined;
  /** Has it tell that a control target does otherwise than before, before it tells of a failure that this can explain. */
  readonly start: (told: { onControls: () => void; onObservation: (observation: Observation) => void }) => RunningVantage;
}

export interface WatchingParts
  extends Omit<ObserveParts, 'targetsOf' | 'onSuspicion' | 'health'>,
    Pick<FleetOptions, 'version' | 'standstill' | 'remembered' | 'onEvent'> {
  readonly health: Health;
  readonly clock: Clock;
  readonly embedded: EmbeddedVantage;
  /** Told who the vantages are: when one came, went or counts otherwise, and after every tick. */
  readonly onVantages: (vantages: readonly KnownVantage[]) => void;
  /** Called after every tick. */
  readonly onTick: () => void;
}

/** What is watched and by whom: the plan of probes, the fleet that does them, and the way of what it sees to the verdicts. */
export class Watching implements AsyncDisposable {
  readonly fleet: Fleet;
  readonly #parts: WatchingParts;
  readonly #embedded: RunningVantage;
  #plan = planProbes([]);
  #cancelTick = () => {};

  constructor(parts: WatchingParts) {
    this.#parts = parts;
    const { clock, standstill, version, remembered = [], onEvent, onVantages, health, embedded } = parts;
    const take = observe({
      ...parts,
      targetsOf: probe => this.#plan.targetsOf(probe),
      onSuspicion: (probe, vantage) => this.fleet.suspect(probe, vantage),
    });
    this.fleet = createFleet({
      clock,
      standstill,
      version,
      remembered,
      onEvent,
      onObservation: observation => {
        take(observation);
        this.#recheck();
      },
      onVantages: facts => {
        for (const change of health.setVantages(facts)) void carry(change, parts);
        onVantages(this.fleet.vantages());
      },
    });
    const { name, region } = embedded;
    const running = embedded.start({
      onControls: () => session.controlled(),
      onObservation: observation => session.observed(observation),
    });
    const session = this.fleet.join({
      name,
      region,
      controls: () => running.controls(),
      assign: (assigned, slot) => running.assign(assigned, slot),
      checkNow: keys => running.checkNow(keys),
      recheck: keys => running.recheck(keys),
    });
    this.#embedded = running;
    this.#tickLater();
  }

  /** Has these targets watched in place of those before. */
  assign(targets: readonly ProbeTarget[]): void {
    this.#plan = planProbes(targets);
    this.fleet.assign(this.#plan.probes);
  }

  /** Nothing is observed any more from here on. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#cancelTick();
    this.fleet[Symbol.dispose]();
    await this.#embedded[Symbol.asyncDispose]();
  }

  #recheck(): void {
    for (const { target, vantage } of this.#parts.health.takeRechecks()) {
      const probe = this.#plan.probeOf(target);
      if (probe !== undefined) this.fleet.recheck(probe, vantage);
    }
  }

  #tickLater(): void {
    const { clock, health, onTick, onVantages } = this.#parts;
    this.#cancelTick = clock.after(TICK_MS, () => {
      for (const change of health.tick()) void carry(change, this.#parts);
      this.#recheck();
      onVantages(this.fleet.vantages());
      onTick();
      this.#tickLater();
    });
  }
}
