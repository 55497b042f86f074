import { type Compiled, compileChange, compileTable, type LocationTable, withRatios } from '../answer/compile.ts';
import type { PreparedNames } from '../answer/plan.ts';
import type { AnswerTable, TableChange } from '../answer/table.ts';
import type { Clock } from '../lib/clock.ts';
import type { Declared } from '../model/declared.ts';
import type { EndpointState, EndpointStates } from '../model/effective.ts';
import type { EndpointKey } from '../model/health.ts';
import type { Intent } from '../model/intent.ts';
import type { Ratios } from '../model/ratio.ts';
import { answersAlike } from './describe-change.ts';
import { endpointsConcerned } from './intents-differ.ts';
import { ratiosIn } from './ratios.ts';

/** How long a worker that is late may hold up what comes after a change of single record sets. */
const PATIENCE_MS = 100;

/** Everything that answers are compiled from, besides the verdicts. */
export interface Inputs {
  readonly declared: Declared;
  readonly locations: LocationTable;
  readonly intents: readonly Intent[];
  /** The index of the names of `declared`, where it is made already. */
  readonly prepared?: PreparedNames | undefined;
}

/** The states that follow from inputs and verdicts. */
export interface Derive {
  all(inputs: Inputs): EndpointStates;
  /** `keys` that are not declared any more are left out. */
  some(inputs: Inputs, keys: Iterable<EndpointKey>): readonly EndpointState[];
}

/** Inputs with what was compiled from them: one moment of the whole. */
export interface Served {
  readonly inputs: Inputs;
  readonly states: EndpointStates;
  readonly compiled: Compiled;
  readonly generation: number;
}

/** What workers are given: all answers, or those that changed. */
export type Update = { readonly table: AnswerTable } | { readonly change: TableChange };

export interface ControlOptions {
  /** What the responder serves when control begins. */
  readonly first: Served;
  readonly derive: Derive;
  /** Resolves when every worker serves the update, one update after the other. A generation that was tried is not used again. */
  readonly publish: (update: Update) => Promise<number>;
  /** Told once of every state that changed, before the answers that follow from it are out. */
  readonly onState: (before: EndpointState | undefined, after: EndpointState) => void;
  /** Told of every update that every worker serves; `change` is undefined where it was everything. */
  readonly onServed: (served: Served, change: TableChange | undefined) => void;
  /** Told how long it took to derive states and to compile answers from them; `whole` where it was everything. */
  readonly onCompiled?: ((tookMs: number, whole: boolean) => void) | undefined;
  readonly clock: Clock;
}

/** The loop from inputs to answers: coalesce, compile, publish. Whatever fails, what was served goes on being served. */
export interface Control {
  /** What every worker serves; not what is on its way to them. */
  readonly served: Served;
  /** Whether an update has failed, and none that makes up for it is served yet: some workers may lack what others have. */
  readonly behind: boolean;
  /**
   * Takes new inputs; resolves with the generation that carries them, once every worker serves it. Rejects where they could not be
   * compiled or published: the zones and locations of this change are then dropped, its intents go out with the next update.
   */
  change(inputs: Partial<Inputs>): Promise<number>;
  /** Takes note that an endpoint's verdict, how sure it is, or its addresses changed; resolves and rejects as `change`. None is lost. */
  verdictChanged(endpoint: EndpointKey): Promise<number>;
}

/** Compiles what is served first, at `nowMs`. */
export function compileFirst(inputs: Inputs, derive: Derive, nowMs: number): Served {
  const states = derive.all(inputs);
  const generation = 1;
  return { inputs, states, compiled: compileTable({ ...inputs, states, ratios: ratiosIn(inputs, nowMs), generation }), generation };
}

/** Starts the loop. It runs when it is told of a change; it keeps a timer only as long as an update is on its way. */
export function startControl(options: ControlOptions): Control {
  return new Loop(options);
}

/** Changes that come while others are compiled and published wait, and go out together. */
interface Batch {
  inputs: Partial<Inputs>;
  readonly endpoints: Set<EndpointKey>;
  readonly outcome: PromiseWithResolvers<number>;
  /** Whether this is the second try, which nobody waits for. */
  readonly again: boolean;
}

class Loop implements Control {
  served: Served;
  behind = false;
  readonly #options: Omit<ControlOptions, 'first'>;
  /** What the workers were given last; ahead of `served` while it is on its way. */
  #given: Served;
  /** The newest, whatever became of the change that they came with. */
  #intents: Inputs['intents'];
  /** The newest states, as far as they have been told; ahead of those given when an update has failed. */
  #states: EndpointStates;
  /** The last generation that was given to the workers, whatever became of it. */
  #generation: number;
  #waiting: Batch | undefined;
  #running = false;
  /** Whether what was given last is everything. */
  #whole = false;
  /** Resolves when all that was given is served or has failed. */
  #landed: Promise<void> = Promise.resolve();

  /** What is served first is not held for ever: a large database and its table hang on it. */
  constructor({ first, ...options }: ControlOptions) {
    this.#options = options;
    this.served = first;
    this.#given = first;
    this.#intents = first.inputs.intents;
    this.#states = first.states;
    this.#generation = first.generation;
  }

  change(inputs: Partial<Inputs>): Promise<number> {
    const batch = this.#batch();
    batch.inputs = { ...batch.inputs, ...inputs };
    return batch.outcome.promise;
  }

  verdictChanged(endpoint: EndpointKey): Promise<number> {
    const batch = this.#batch();
    batch.endpoints.add(endpoint);
    return batch.outcome.promise;
  }

  #batch(again = false): Batch {
    this.#waiting ??= newBatch(again);
    if (!this.#running) {
      this.#running = true;
      queueMicrotask(() => void this.#run());
    }
    return this.#waiting;
  }

  /**
   * One update after the other, so that what comes meanwhile goes out together; but a worker that is late with a change holds up the others
   * for a moment only. What follows from a whole table can be given to nobody who may not have it.
   */
  async #run(): Promise<void> {
    while (this.#waiting) {
      const batch = this.#waiting;
      this.#waiting = undefined;
      const landed = this.#carry(batch).then(batch.outcome.resolve, error => this.#fail(batch, error));
      // Without what they resolve to, which would hold all that ever was.
      this.#landed = Promise.all([this.#landed, landed]).then(() => {});
      await (this.#whole ? landed : this.#orLate(landed));
    }
    this.#running = false;
  }

  #orLate(landed: Promise<void>): Promise<void> {
    const late = Promise.withResolvers<void>();
    const cancel = this.#options.clock.after(PATIENCE_MS, late.resolve);
    return Promise.race([landed, late.promise]).finally(cancel);
  }

  /**
   * Tries once more without what may be at fault: the next change may be hours away. The promise is rejected before the loop goes on, so
   * that a reload takes its zones back from the health engine before anything is derived again.
   */
  #fail({ outcome, again }: Batch, error: unknown): void {
    this.behind = true;
    outcome.reject(error);
    if (!again && !this.#waiting) this.#batch(true).outcome.promise.catch(() => {});
  }

  async #carry({ inputs, endpoints }: Batch): Promise<number> {
    const before = this.#given;
    const next = { ...before.inputs, intents: this.#intents, ...inputs };
    this.#intents = next.intents;
    const { clock, onCompiled } = this.#options;
    const beganMs = clock.monotonic();
    // After a failure some workers may lack what others have, so the next update carries everything.
    const whole = this.behind || next.declared !== before.inputs.declared || next.locations !== before.inputs.locations;
    const states = whole ? this.#options.derive.all(next) : this.#withVerdicts(next, this.#concerned(next, endpoints));
    const changed = [...states.values()].filter(state => !isAnsweredAlike(this.#states.get(state.key), state));
    const generation = this.#generation + 1;
    const ratios = this.#ratios(next, whole);
    const { compiled, sets } = whole
      ? { compiled: compileTable({ ...next, states, ratios, generation, addresses: before.compiled.addresses }), sets: [] }
      : withRatios(before.compiled, ratios);
    const change = whole ? undefined : compileChange(compiled, keysOf(changed), states, generation, sets);
    onCompiled?.(clock.monotonic() - beganMs, whole);
    this.#tell(changed, states);
    const update = whole ? { table: compiled.table } : change && { change };
    this.#whole = whole;
    await this.#give({ inputs: next, states, compiled, generation: update ? generation : before.generation }, update);
    if (update) this.#options.onServed(this.served, change);
    return this.served.generation;
  }

  /** Resolves when it is served, and all that was given before it is or has failed. */
  async #give(given: Served, update: Update | undefined): Promise<void> {
    const whole = this.#whole;
    this.#given = given;
    if (update) this.#generation = given.generation;
    try {
      await Promise.all([update && this.#options.publish(update), this.#landed]);
    } catch (error) {
      if (whole) this.#given = this.served;
      throw error;
    }
    this.served = given;
    if (whole) this.behind = false;
  }

  /** They turn with the time only when whoever keeps the intents tells of it. */
  #ratios(next: Inputs, whole: boolean): Ratios {
    const { inputs, compiled } = this.#given;
    const { ratios } = compiled.laid;
    return !whole && next.intents === inputs.intents ? ratios : ratiosIn(next, this.#options.clock.now(), ratios);
  }

  /** Those that were told of, and those whose intents have changed. */
  #concerned({ declared, intents }: Inputs, told: ReadonlySet<EndpointKey>): ReadonlySet<EndpointKey> {
    const { inputs, states } = this.#given;
    if (intents === inputs.intents) return told;
    const changed = { declared, before: inputs.intents, after: intents, states, nowMs: this.#options.clock.now() };
    return new Set([...told, ...endpointsConcerned(changed)]);
  }

  /** A change of a verdict or an intent changes the states of few endpoints, and is frequent; other inputs may change any. */
  #withVerdicts(inputs: Inputs, endpoints: ReadonlySet<EndpointKey>): EndpointStates {
    const states = new Map(this.#given.states);
    for (const state of this.#options.derive.some(inputs, endpoints)) states.set(state.key, state);
    return states;
  }

  #tell(changed: readonly EndpointState[], states: EndpointStates): void {
    const before = this.#states;
    this.#states = states;
    for (const state of changed) this.#options.onState(before.get(state.key), state);
  }
}

function keysOf(states: readonly EndpointState[]): EndpointKey[] {
  return states.map(({ key }) => key);
}

function newBatch(again = false): Batch {
  return { inputs: {}, endpoints: new Set(), outcome: Promise.withResolvers(), again };
}

function isAnsweredAlike(before: EndpointState | undefined, after: EndpointState): boolean {
  return before === after || (before !== undefined && answersAlike(before, after));
}
