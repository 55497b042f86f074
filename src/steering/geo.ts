import type { Location } from '../model/location.ts';
import type { GeoMatch, SteeringNode } from '../model/steering.ts';
import type { Look, Policy } from './policy.ts';
import { Preference } from './preference.ts';

type GeoNode = Extract<SteeringNode, { policy: 'geo' }>;

/** Most specific first. */
const ORDER: readonly GeoMatch['kind'][] = ['asn', 'subdivision', 'country', 'continent'];

/** The most specific branch that fits the client and is up; the default comes last. */
export const geo: Policy<GeoNode> = {
  children: childrenOf,
  look,
  label: () => 'geo',
  decide(node, walk) {
    const branches = fitting(node, walk.client.location);
    for (const { to, match } of branches) {
      const outcome = walk.visit(to);
      if (outcome) {
        walk.because(`${presentMatch(match)} fits and is up`);
        return outcome;
      }
    }
    const outcome = node.otherwise && walk.visit(node.otherwise);
    if (outcome) walk.because(branches.length === 0 ? 'no branch fits the client: default' : 'no branch that fits is up: default');
    else walk.because(branches.length === 0 && !node.otherwise ? 'no branch fits the client' : 'no branch that fits the client is up');
    return outcome;
  },
};

/** How users write a match: `country:CN`. */
export function presentMatch(match: GeoMatch): string {
  return `${match.kind}:${match.kind === 'asn' ? match.number : match.code}`;
}

function childrenOf(node: GeoNode): readonly SteeringNode[] {
  return [...node.branches.map(({ to }) => to), ...(node.otherwise ? [node.otherwise] : [])];
}

function fitting(node: GeoNode, client: Location): GeoNode['branches'] {
  return ORDER.flatMap(kind => node.branches.filter(({ match }) => match.kind === kind && fits(match, client)));
}

function fits(match: GeoMatch, client: Location): boolean {
  return match.kind === 'asn' ? client.asn === match.number : client[match.kind] === match.code;
}

/** Finds what fits by the client's codes, not branch by branch: there may be thousands of either. */
function look(node: GeoNode): Look {
  const preference = new Preference(childrenOf(node));
  const kinds = ORDER.filter(kind => node.branches.some(({ match }) => match.kind === kind));
  const branches = kinds.map(kind => {
    const ofKind = node.branches.map(({ match }, i) => [match, i] as const).filter(([match]) => match.kind === kind);
    return new Map(ofKind.map(([match, i]) => [match.kind === 'asn' ? match.number : match.code, i]));
  });
  const otherwise = node.otherwise ? [node.branches.length] : [];
  return {
    fields: kinds,
    signature: `geo ${JSON.stringify([branches.map(codes => [...codes].map(([code, i]) => [code, preference.ids[i]])), preference.ids.at(-1), otherwise])}`,
    see({ location }) {
      const fitting = kinds.map((kind, i) => branches[i]!.get(location[kind]!)).filter(child => child !== undefined);
      return preference.sight([...fitting, ...otherwise]);
    },
  };
}
