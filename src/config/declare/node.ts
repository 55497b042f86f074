import type { GeoMatch, Pool, Site, SteeringNode } from '../../model/steering.ts';
import type { NearestInput, NodeInput, PolicyInput } from '../schema/node.ts';
import type { Path } from '../yaml/path.ts';
import type { Draft } from './draft.ts';
import { checkKeyReference, checkReference } from './reference.ts';
import { poolsOf } from './tree.ts';

/** Deeper trees are a mistake, or nobody's to understand. */
const MAX_DEPTH = 16;

/** What a node's pools are looked up in. */
export interface NodeContext {
  readonly draft: Draft;
  readonly poolNames: ReadonlySet<string>;
  readonly pools: ReadonlyMap<string, Pool>;
  readonly sites: ReadonlyMap<string, Site>;
}

/** Where a node stands in its tree. */
interface Position {
  readonly path: Path;
  /** 1 for the root. */
  readonly depth: number;
  /** Whether nothing but `geo` lies above: then no other branch takes the clients that this node leaves out. */
  readonly last: boolean;
}

/** The steering tree at `path`. Mistakes are noted in the draft; the tree is then of no use. */
export function declareTree(context: NodeContext, path: Path, input: NodeInput): SteeringNode {
  return declareNode(context, { path, depth: 1, last: true }, input);
}

function declareNode(context: NodeContext, position: Position, input: NodeInput): SteeringNode {
  const { draft, poolNames } = context;
  if (typeof input === 'string') {
    checkReference(draft, position.path, { kind: 'pool', name: input, known: poolNames });
    return { policy: 'pool', pool: input };
  }
  if (position.depth > MAX_DEPTH) {
    draft.error(position.path, `the steering tree is deeper than ${MAX_DEPTH} levels`);
    return { policy: 'failover', of: [] };
  }
  return declarePolicy(context, position, input);
}

function declarePolicy(context: NodeContext, position: Position, input: PolicyInput): SteeringNode {
  if (input.failover) return { policy: 'failover', of: declareList(context, below(position, 'failover'), input.failover) };
  if (input.weighted) return declareWeighted(context, below(position, 'weighted'), input.weighted);
  if (input.geo) return declareGeo(context, { ...below(position, 'geo'), last: position.last }, input.geo);
  return declareNearest(context, below(position, 'nearest'), input.nearest!);
}

function below(position: Position, ...steps: Path): Position {
  return { path: [...position.path, ...steps], depth: position.depth, last: false };
}

function deeper(position: Position, ...steps: Path): Position {
  return { path: [...position.path, ...steps], depth: position.depth + 1, last: position.last };
}

function declareList(context: NodeContext, position: Position, inputs: readonly NodeInput[]): SteeringNode[] {
  const nodes = inputs.map((input, i) => declareNode(context, deeper(position, i), input));
  noteRepeated(context.draft, nodes, i => [...position.path, i]);
  return nodes;
}

type WeightedInputs = NonNullable<PolicyInput['weighted']>;

function declareWeighted(context: NodeContext, position: Position, input: WeightedInputs): SteeringNode {
  const of = Array.isArray(input)
    ? input.map(({ to, weight }, i) => ({ to: declareNode(context, deeper(position, i, 'to'), to), weight }))
    : declareWeightMap(context, position, input as Readonly<Record<string, number>>);
  if (Array.isArray(input)) {
    const nodes = of.map(({ to }) => to);
    noteRepeated(context.draft, nodes, i => [...position.path, i, 'to']);
  }
  if (of.every(({ weight }) => weight === 0)) {
    context.draft.warningAtKey(position.path, 'every branch has weight 0, so all count alike');
  }
  return { policy: 'weighted', of };
}

function declareWeightMap({ draft, poolNames }: NodeContext, { path }: Position, weights: Readonly<Record<string, number>>) {
  return draft.places.keys(path).map(pool => {
    checkKeyReference(draft, [...path, pool], { kind: 'pool', name: pool, known: poolNames });
    return { to: { policy: 'pool' as const, pool }, weight: weights[pool]! };
  });
}

function declareGeo(context: NodeContext, position: Position, input: Readonly<Record<string, NodeInput>>): SteeringNode {
  const branches = [];
  let otherwise: SteeringNode | undefined;
  for (const key of context.draft.places.keys(position.path)) {
    const to = declareNode(context, deeper(position, key), input[key]!);
    if (key === 'default') otherwise = to;
    else branches.push({ match: geoMatch(context.draft, [...position.path, key], key), to });
  }
  if (otherwise) return { policy: 'geo', branches, otherwise };
  if (position.last) context.draft.warningAtKey(position.path, 'no default: clients elsewhere get the when_all_down answer');
  return { policy: 'geo', branches };
}

function geoMatch(draft: Draft, path: Path, key: string): GeoMatch {
  const [kind, code] = key.split(':', 2) as [GeoMatch['kind'], string];
  if (kind !== 'asn') return { kind, code };
  if (Number(code) > 0xffff_ffff) draft.errorAtKey(path, `expected a number from 1 to 4294967295 behind asn:, found \`${code}\``);
  return { kind, number: Number(code) };
}

function declareNearest(context: NodeContext, position: Position, input: NearestInput): SteeringNode {
  // The short form has the list as the value itself.
  const inner = context.draft.places.keys(position.path).includes('of') ? below(position, 'of') : position;
  const of = declareList(context, inner, input.of);
  of.forEach((node, i) => {
    for (const pool of new Set(poolsOf(node))) checkCoordinates(context, [...inner.path, i], pool);
  });
  return { policy: 'nearest', of, withinPercent: input.within };
}

function checkCoordinates({ draft, pools, sites }: NodeContext, path: Path, pool: string): void {
  const site = sites.get(pools.get(pool)?.site ?? '');
  if (site && !site.coordinates) draft.error(path, `nearest needs the coordinates of site \`${site.name}\` (pool \`${pool}\`)`);
}

function noteRepeated(draft: Draft, nodes: readonly SteeringNode[], pathOf: (i: number) => Path): void {
  const seen = new Map<string, number>();
  nodes.forEach((node, i) => {
    const text = JSON.stringify(node);
    const what = node.policy === 'pool' ? `pool \`${node.pool}\`` : 'the same branch';
    if (seen.has(text)) draft.error(pathOf(i), `${what} is in this list already`);
    seen.set(text, i);
  });
}
