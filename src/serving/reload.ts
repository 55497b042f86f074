import { NotReloaded } from '../api/operations.ts';
import type { Control } from '../control/loop.ts';
import type { Health } from '../health/engine.ts';
import type { Clock } from '../lib/clock.ts';
import type { Declared, Finding } from '../model/declared.ts';
import type { EventSink } from '../model/event.ts';
import type { ProbeTarget } from '../model/health.ts';
import type { Faults } from './faults.ts';
import type { HostKeeper } from './host-keeper.ts';
import { logFindings, type PreparedZones } from './load.ts';
import type { Logger } from './log.ts';
import type { ServingCounters } from './metrics.ts';
import type { Loaded } from './packed-load.ts';
import { noteRejected, noteReloaded, noteReloadFailed } from './reload-events.ts';
import type { VerdictKeeper } from './verdict-keeper.ts';

export interface ReloadParts {
  readonly directory: string;
  /** Reads the directory; ends early when the signal says so. */
  readonly load: (directory: string, signal: AbortSignal) => Promise<Loaded>;
  readonly health: Health;
  readonly control: Control;
  readonly probes: { assign(targets: readonly ProbeTarget[]): void };
  readonly verdicts: Pick<VerdictKeeper, 'prune'>;
  readonly hosts: Pick<HostKeeper, 'assign' | 'settled' | 'prune'>;
  readonly counters: ServingCounters;
  readonly faults: Pick<Faults, 'note'>;
  readonly log: Logger;
  readonly events?: EventSink | undefined;
  readonly clock: Pick<Clock, 'after'>;
}

/** How long reading the zones may take: several times what the largest ones need. A file system that hangs would take for ever. */
const READING_LIMIT_S = 60;

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

  /**
   * Gives what was found. Rejects where good zones could not be served, and with NotReloaded where reading them does not end;
   * the old ones then go on as well, and the fault has been noted.
   */
  reload(): Promise<readonly Finding[]> {
    if (!this.#running) return this.#begin();
    this.#next ??= this.#running.then(
      () => this.#begin(),
      () => this.#begin(),
    );
    return this.#next;
  }

  /** Reads the zones and takes nothing. Rejects with NotReloaded where that does not end. */
  look(): Promise<Pick<Loaded, 'declared' | 'findings'>> {
    return this.#read();
  }

  /** Ends the reload under way and all that wait: they reject with ReloadEnded. */
  [Symbol.dispose](): void {
    this.#end.abort(new ReloadEnded('Meridian is ending'));
  }

  #begin(): Promise<readonly Finding[]> {
    this.#next = undefined;
    this.#running = this.#noted(this.#reload()).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #noted(reload: ReturnType<Reloader['reload']>): ReturnType<Reloader['reload']> {
    try {
      return await reload;
    } catch (error) {
      if (error instanceof ReloadEnded) throw error;
      this.#parts.counters.reloads.rejected++;
      this.#parts.faults.note('zones could not be reloaded', error);
      noteReloadFailed(this.#parts, error);
      throw error;
    }
  }

  async #reload(): Promise<readonly Finding[]> {
    const { directory, log, counters } = this.#parts;
    const { declared, findings, prepared } = await this.#read();
    logFindings(findings, log);
    if (!declared) {
      this.rejected = findings;
      counters.reloads.rejected++;
      log.error(`zones not reloaded: ${findings.length} findings in ${directory}; the old ones are served on`);
      noteRejected(this.#parts, findings);
      return findings;
    }
    const generation = await this.#take({ declared, prepared });
    this.rejected = [];
    counters.reloads.taken++;
    log.info({ generation }, `zones reloaded: ${declared.zones.size} served as generation ${generation}`);
    noteReloaded(this.#parts, { zones: declared.zones.size, findings, generation });
    return findings;
  }

  async #read(): Promise<Loaded> {
    const { directory, load, clock } = this.#parts;
    const late = new AbortController();
    const signal = AbortSignal.any([this.#end.signal, late.signal]);
    signal.throwIfAborted();
    const tooLate = new NotReloaded(`${directory} could not be read within ${READING_LIMIT_S} s; the old zones are served on`);
    const cancel = clock.after(READING_LIMIT_S * 1000, () => late.abort(tooLate));
    try {
      return await load(directory, signal).finally(() => signal.throwIfAborted());
    } finally {
      cancel();
    }
  }

  async #take(zones: PreparedZones): Promise<number> {
    const { health, control, verdicts, hosts } = this.#parts;
    const before = control.served.inputs.declared;
    try {
      await this.#lookUp(zones.declared);
      this.#watch(zones.declared);
      const generation = await control.change(zones);
      verdicts.prune(new Set(health.targets.map(({ key }) => key)));
      hosts.prune();
      return generation;
    } catch (error) {
      hosts.assign(before);
      this.#watch(before);
      throw error;
    }
  }

  /** Before anything else changes: what is served meanwhile is the old zones whole, with what is known of their hosts. */
  async #lookUp(declared: Declared): Promise<void> {
    const { hosts } = this.#parts;
    hosts.assign(declared);
    await hosts.settled(this.#end.signal);
    this.#end.signal.throwIfAborted();
  }

  #watch(declared: Declared): void {
    const { health, probes } = this.#parts;
    health.assign(declared);
    probes.assign(health.targets);
  }
}
