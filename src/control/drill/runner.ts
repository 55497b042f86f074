import type { Clock } from '../../lib/clock.ts';
import { timedId } from '../../lib/timed-id.ts';
import type { Drill, DrillMoment, DrillPlan } from '../../model/drill.ts';
import type { IntentTarget } from '../../model/intent.ts';
import type { WhatIf } from '../../model/whatif.ts';
import { type CarryParts, layOverrides, releaseInStore, releaseOverrides, releaseStray } from './carry-out.ts';
import { circumstancesOf, type DrillRequest, readErrorRate } from './circumstances.ts';
import { begin, type DrillEffect, type DrillEvent, type Moment, type Running, type Stepped, step } from './machine.ts';
import { newDrill, refusedDrill } from './new-drill.ts';
import { type Preflight, preflight } from './preflight.ts';
import { faultNow } from './watch.ts';

/** What outlives the process. */
export interface DrillStore {
  /** Throws where it cannot be written down. */
  save(drill: Drill): void;
  find(id: string): Drill | undefined;
  /** Those that were not at their end when they were saved last. */
  unfinished(): readonly Drill[];
}

export interface DrillParts extends CarryParts {
  readonly store: DrillStore;
  readonly clock: Clock;
  /** What would be answered with these forced down. */
  readonly forecast: (targets: readonly IntentTarget[]) => Promise<WhatIf>;
  /** Asks a webhook for the rate of errors, 0 to 1; ends by itself. Rejects with why there is none. */
  readonly errorRate: (url: string) => Promise<number>;
  /** Writes down what an auditor reads; told of every change. */
  readonly evidence: (drill: Drill) => void;
  /** The shift of a record that is under way, `shift 20300106-030000`; left out: there are none. */
  readonly shiftAt?: (plan: Pick<DrillPlan, 'zone' | 'owner'>) => string | undefined;
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  /** Told of every step of a drill. */
  readonly onMoment?: (told: { readonly drill: Drill; readonly moment: DrillMoment; readonly line: string }) => void;
  readonly onFault: (what: string, error: unknown) => void;
}

/** A start that was refused, or the drill that began. */
export type Started = { readonly kind: 'started'; readonly drill: Drill } | { readonly kind: 'refused'; readonly found: Preflight };

/** While a drill runs it is looked this often whether it may go on. */
const LOOK_MS = 250;

/** Holds drills, one at a time: carries out what `machine.ts` decides, and tells it what happens. */
export class DrillRunner implements Disposable {
  readonly #parts: DrillParts;
  #running: Running | undefined;
  #beganMs = 0;
  /** Whether the conditions of a start are being looked at. */
  #starting = false;
  /** Resolves when what is to be done is done. */
  #done: Promise<void> = Promise.resolve();
  #releasing = false;
  /** Drills of a process before this one that are still to be undone. */
  #left: readonly Drill[] = [];
  /** Whether the drill that runs began in this process, which has counted what was answered meanwhile. */
  #counted = true;
  #cancelLook = () => {};
  #cancelPoll = () => {};

  constructor(parts: DrillParts) {
    this.#parts = parts;
  }

  /** The drill that runs; undefined: none. */
  get current(): Drill | undefined {
    return this.#running?.drill;
  }

  /** Judges whether a drill could start now, and where its clients would go; nothing is changed. Throws ScopeError. */
  async look(request: DrillRequest): Promise<Preflight> {
    const drill = this.#running?.drill.id ?? (this.#starting ? 'that is about to start' : undefined);
    const running = drill === undefined ? this.#shiftAt(request) : `drill ${drill}`;
    return preflight(await circumstancesOf(request, running, this.#parts));
  }

  /**
   * Starts a drill where every condition is met; resolves when every worker serves its overrides, or that has failed. Rejects with
   * ScopeError, and with what the store throws: then nothing has changed.
   */
  async start(request: DrillRequest): Promise<Started> {
    const taken = this.#starting;
    const found = await this.#alone(() => this.look(request));
    const busy = taken || this.#running !== undefined || this.#shiftAt(request) !== undefined;
    const refused = busy || found.checks.some(({ ok }) => !ok);
    if (refused && request.name === undefined) return { kind: 'refused', found };
    const drill = this.#newDrill(request, found);
    if (refused) {
      this.#keep(refusedDrill(drill));
      return { kind: 'refused', found };
    }
    this.#parts.store.save(drill);
    this.#begin(begin(drill));
    this.#pollLater();
    await this.#done;
    return { kind: 'started', drill: this.#newest(drill) };
  }

  /** Calls the running drill off; resolves when its clients are let back, or that is being tried again. */
  async abort(because: string): Promise<void> {
    this.#happen({ kind: 'abort', because });
    await this.#done;
  }

  /** Undoes what a process before this one left; resolves when that is served, or is being tried again. */
  async undoLeft(): Promise<void> {
    this.#left = this.#parts.store.unfinished();
    this.#undoNext();
    await this.#done;
    await this.#releaseStray();
  }

  /** Ends the drill with the process: its overrides leave the store, so that the next start has nothing of them. */
  [Symbol.dispose](): void {
    this.#cancelLook();
    this.#cancelPoll();
    if (!this.#running) return;
    this.#take(step(this.#running, { kind: 'ending' }, this.#now()), () => this.#releaseStored());
  }

  #shiftAt({ plan }: DrillRequest): string | undefined {
    return this.#parts.shiftAt?.(plan);
  }

  async #alone<T>(action: () => Promise<T>): Promise<T> {
    if (this.#starting) return action();
    const found = action();
    this.#starting = true;
    return found.finally(() => {
      this.#starting = false;
    });
  }

  #newDrill(request: DrillRequest, found: Preflight): Drill {
    const { clock, store } = this.#parts;
    const nowMs = clock.now();
    return newDrill(request, found, { nowMs, id: timedId(nowMs, taken => store.find(taken) !== undefined) });
  }

  #newest(drill: Drill): Drill {
    const running = this.#running?.drill;
    return running?.id === drill.id ? running : (this.#parts.store.find(drill.id) ?? drill);
  }

  #begin(first: Stepped, counted = true): void {
    this.#beganMs = this.#parts.clock.monotonic();
    this.#counted = counted;
    this.#running = undefined;
    this.#take(first);
    if (this.#running) this.#lookLater();
  }

  #undoNext(): void {
    const [drill, ...left] = this.#left;
    this.#left = left;
    if (!drill) return;
    this.#beganMs = this.#parts.clock.monotonic();
    this.#begin(step({ drill, dueMs: undefined, abortAfterwards: undefined }, { kind: 'found' }, this.#now()), false);
  }

  #now(): Moment {
    const { clock } = this.#parts;
    return { nowMs: clock.now(), elapsedMs: clock.monotonic() - this.#beganMs };
  }

  #happen(event: DrillEvent): void {
    if (this.#running) this.#take(step(this.#running, event, this.#now()));
  }

  #take({ running, effects }: Stepped, release: () => Promise<void> | void = () => this.#release()): void {
    const before = this.#running?.drill;
    this.#running = running;
    if (before !== running.drill) this.#keep(running.drill, before);
    for (const effect of effects) this.#doNext(effect, release);
    if (running.drill.phase === 'ended') this.#end();
  }

  #doNext(effect: DrillEffect, release: () => Promise<void> | void): void {
    if (effect === 'lay') this.#done = this.#lay();
    else this.#done = Promise.all([this.#done, release()]).then(() => {});
  }

  #end(): void {
    this.#running = undefined;
    this.#cancelLook();
    this.#cancelPoll();
    this.#undoNext();
  }

  /** Saves a drill, tells of what is new in it, and writes its evidence. What cannot be written is told of, and goes on. */
  #keep(drill: Drill, before?: Drill): void {
    const { store, evidence, onFault } = this.#parts;
    const known = new Set<DrillMoment>(before?.timeline);
    for (const moment of drill.timeline) if (!known.has(moment)) this.#tell(drill, moment);
    try {
      store.save(drill);
      evidence(drill);
    } catch (error) {
      onFault(`what became of drill ${drill.id} could not be written down`, error);
    }
  }

  #tell(drill: Drill, moment: DrillMoment): void {
    const { step, detail } = moment;
    const level = step === 'abort' || step === 'refused' ? 'warn' : 'info';
    const line = `drill ${drill.id}: ${step.replaceAll('_', ' ')}: ${detail}`;
    this.#parts.log[level]({ drill: drill.id, step }, line);
    this.#parts.onMoment?.({ drill, moment, line });
  }

  async #lay(): Promise<void> {
    this.#happen(await layOverrides(this.#running!.drill, this.#parts));
  }

  async #release(): Promise<void> {
    this.#releasing = true;
    const parts = this.#counted ? this.#parts : { ...this.#parts, answersGiven: undefined };
    const event = await releaseOverrides(this.#running!.drill, parts);
    this.#releasing = false;
    this.#happen(event);
  }

  /** Where that fails the next start finds the drill. */
  #releaseStored(): void {
    const { drill } = this.#running!;
    try {
      releaseInStore(drill, this.#parts);
      this.#happen({ kind: 'undone' });
    } catch (error) {
      this.#parts.onFault(`the overrides of drill ${drill.id} are still in the store: the next start releases them`, error);
    }
  }

  async #releaseStray(): Promise<void> {
    try {
      const overrides = await releaseStray(this.#parts);
      if (overrides > 0) this.#parts.log.warn({ overrides }, 'overrides of a drill that is not known were released');
    } catch (error) {
      this.#parts.onFault('overrides of a drill that is not known are still in force', error);
    }
  }

  #lookLater(): void {
    this.#cancelLook();
    this.#cancelLook = this.#parts.clock.after(LOOK_MS, () => {
      this.#lookNow();
      if (this.#running) this.#lookLater();
    });
  }

  #lookNow(): void {
    const { drill } = this.#running ?? {};
    if (!drill) return;
    if (drill.phase === 'returning' && !this.#releasing) this.#done = this.#release();
    const { keeper, control } = this.#parts;
    const { inputs, states } = control.served;
    const fault = drill.phase === 'away' ? faultNow(drill, { declared: inputs.declared, states, intents: keeper.intents }) : undefined;
    this.#happen({ kind: 'tick', fault });
  }

  #pollLater(): void {
    const webhook = this.#running?.drill.plan.webhook;
    if (!webhook) return;
    this.#cancelPoll = this.#parts.clock.after(webhook.everyMs, () => void this.#poll(webhook.url));
  }

  async #poll(url: string): Promise<void> {
    const id = this.#running?.drill.id;
    const reading = await readErrorRate(this.#parts, url);
    if (this.#running === undefined || this.#running.drill.id !== id) return;
    this.#happen({ kind: 'error-rate', reading });
    if (this.#running.drill.phase === 'moving' || this.#running.drill.phase === 'away') this.#pollLater();
  }
}
