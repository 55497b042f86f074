import { displayName } from '../lib/dns-name.ts';
import { nodesBelow } from '../lib/steering-tree.ts';
import type { Declared } from '../model/declared.ts';
import type { SteeringNode } from '../model/steering.ts';
import type { LocationField } from './location-fields.ts';

/** What steering trees ask of a database: a kind of `geo` branch, or a distance. */
type Ask = 'country' | 'continent' | 'subdivision' | 'asn' | 'nearest';

const CONSEQUENCE: Readonly<Record<Ask, string>> = {
  country: 'has no countries: branches by country: never match',
  continent: 'has no continents: branches by continent: never match',
  subdivision: 'has no subdivisions: branches by subdivision: never match',
  asn: 'has no AS numbers: branches by asn: never match',
  nearest: 'has neither coordinates nor countries: nearest takes the first that is up',
};

/** Owner names in one warning at most. */
const NAMED = 3;

/** A line for each thing that steered records ask of a client's location and that no location of the database has. */
export function unmetFields({ zones }: Declared, database: string, fields: readonly LocationField[]): readonly string[] {
  const askers = new Map<Ask, string[]>();
  for (const { steering } of zones.values()) {
    for (const { steer, owner } of steering?.records ?? []) {
      for (const ask of asksOf(steer)) {
        if (answers(fields, ask)) continue;
        if (!askers.has(ask)) askers.set(ask, []);
        askers.get(ask)!.push(displayName(owner));
      }
    }
  }
  return [...askers].map(([ask, owners]) => `the geographic database ${database} ${CONSEQUENCE[ask]} (${some(owners)})`);
}

function answers(fields: readonly LocationField[], ask: Ask): boolean {
  return ask === 'nearest' ? fields.includes('coordinates') || fields.includes('country') : fields.includes(ask);
}

function asksOf(node: SteeringNode): ReadonlySet<Ask> {
  const own: readonly Ask[] =
    node.policy === 'geo' ? node.branches.map(({ match }) => match.kind) : node.policy === 'nearest' ? ['nearest'] : [];
  return new Set([...own, ...nodesBelow(node).flatMap(below => [...asksOf(below)])]);
}

function some(owners: readonly string[]): string {
  const more = owners.length - NAMED;
  return `${owners.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
