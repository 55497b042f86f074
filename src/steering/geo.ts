import type { Location } from '../model/location.ts';
import type { GeoMatch, SteeringNode } from '../model/steering.ts';
import type { Policy } from './policy.ts';

type GeoNode = Extract<SteeringNode, { policy: 'geo' }>;

/** Most specific first. */
const ORDER: readonly GeoMatch['kind'][] = ['asn', 'subdivision', 'country', 'continent'];

/** The most specific branch that fits the client and is up; the default comes last. */
export const geo: Policy<GeoNode> = {
  children: node => [...node.branches.map(branch => branch.to), ...(node.otherwise ? [node.otherwise] : [])],
  looksAtClient: true,
  clientKey: (node, client) =>
    fitting(node, client)
      .map(({ index }) => index)
      .join(','),
  label: () => 'geo',
  decide(node, walk) {
    const candidates = [...fitting(node, walk.client), ...(node.otherwise ? [{ to: node.otherwise, name: 'default' }] : [])];
    for (const { to, name } of candidates) {
      const outcome = walk.visit(to);
      if (!outcome) continue;
      walk.because(`${name} fits and is up`);
      return outcome;
    }
    walk.because(candidates.length === 0 ? 'no branch fits the client' : 'no branch that fits the client is up');
    return undefined;
  },
};

/** How users write a match: `country:CN`. */
export function presentMatch(match: GeoMatch): string {
  return `${match.kind}:${match.kind === 'asn' ? match.number : match.code}`;
}

function fitting(node: GeoNode, client: Location): { to: SteeringNode; name: string; index: number }[] {
  return node.branches
    .map((branch, index) => ({ ...branch, index }))
    .filter(({ match }) => fits(match, client))
    .sort((a, b) => ORDER.indexOf(a.match.kind) - ORDER.indexOf(b.match.kind))
    .map(({ to, match, index }) => ({ to, name: presentMatch(match), index }));
}

function fits(match: GeoMatch, client: Location): boolean {
  return match.kind === 'asn' ? client.asn === match.number : client[match.kind] === match.code;
}
