import type { SteeringNode } from '../../model/steering.ts';
import type { NodeInput, PolicyInput, PolicyInputs } from '../schema/node.ts';
import type { Path } from '../yaml/path.ts';
import type { Draft } from './draft.ts';
import { declareAll } from './policy/all.ts';
import { declareGeo } from './policy/geo.ts';
import { declareList } from './policy/list.ts';
import { declareNearest } from './policy/nearest.ts';
import type { PolicyScope } from './policy/scope.ts';
import { declareSticky } from './policy/sticky.ts';
import { declareSubnet } from './policy/subnet.ts';
import { declareWeighted } from './policy/weights.ts';
import { checkKeyReference, checkReference } from './reference.ts';
import type { PlacedTree } from './tree.ts';

/** Deeper trees are a mistake, or nobody's to understand. */
const MAX_DEPTH = 16;

type Policies = { readonly [Policy in keyof PolicyInputs]: (scope: PolicyScope, input: PolicyInputs[Policy]) => SteeringNode };

/** A new policy is one line here. */
const POLICIES: Policies = {
  failover: (scope, input) => ({ policy: 'failover', of: declareList(scope, scope.path, input) }),
  weighted: declareWeighted,
  geo: declareGeo,
  nearest: declareNearest,
  subnet: declareSubnet,
  sticky: declareSticky,
  all: declareAll,
};

/** What the nodes of a tree are declared with. */
export interface NodeContext {
  readonly draft: Draft;
  /** Of all pools, those of the wrong shape too. */
  readonly poolNames: ReadonlySet<string>;
}

/** The steering tree at `path`. Mistakes are noted in the draft; the tree is then of no use. */
export function declareTree(context: NodeContext, path: Path, input: NodeInput): PlacedTree {
  const builder = new TreeBuilder(context);
  const root = builder.node(path, input, 1);
  return { root, nodes: [...builder.paths.keys()], pathOf: node => builder.paths.get(node) ?? path };
}

class TreeBuilder {
  readonly #context: NodeContext;
  readonly paths = new Map<SteeringNode, Path>();

  constructor(context: NodeContext) {
    this.#context = context;
  }

  /** Declares the node at `path`; `depth` is 1 for the root. */
  node(path: Path, input: NodeInput, depth: number): SteeringNode {
    const node = this.#declare(path, input, depth);
    this.paths.set(node, path);
    return node;
  }

  #declare(path: Path, input: NodeInput, depth: number): SteeringNode {
    const { draft } = this.#context;
    if (typeof input === 'string') return this.#pool(path, input, checkReference);
    if (depth > MAX_DEPTH) {
      draft.error(path, `the steering tree is deeper than ${MAX_DEPTH} levels`);
      return { policy: 'failover', of: [] };
    }
    const [policy] = Object.keys(input) as [keyof PolicyInputs];
    const scope: PolicyScope = {
      draft,
      path: [...path, policy],
      declare: (at, below) => this.node(at, below, depth + 1),
      declareKey: (at, pool) => this.#pool(at, pool, checkKeyReference),
    };
    return declarePolicy(scope, policy, input);
  }

  #pool(path: Path, pool: string, check: typeof checkReference): SteeringNode {
    const { draft, poolNames } = this.#context;
    check(draft, path, { kind: 'pool', name: pool, known: poolNames });
    const node: SteeringNode = { policy: 'pool', pool };
    this.paths.set(node, path);
    return node;
  }
}

function declarePolicy<Policy extends keyof PolicyInputs>(scope: PolicyScope, policy: Policy, input: PolicyInput): SteeringNode {
  const declare: Policies[Policy] = POLICIES[policy];
  return declare(scope, input[policy]!);
}
