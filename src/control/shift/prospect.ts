import { branchNames } from '../../lib/branch-names.ts';
import { displayName } from '../../lib/dns-name.ts';
import { isInForce } from '../../lib/in-force.ts';
import { fitRatio, type WeightedNode, weightsOf } from '../../lib/ratio.ts';
import { poolsBelow } from '../../lib/record-pools.ts';
import { steeredRecord } from '../../lib/steered-record.ts';
import type { Declared } from '../../model/declared.ts';
import type { EndpointStates } from '../../model/effective.ts';
import type { Intent, RatioIntent } from '../../model/intent.ts';
import type { Shift, ShiftCheck, ShiftPlan, ShiftWeights } from '../../model/shift.ts';
import type { SteeringNode } from '../../model/steering.ts';
import { intentsAt } from './intents.ts';
import { judgeReceiving } from './receiving.ts';
import { gaining, stepsBetween, targetOf, WHOLE, wholeOf } from './weights.ts';

/** What a shift would be started in. */
export interface ShiftScene {
  readonly declared: Declared;
  readonly states: EndpointStates;
  readonly intents: readonly Intent[];
  readonly nowMs: number;
  /** What moves clients of the record already, `shift 20300106-030000`; undefined: nothing does. */
  readonly busy: string | undefined;
}

/** What is wrong with a plan: the field, what was found and what was expected. */
export interface ShiftFault {
  readonly field: string;
  readonly message: string;
}

/** What a plan comes to, and whether it may begin: where every condition is met. */
export interface ShiftProspect extends Pick<Shift, 'before' | 'from' | 'steps' | 'receiving'> {
  readonly checks: readonly ShiftCheck[];
}

/** Judges a plan by what is there now. Gives all that is wrong with it, or where it leads and which conditions are met. */
export function prospectOf(plan: ShiftPlan, scene: ShiftScene): ShiftProspect | { readonly faults: readonly ShiftFault[] } {
  const ranges = rangeFaults(plan.shares);
  const found = nodeOf(plan, scene);
  if ('faults' in found) return { faults: [...found.faults, ...ranges] };
  const { node, weights, before } = found;
  if (ranges.length > 0) return { faults: ranges };
  const target = targetOf(weights, plan.shares);
  if ('fault' in target) return { faults: [{ field: 'shares', message: target.fault }] };
  const from = wholeOf(weights);
  const receiving = poolsOf(node, gaining(from, target.to));
  const checks = [alone(scene), moves(receiving), healthy({ plan, receiving }, scene)];
  return { before, from, steps: stepsBetween(from, target.to, plan.steps), receiving, checks };
}

const SHARE = 'a number of percent from 0 to 100, with two decimals at most';

function rangeFaults(shares: ShiftPlan['shares']): ShiftFault[] {
  const fits = (share: number) => share >= 0 && share <= 100 && Math.abs(share * 100 - Math.round(share * 100)) < 1e-6;
  const faults = Object.entries(shares).flatMap(([branch, share]) =>
    fits(share) ? [] : [{ field: `shares.${branch}`, message: `expected ${SHARE}, found ${share}` }],
  );
  const units = Object.values(shares).reduce((sum, share) => sum + Math.round(share * 100), 0);
  return faults.length === 0 && units > WHOLE
    ? [{ field: 'shares', message: `they come to ${units / 100} % together; expected 100 % at most` }]
    : faults;
}

interface Found {
  readonly node: WeightedNode;
  /** As they are in force. */
  readonly weights: ShiftWeights;
  readonly before: RatioIntent | undefined;
}

/** The node that has the branches, with the weights that it has now. */
function nodeOf(plan: ShiftPlan, { declared, intents, nowMs }: ShiftScene): Found | { readonly faults: readonly ShiftFault[] } {
  const steering = declared.zones.get(plan.zone)?.steering;
  const record = steering && steeredRecord(steering, plan.owner);
  if (!record) return { faults: [{ field: 'record', message: `${displayName(plan.owner)} is no steered record` }] };
  const node = withBranches(record.steer, Object.keys(plan.shares));
  if ('faults' in node) return node;
  const before = intentsAt(plan, intents).find(intent => intent.kind === 'ratio');
  if (before === undefined || !isInForce(before, nowMs)) return { node, weights: weightsOf(node), before };
  const laid = withBranches(record.steer, Object.keys(before.weights));
  if ('faults' in laid) return { node, weights: weightsOf(node), before };
  if (laid === node) return { node, weights: { ...weightsOf(node), ...before.weights }, before };
  const message = `the ratio in force is that of another node, (${branchNames(laid.of).join(', ')}); release it first`;
  return { faults: [{ field: 'record', message }] };
}

/** Any weights above 0 tell which node is meant. */
function withBranches(steer: SteeringNode, names: readonly string[]): WeightedNode | { readonly faults: readonly ShiftFault[] } {
  const fit = fitRatio(steer, Object.fromEntries(names.map(name => [name, 1])));
  if (fit.fits) return fit.node;
  return { faults: fit.faults.map(({ branch, message }) => ({ field: branch === undefined ? 'shares' : `shares.${branch}`, message })) };
}

function poolsOf({ of }: WeightedNode, branches: readonly string[]): string[] {
  const names = branchNames(of);
  return [...new Set(of.flatMap(({ to }, i) => (branches.includes(names[i]!) ? [...poolsBelow(to)] : [])))];
}

function alone({ busy }: ShiftScene): ShiftCheck {
  return busy === undefined
    ? { check: 'alone', ok: true, detail: 'no other shift and no drill of the record is under way' }
    : { check: 'alone', ok: false, detail: `${busy} of the record is under way` };
}

function moves(receiving: readonly string[]): ShiftCheck {
  return receiving.length > 0
    ? { check: 'moves', ok: true, detail: `clients come to ${receiving.join(', ')}` }
    : { check: 'moves', ok: false, detail: 'the branches have these shares already: nothing would move' };
}

function healthy(receivers: Parameters<typeof judgeReceiving>[0], { declared, states }: ShiftScene): ShiftCheck {
  const judged = judgeReceiving(receivers, declared, states);
  return judged.kind === 'well'
    ? { check: 'receiving', ok: true, detail: 'what gains clients is healthy' }
    : { check: 'receiving', ok: false, detail: judged.because };
}
