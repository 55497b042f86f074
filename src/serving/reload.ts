import { loadZones } from '../config/load.ts';
import type { Control } from '../control/loop.ts';
import type { Health } from '../health/engine.ts';
import type { Clock } from '../lib/clock.ts';
import type { Declared, Finding } from '../model/declared.ts';
import type { ProbeTarget } from '../model/health.ts';
import type { Verdicts } from '../store/verdicts.ts';
import type { Faults } from './faults.ts';
import { logFindings } from './load.ts';
import type { Logger } from './log.ts';
import type { ServingCounters } from './metrics.ts';

export interface ReloadParts {
  readonly directory: string;
  readonly health: Health;
  readonly control: Control;
  readonly probes: { assign(targets: readonly ProbeTarget[]): void };
  readonly verdicts: Verdicts;
  readonly counters: ServingCounters;
  readonly faults: Faults;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Reads the zones again, one reload at a time. What does not validate is told of and not taken: the last good zones go on. */
export class Reloader {
  readonly #parts: ReloadParts;
  #turn: Promise<unknown> = Promise.resolve();
  /** What the last reload found, if it was not taken; empty after a good one. */
  rejected: readonly Finding[] = [];

  constructor(parts: ReloadParts) {
    this.#parts = parts;
  }

  reload(): Promise<readonly Finding[]> {
    const turn = this.#turn.then(() => this.#reload());
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #reload(): Promise<readonly Finding[]> {
    const { directory, log, counters } = this.#parts;
    const { declared, findings } = loadZones(directory);
    logFindings(findings, log);
    if (!declared) {
      this.rejected = findings;
      counters.reloads.rejected++;
      log.error(`zones not reloaded: ${findings.length} findings in ${directory}; the old ones are served on`);
      return findings;
    }
    const generation = await this.#take(declared);
    this.rejected = [];
    counters.reloads.taken++;
    log.info({ generation }, `zones reloaded: ${declared.zones.size} served as generation ${generation}`);
    return findings;
  }

  async #take(declared: Declared): Promise<number> {
    const { health, control, probes, verdicts, faults, clock } = this.#parts;
    const before = control.served.inputs.declared;
    const watch = (zones: Declared) => {
      health.assign(zones);
      probes.assign(health.targets);
    };
    watch(declared);
    let generation: number;
    try {
      generation = await control.change({ declared });
    } catch (error) {
      watch(before);
      throw error;
    }
    try {
      verdicts.prune(new Set(health.targets.map(({ key }) => key)), clock.now());
    } catch (error) {
      faults.note('verdicts of endpoints that are gone could not be removed', error);
    }
    return generation;
  }
}
