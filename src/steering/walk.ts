import type { EndpointState } from '../model/effective.ts';
import type { ExplainedStep } from '../model/explanation.ts';
import type { Client } from '../model/location.ts';
import type { Endpoint, Pool, SteeringNode } from '../model/steering.ts';
import type { DrawCache, Family, Outcome, Rule, Scene, Walk } from './policy.ts';
import { policyOf } from './registry.ts';

export interface WalkOptions {
  readonly scene: Scene;
  readonly client: Client;
  readonly family: Family;
  readonly stateOf: (pool: Pool, endpoint: Endpoint) => EndpointState;
  readonly cache?: DrawCache | undefined;
  /** Where an explanation is wanted: the steps are appended as they are taken. */
  readonly steps?: ExplainedStep[] | undefined;
}

/** What a tree gives one kind of client under a rule: pools with shares, or undefined where everything below is down. */
export function walkTree(root: SteeringNode, rule: Rule, options: WalkOptions): Outcome | undefined {
  return (options.steps ? tracedWalk(rule, options, new Trace(options.steps)) : quietWalk(rule, options)).visit(root);
}

/** Nobody wants an explanation: this is done ten thousand times at a change, so nothing is made that is not needed. */
function quietWalk(rule: Rule, { scene, client, family, stateOf, cache }: WalkOptions): Walk {
  const walk: Walk = {
    scene,
    client,
    family,
    stateOf,
    rule,
    draws: cache?.drawsUnder(rule, family),
    visit: child => policyOf(child).decide(child, walk),
    judge: undefined,
    because: unheard,
    passOver: unheard,
  };
  return walk;
}

function unheard(): void {}

function tracedWalk(rule: Rule, { scene, client, family, stateOf }: WalkOptions, trace: Trace): Walk {
  const walk: Walk = {
    scene,
    client,
    family,
    stateOf,
    rule,
    draws: undefined,
    visit(child) {
      trace.enter(child);
      const outcome = policyOf(child).decide(child, walk);
      trace.leave(child, outcome !== undefined);
      return outcome;
    },
    judge: (endpoint, state, eligible) => trace.judge(endpoint, state, eligible),
    because: reason => trace.because(typeof reason === 'string' ? reason : reason()),
    passOver: (child, reason) => trace.passOver(child, reason),
  };
  return walk;
}

/** Writes the steps down in the order of the walk. */
class Trace {
  readonly #steps: ExplainedStep[];
  readonly #places = new Map<SteeringNode, number>();
  readonly #open: SteeringNode[] = [];

  constructor(steps: ExplainedStep[]) {
    this.#steps = steps;
  }

  enter(node: SteeringNode): void {
    this.#add(node, 'taken', '');
    this.#open.push(node);
  }

  leave(node: SteeringNode, up: boolean): void {
    this.#open.pop();
    const place = this.#places.get(node)!;
    const step = this.#steps[place]!;
    if (!up) this.#steps[place] = { ...step, outcome: 'skipped', reason: step.reason === '' ? 'down' : `down: ${step.reason}` };
  }

  because(reason: string): void {
    const place = this.#places.get(this.#open.at(-1)!)!;
    this.#steps[place] = { ...this.#steps[place]!, reason };
  }

  judge({ name }: Endpoint, state: EndpointState, eligible: boolean): void {
    const outcome = eligible ? 'taken' : 'skipped';
    const depth = this.#open.length;
    this.#steps.push({ depth, node: `endpoint ${name}`, endpoint: state.key, outcome, reason: describeState(state) });
  }

  passOver(node: SteeringNode, reason: string): void {
    const place = this.#places.get(node);
    if (place === undefined) this.#add(node, 'skipped', reason);
    else this.#steps[place] = { ...this.#steps[place]!, outcome: 'skipped', reason };
  }

  #add(node: SteeringNode, outcome: ExplainedStep['outcome'], reason: string): void {
    this.#places.set(node, this.#steps.length);
    this.#steps.push({ depth: this.#open.length, node: policyOf(node).label(node), outcome, reason });
  }
}

/** `weight 100, up (embedded: status 200)`, or with an override `drain by override, measured up (…)`. */
function describeState({ measured, override, effective, held, weight, addresses }: EndpointState): string {
  if (addresses.length === 0) return `weight ${weight}, no address of the host name is known yet`;
  if (held) return `weight ${weight}, held up by the brake: ${held.because}; measured down (${measured.reason})`;
  const verdict = override ? `${effective} by override, measured ${measured.verdict}` : effective;
  return `weight ${weight}, ${verdict} (${measured.reason})`;
}
