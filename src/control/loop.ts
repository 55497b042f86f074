import { type Compiled, compileChange, compileTable, type LocationTable } from '../answer/compile.ts';
import type { AnswerTable, TableChange } from '../answer/table.ts';
import type { Declared } from '../model/declared.ts';
import type { EndpointState, EndpointStates } from '../model/effective.ts';
import type { EndpointKey } from '../model/health.ts';
import type { Intent } from '../model/intent.ts';
import { answersAlike } from './describe-change.ts';

/** Everything that answers are compiled from, besides the verdicts. */
export interface Inputs {
  readonly declared: Declared;
  readonly locations: LocationTable;
  readonly intents: readonly Intent[];
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

export interface ControlOptions {
  /** What the responder serves when control begins. */
  readonly first: Served;
  readonly derive: Derive;
  /** Resolves when every worker serves the update. */
  readonly publish: (update: { readonly table: AnswerTable } | { readonly change: TableChange }) => Promise<number>;
  /** Told of every state that changed, before the answers that follow from it are out. */
  readonly onState: (before: EndpointState | undefined, after: EndpointState) => void;
  /** Told of every update on its way to the workers. */
  readonly onUpdate: (served: Served, change: TableChange | undefined) => void;
}

/** The loop from inputs to answers: coalesce, compile, publish. Whatever fails, what was served goes on being served. */
export interface Control {
  readonly served: Served;
  /** Takes new inputs; resolves with the generation that carries them, once every worker serves it. */
  change(inputs: Partial<Inputs>): Promise<number>;
  /** Takes note that an endpoint's verdict, or how sure it is, changed. */
  verdictChanged(endpoint: EndpointKey): Promise<number>;
}

/** Compiles what is served first. */
export function compileFirst(inputs: Inputs, derive: Derive, generation = 1): Served {
  const states = derive.all(inputs);
  return { inputs, states, compiled: compileTable({ ...inputs, states, generation }), generation };
}

/** Starts the loop. It owns no timer: it runs when it is told of a change. */
export function startControl(options: ControlOptions): Control {
  return new Loop(options);
}

/** Changes that come while others are compiled and published wait, and go out together. */
interface Batch {
  inputs: Partial<Inputs>;
  readonly endpoints: Set<EndpointKey>;
  readonly outcome: PromiseWithResolvers<number>;
}

class Loop implements Control {
  served: Served;
  readonly #options: ControlOptions;
  #waiting: Batch | undefined;
  #running = false;

  constructor(options: ControlOptions) {
    this.#options = options;
    this.served = options.first;
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

  #batch(): Batch {
    this.#waiting ??= { inputs: {}, endpoints: new Set(), outcome: Promise.withResolvers() };
    if (!this.#running) {
      this.#running = true;
      queueMicrotask(() => void this.#run());
    }
    return this.#waiting;
  }

  async #run(): Promise<void> {
    while (this.#waiting) {
      const batch = this.#waiting;
      this.#waiting = undefined;
      await this.#carry(batch).then(batch.outcome.resolve, batch.outcome.reject);
    }
    this.#running = false;
  }

  async #carry({ inputs, endpoints }: Batch): Promise<number> {
    const before = this.served;
    const next = { ...before.inputs, ...inputs };
    const states = this.#derive(next, before, endpoints);
    const changed = [...states.values()].filter(state => !isAnsweredAlike(before.states.get(state.key), state));
    const generation = before.generation + 1;
    const whole = next.declared !== before.inputs.declared || next.locations !== before.inputs.locations;
    const compiled = whole ? compileTable({ ...next, states, generation }) : before.compiled;
    const change = whole
      ? undefined
      : compileChange(
          compiled,
          changed.map(({ key }) => key),
          states,
          generation,
        );
    const silent = !whole && change === undefined;
    this.served = { inputs: next, states, compiled, generation: silent ? before.generation : generation };
    for (const state of changed) this.#options.onState(before.states.get(state.key), state);
    if (silent) return before.generation;
    this.#options.onUpdate(this.served, change);
    return this.#options.publish(change ? { change } : { table: compiled.table });
  }

  /** A verdict changes the states of few endpoints, and is frequent; inputs change rarely, and may change any. */
  #derive(next: Inputs, before: Served, endpoints: ReadonlySet<EndpointKey>): EndpointStates {
    const { inputs } = before;
    if (next.declared !== inputs.declared || next.intents !== inputs.intents) return this.#options.derive.all(next);
    const states = new Map(before.states);
    for (const state of this.#options.derive.some(next, endpoints)) states.set(state.key, state);
    return states;
  }
}

function isAnsweredAlike(before: EndpointState | undefined, after: EndpointState): boolean {
  return before === after || (before !== undefined && answersAlike(before, after));
}
