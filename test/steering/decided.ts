import { parseIp } from '../../src/lib/ip-address.ts';
import { endpointKey } from '../../src/lib/keys.ts';
import type { EndpointStates } from '../../src/model/effective.ts';
import type { ExplainedStep } from '../../src/model/explanation.ts';
import type { Location } from '../../src/model/location.ts';
import type { Endpoint, Pool, SteeringNode } from '../../src/model/steering.ts';
import type { Draw, Family, Outcome, Rule, Scene } from '../../src/steering/policy.ts';
import { type WalkOptions, walkTree } from '../../src/steering/walk.ts';
import { type StateOf, statesOf } from './declare.ts';

export interface Circumstances {
  readonly client?: Location & { readonly at?: string };
  readonly family?: Family;
  /** By `POOL/ENDPOINT`. */
  readonly states?: Readonly<Record<string, StateOf>>;
}

/** Only endpoints that are up count. */
export const UP: Rule = { eligible: ({ effective }) => effective === 'up' || effective === 'unknown', fewSuffice: false };

/** What a tree gives where only endpoints that are up count. */
export function walkUp(tree: SteeringNode, options: WalkOptions): Outcome | undefined {
  return walkTree(tree, UP, options);
}

/** The walk of one client of zone example.com over a tree. */
export function walkOf(scene: Scene, { client = {}, family = 'ipv4', states = {} }: Circumstances = {}): WalkOptions {
  const { at, ...location } = client;
  return {
    scene,
    client: { location, address: at === undefined ? undefined : parseIp(at)! },
    family,
    stateOf: finder(statesOf('example.com.', scene.steering, states)),
  };
}

/** How a walk finds the state of an endpoint of zone example.com. */
export function finder(states: EndpointStates): WalkOptions['stateOf'] {
  return (pool: Pool, endpoint: Endpoint) => states.get(endpointKey('example.com.', pool.name, endpoint.name))!;
}

/** Pools and their shares in per cent, in order: `web-a 40, web-b 60`; `down` where the tree gives nothing. */
export function sharesOf(tree: SteeringNode, scene: Scene, circumstances?: Circumstances): string {
  return present(walkUp(tree, walkOf(scene, circumstances)));
}

export function present(outcome: Outcome | undefined): string {
  if (!outcome) return 'down';
  const sum = outcome.reduce((running, { weight }) => running + weight, 0);
  return outcome.map(({ weight, draw }) => `${presentDraw(draw)} ${Math.round((weight / sum) * 100)}`).join(', ');
}

/** The pools of a draw, or for a choice by network `sticky(x 100 at 40 | y 100 at 60)`. */
function presentDraw(draw: Draw): string {
  if (draw.kind === 'records') return draw.pools.map(({ name }) => name).join('+');
  return `sticky(${draw.of.map(({ weight, outcome }) => `${present(outcome)} at ${weight}`).join(' | ')})`;
}

/** The endpoints of all pools of an outcome with their weights: `a 100, b 50`; `down` where the tree gives nothing. */
export function membersOf(tree: SteeringNode, scene: Scene, circumstances?: Circumstances): string {
  const outcome = walkUp(tree, walkOf(scene, circumstances));
  if (!outcome) return 'down';
  const members = outcome.flatMap(({ draw }) => (draw.kind === 'records' ? draw.members : []));
  return members.map(({ endpoint, weight }) => `${endpoint.name} ${weight}`).join(', ');
}

/** The steps of an explanation: `  pool web taken: 1 of 1 endpoints up, 1 needed`. */
export function stepsOf(tree: SteeringNode, scene: Scene, circumstances?: Circumstances): string[] {
  const steps: ExplainedStep[] = [];
  walkUp(tree, { ...walkOf(scene, circumstances), steps });
  return steps.map(({ depth, node, outcome, reason }) => `${'  '.repeat(depth)}${node} ${outcome}: ${reason}`);
}
