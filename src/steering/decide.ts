import type { EndpointState } from '../model/effective.ts';
import type { SteeredRecord, SteeringNode } from '../model/steering.ts';
import type { Outcome, Rule } from './policy.ts';
import { type WalkOptions, walkTree } from './walk.ts';

/** What a steered record set answers one client class. */
export type Decision = { readonly kind: 'answer'; readonly outcome: Outcome } | { readonly kind: 'nodata' } | { readonly kind: 'servfail' };

export type DecideOptions = Omit<WalkOptions, 'rule'>;

interface Resort extends Rule {
  /** Said in an explanation when it comes to this. */
  readonly because: string;
}

const isUp = ({ effective }: EndpointState) => effective === 'up' || effective === 'unknown';

/** A drained endpoint that is not down serves before anything that is. */
const isUpOrDrained = (state: EndpointState) => isUp(state) || (state.effective === 'drain' && state.measured.verdict !== 'down');

const UP: Resort = { because: '', eligible: isUp, fewSuffice: false };

const DRAINED: Resort = { because: 'nothing is up: drained endpoints that still work serve', eligible: isUpOrDrained, fewSuffice: false };

/** `serve_all`: an answer that may work beats none; what an operator took out stays out as long as anything else is left. */
const LAST: readonly Resort[] = [
  { because: 'too few are up everywhere: pools serve with fewer than their min_up', eligible: isUp, fewSuffice: true },
  { because: 'too few are up everywhere: drained endpoints that still work serve', eligible: isUpOrDrained, fewSuffice: true },
  {
    because: 'nothing is up: answering as if everything were that no operator took out',
    eligible: ({ override }) => override === undefined || override === 'up',
    fewSuffice: true,
  },
  { because: 'everything is taken out by operators: answering as if everything were up', eligible: () => true, fewSuffice: true },
];

/** What `record` answers a client, given the state of every endpoint: never an empty outcome, whatever has failed. */
export function decide(record: SteeredRecord, options: DecideOptions): Decision {
  const outcome = firstOf([UP, DRAINED], record.steer, options);
  if (outcome) return { kind: 'answer', outcome };
  switch (record.whenAllDown.kind) {
    case 'serve_all':
      return answer(firstOf(LAST, record.steer, options), record.steer, options);
    case 'pool': {
      const pool: SteeringNode = { policy: 'pool', pool: record.whenAllDown.pool };
      say(options, `nothing is up: when_all_down names pool ${pool.pool}`);
      return answer(firstOf([UP, DRAINED, ...LAST], pool, options), pool, options);
    }
    default:
      say(options, `nothing is up: when_all_down is ${record.whenAllDown.kind}`);
      return { kind: record.whenAllDown.kind };
  }
}

/**
 * No branch fits the client even with everything up (a `geo` without default): there is nothing to answer. Where it may be for the addresses
 * of a host name that were never found, resolvers are to try again, not to remember that there is nothing.
 */
function answer(outcome: Outcome | undefined, root: SteeringNode, { scene, stateOf, steps }: DecideOptions): Decision {
  if (outcome) return { kind: 'answer', outcome };
  const unknown = scene.poolsBelow(root).some(pool => pool.endpoints.some(endpoint => stateOf(pool, endpoint).addresses.length === 0));
  if (!unknown) return { kind: 'nodata' };
  steps?.push({ depth: 0, node: 'no address is known yet of any host name that fits', outcome: 'taken', reason: '' });
  return { kind: 'servfail' };
}

function firstOf(resorts: readonly Resort[], root: SteeringNode, options: DecideOptions): Outcome | undefined {
  for (const rule of resorts) {
    const { because } = rule;
    const steps: WalkOptions['steps'] = [];
    const outcome = walkTree(root, { ...options, rule, ...(options.steps ? { steps } : {}) });
    // An explanation shows the walk over what is up, and of the others the one that gave the answer.
    if (because === '') options.steps?.push(...steps);
    if (!outcome) continue;
    if (because !== '') {
      say(options, because);
      options.steps?.push(...steps);
    }
    return outcome;
  }
  return undefined;
}

function say(options: DecideOptions, node: string): void {
  options.steps?.push({ depth: 0, node, outcome: 'taken', reason: '' });
}
