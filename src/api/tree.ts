import { nodesBelow } from '../lib/steering-tree.ts';
import type { GeoMatch, SteeringNode, WhenAllDown } from '../model/steering.ts';

/** A steering tree as the YAML writes it. */
export function presentTree(node: SteeringNode): unknown {
  switch (node.policy) {
    case 'pool':
      return node.pool;
    case 'failover':
      return { failover: node.of.map(presentTree) };
    case 'weighted':
      return { weighted: node.of.map(({ to, weight }) => ({ to: presentTree(to), weight })) };
    case 'geo':
      return { geo: withDefault(node, geoKey) };
    case 'nearest':
      return { nearest: { of: node.of.map(presentTree), within: `${node.withinPercent}%` } };
    case 'subnet':
      return { subnet: withDefault(node, ({ text }) => text) };
    case 'sticky':
      return { sticky: { of: node.of.map(({ to, weight }) => ({ to: presentTree(to), weight })), prefix: node.prefix } };
    case 'all':
      return { all: { of: node.of.map(presentTree), answers: node.answers } };
  }
}

/** What is answered when all is down, as the YAML writes it. */
export function presentWhenAllDown(policy: WhenAllDown) {
  return policy.kind === 'pool' ? { pool: policy.pool } : policy.kind;
}

/** The names of the pools in a tree, each once, in the order of the file. */
export function poolNames(node: SteeringNode): string[] {
  return [...new Set(leaves(node))];
}

function leaves(node: SteeringNode): string[] {
  return node.policy === 'pool' ? [node.pool] : nodesBelow(node).flatMap(leaves);
}

interface Branching<Match> {
  readonly branches: readonly { readonly match: Match; readonly to: SteeringNode }[];
  readonly otherwise?: SteeringNode;
}

function withDefault<Match>({ branches, otherwise }: Branching<Match>, keyOf: (match: Match) => string): Record<string, unknown> {
  const entries = branches.map(({ match, to }): [string, unknown] => [keyOf(match), presentTree(to)]);
  return Object.fromEntries(otherwise ? [...entries, ['default', presentTree(otherwise)]] : entries);
}

function geoKey(match: GeoMatch): string {
  return match.kind === 'asn' ? `asn:${match.number}` : `${match.kind}:${match.code}`;
}
