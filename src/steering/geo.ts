import type { Location } from '../model/location.ts';
import type { GeoMatch, SteeringNode } from '../model/steering.ts';
import type { Look, Policy, Sight } from './policy.ts';
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
  const branches = kinds.map(kind => branchesOf(node, kind));
  const otherwise = node.otherwise ? [node.branches.length] : [];
  const named = branches.map(({ codes, numbers }) => [...codes].map(([code, at]) => [code, preference.ids[numbers[at]!]]));
  const sights = new Map<number, Sight>();
  return {
    fields: kinds,
    signature: `geo ${JSON.stringify([kinds, named, otherwise.map(child => preference.ids[child])])}`,
    see({ location }) {
      // A number for what fits, kind by kind.
      let fitting = 0;
      for (let i = 0; i < kinds.length; i++) {
        const { codes } = branches[i]!;
        fitting = fitting * (codes.size + 1) + (codes.get(location[kinds[i]!]) ?? -1) + 1;
      }
      let sight = sights.get(fitting);
      if (!sight) {
        const found = kinds.map((kind, i) => branches[i]!.numbers[branches[i]!.codes.get(location[kind]) ?? -1]);
        sight = preference.sight([...found.filter(branch => branch !== undefined), ...otherwise]);
        sights.set(fitting, sight);
      }
      return sight;
    },
  };
}

type Code = string | number | undefined;

interface OfKind {
  /** By what a branch asks for, its place in `numbers`. */
  readonly codes: ReadonlyMap<Code, number>;
  /** The numbers of the branches among all. */
  readonly numbers: readonly number[];
}

function branchesOf({ branches }: GeoNode, kind: GeoMatch['kind']): OfKind {
  const numbers = branches.flatMap(({ match }, i) => (match.kind === kind ? [i] : []));
  const codeOf = ({ match }: GeoNode['branches'][number]) => (match.kind === 'asn' ? match.number : match.code);
  return { codes: new Map(numbers.map((branch, at): [Code, number] => [codeOf(branches[branch]!), at])), numbers };
}
