import type { LoadResult } from '../config/load.ts';
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
  /** Reads the directory; ends early when the signal says so. */
  readonly load: (directory: string, signal: AbortSignal) => Promise<LoadResult>;
  readonly health: Health;
  readonly control: Control;
  readonly probes: { assign(targets: readonly ProbeTarget[]): void };
  readonly verdicts: Pick<VerdictKeeper, 'prune'>;
  readonly counters: ServingCounters;
  readonly log: Logger;
}

/** Why a reload did not come to be. */
export class ReloadEnded extends Error {}

/**
 * Reads the zones again, one reload at a time. What does not validate is told of and not taken: the last good zones go on. However many
 * ask while one is under way, one more follows it: it reads everything that was written before they asked.
 */
export class Reloader implements Disposable {
  readonly #parts: ReloadParts;
  readonly #end = new AbortController();
  #running: Promise<readonly Finding[]> | undefined;
  #next: Promise<readonly Finding[]> | undefined;
  /** What the last reload found, if it was not taken; empty after a good one. */
  rejected: readonly Finding[] = [];

  constructor(parts: ReloadParts) {
    this.#parts = parts;
  }

  /** Gives what was found; rejects where good zones could not be served, and the old ones then go on as well. */
  reload(): Promise<readonly Finding[]> {
    if (!this.#running) return this.#begin();
    this.#next ??= this.#running.then(
      () => this.#begin(),
      () => this.#begin(),
    );
    return this.#next;
  }

  /** Ends the reload under way and all that wait: they reject with ReloadEnded. */
  [Symbol.dispose](): void {
    this.#end.abort(new ReloadEnded('Meridian is ending'));
  }

  #begin(): Promise<readonly Finding[]> {
    this.#next = undefined;
    this.#running = this.#reload().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #reload(): Promise<readonly Finding[]> {
    const { directory, log, counters, load } = this.#parts;
    this.#end.signal.throwIfAborted();
    const { declared, findings } = await load(directory, this.#end.signal).finally(() => this.#end.signal.throwIfAborted());
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
