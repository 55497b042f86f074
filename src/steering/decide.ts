import type { EndpointState } from '../model/effective.ts';
import type { ExplainedStep } from '../model/explanation.ts';
import type { SteeredRecord, SteeringNode } from '../model/steering.ts';
import type { Outcome, Rule } from './policy.ts';
import { type WalkOptions, walkTree } from './walk.ts';

/** What a steered record set answers one client class. */
export type Decision = (
  | { readonly kind: 'answer'; readonly outcome: Outcome }
  | { readonly kind: 'nodata' }
  | { readonly kind: 'servfail' }
) & {
  /** What it came to where nothing is up as it should be, in the words of an explanation. */
  readonly resort?: string | undefined;
};

export type DecideOptions = WalkOptions;

interface Resort extends Rule {
  /** Said in an explanation when it comes to this. */
  readonly because: string;
}

const isUp = ({ effective }: EndpointState) => effective === 'up' || effective === 'unknown';

/** A drained endpoint that is not down serves before anything that is. */
const isUpOrDrained = (state: EndpointState) => isUp(state) || (state.effective === 'drain' && state.measured.verdict !== 'down');

const UP: Resort = { because: '', eligible: isUp, fewSuffice: false };

const DRAINED: Resort = { because: 'nothing is up: drained endpoints that still work serve', eligible: isUpOrDrained, fewSuffice: false };

/** What is tried before `when_all_down`. */
const FIRST: readonly Resort[] = [UP, DRAINED];

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
  const found = firstOf(FIRST, record.steer, options);
  if (found) return found;
  switch (record.whenAllDown.kind) {
    case 'serve_all':
      return answer(firstOf(LAST, record.steer, options), record.steer, options);
    case 'pool': {
      const pool: SteeringNode = { policy: 'pool', pool: record.whenAllDown.pool };
      const resort = `nothing is up: when_all_down names pool ${pool.pool}`;
      say(options, resort);
      return { ...answer(firstOf([...FIRST, ...LAST], pool, options), pool, options), resort };
    }
    default: {
      const resort = `nothing is up: when_all_down is ${record.whenAllDown.kind}`;
      say(options, resort);
      return { kind: record.whenAllDown.kind, resort };
    }
  }
}

/**
 * No branch fits the client even with everything up (a `geo` without default): there is nothing to answer. Where it may be for the addresses
 * of a host name that were never found, resolvers are to try again, not to remember that there is nothing.
 */
function answer(found: Decision | undefined, root: SteeringNode, { scene, stateOf, steps }: DecideOptions): Decision {
  if (found) return found;
  const unknown = scene.poolsBelow(root).some(pool => pool.endpoints.some(endpoint => stateOf(pool, endpoint).addresses.length === 0));
  if (!unknown) return { kind: 'nodata' };
  const resort = 'no address is known yet of any host name that fits';
  steps?.push({ depth: 0, node: resort, outcome: 'taken', reason: '' });
  return { kind: 'servfail', resort };
}

function firstOf(resorts: readonly Resort[], root: SteeringNode, options: DecideOptions): Decision | undefined {
  for (const rule of resorts) {
    const { because } = rule;
    const steps: ExplainedStep[] = [];
    const outcome = walkTree(root, rule, options.steps ? { ...options, steps } : options);
    // An explanation shows the walk over what is up, and of the others the one that gave the answer.
    if (because === '') options.steps?.push(...steps);
    if (!outcome) continue;
    if (because === '') return { kind: 'answer', outcome };
    say(options, because);
    options.steps?.push(...steps);
    return { kind: 'answer', outcome, resort: because };
  }
  return undefined;
}

function say(options: DecideOptions, node: string): void {
  options.steps?.push({ depth: 0, node, outcome: 'taken', reason: '' });
}
