import { loadZones } from '../config/load.ts';
import type { Control } from '../control/loop.ts';
import type { Health } from '../health/engine.ts';
import type { Declared, Finding } from '../model/declared.ts';
import type { ProbeTarget } from '../model/health.ts';
import { logFindings } from './load.ts';
import type { Logger } from './log.ts';
import type { ServingCounters } from './metrics.ts';
import type { VerdictKeeper } from './verdict-keeper.ts';

export interface ReloadParts {
  readonly directory: string;
  readonly health: Health;
  readonly control: Control;
  readonly probes: { assign(targets: readonly ProbeTarget[]): void };
  readonly verdicts: Pick<VerdictKeeper, 'prune'>;
  readonly counters: ServingCounters;
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

  /** Gives what was found; rejects where good zones could not be served, and the old ones then go on as well. */
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
    const { health, control, counters, verdicts } = this.#parts;
    const before = control.served.inputs.declared;
    try {
      this.#watch(declared);
      const generation = await control.change({ declared });
      verdicts.prune(new Set(health.targets.map(({ key }) => key)));
      return generation;
    } catch (error) {
      counters.reloads.rejected++;
      this.#watch(before);
      throw error;
    }
  }

  #watch(declared: Declared): void {
    const { health, probes } = this.#parts;
    health.assign(declared);
    probes.assign(health.targets);
  }
}
