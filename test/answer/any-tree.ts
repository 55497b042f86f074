import fc from 'fast-check';
import { distanceKm } from '../../src/geo/distance.ts';
import { parseIp } from '../../src/lib/ip-address.ts';
import { subnetIndex } from '../../src/lib/subnet-index.ts';
import type { Client } from '../../src/model/location.ts';
import type { Coordinates, SteeringNode, StickyPrefix } from '../../src/model/steering.ts';
import { all, failover, geo, leaf, nearest, pool, SITES, sticky, subnet, weighted } from '../steering/declare.ts';

/** Pools at different sites; of one the answer is chosen by the client's network. */
export const POOLS = [
  pool('hz', ['192.0.2.1', '192.0.2.2']),
  pool('bj', ['192.0.2.3', '192.0.2.4'], { site: 'beijing', select: 'failover' }),
  pool('sg', ['192.0.2.5', '192.0.2.6'], { site: 'singapore', select: 'sticky' }),
  pool('fr', ['192.0.2.7'], { site: 'frankfurt' }),
];

const anyLeaf = fc.constantFrom(...POOLS).map(({ name }) => leaf(name));
const PLACES = ['country:CN', 'country:DE', 'country:US', 'continent:AS', 'continent:EU', 'continent:AF'];

export interface Surroundings {
  /** Blocks that trees may ask for. */
  readonly blocks: readonly string[];
}

/** Any tree of a few levels. */
export function anyTree({ blocks }: Surroundings): fc.Arbitrary<SteeringNode> {
  return fc.letrec<{ tree: SteeringNode }>(tie => {
    const some = fc.array(tie('tree'), { minLength: 1, maxLength: 3 });
    const weights = fc.array(fc.tuple(tie('tree'), fc.constantFrom(0, 1, 3)), { minLength: 1, maxLength: 3 });
    const branches = (keys: readonly string[]) =>
      fc.dictionary(fc.constantFrom(...keys, 'default'), tie('tree'), { minKeys: 1, maxKeys: 4, noNullPrototype: true });
    return {
      tree: fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        anyLeaf,
        some.map(of => failover(...of)),
        weights.map(of => weighted(...of)),
        weights.map(of => sticky(...of)),
        some.map(of => all(2, ...of)),
        branches(PLACES).map(geo),
        branches(blocks).map(subnet),
        fc.tuple(fc.constantFrom(0, 50, 400), some).map(([within, of]) => nearest(within, ...of)),
      ),
    };
  }).tree;
}

/** How a tree sees a client, written out in full: clients of the same text are treated alike whatever is up. */
export function sightOf(node: SteeringNode, client: Client): string {
  switch (node.policy) {
    case 'pool':
      return '';
    case 'geo':
    case 'subnet': {
      const children = [...node.branches.map(({ to }) => to), ...(node.otherwise ? [node.otherwise] : [])];
      const texts = children.map(child => JSON.stringify(child));
      const led = [...new Set(preferred(node, client).map(child => texts.indexOf(texts[child]!)))];
      return `${node.policy} ${led.map(child => `${child}(${sightOf(children[child]!, client)})`).join(' ')}`;
    }
    case 'nearest': {
      const ranked = rank(node, client);
      const reach = ({ km }: { km: number }) => ranked.filter(other => other.km <= km * (1 + node.withinPercent / 100)).length;
      const order = ranked.map(each => `${each.child}-${reach(each)}`).join(' ');
      return `${client.location.coordinates ? order : 'nowhere'} ${node.of.map(child => sightOf(child, client))}`;
    }
    default:
      return node.of.map(each => sightOf('to' in each ? each.to : each, client)).join(';');
  }
}

/** The children that a client may be led to, the best first. */
function preferred(node: Extract<SteeringNode, { policy: 'geo' | 'subnet' }>, { location, address }: Client): number[] {
  const otherwise = node.otherwise ? [node.branches.length] : [];
  if (node.policy === 'subnet') return [...subnetIndex(node.branches.map(({ match }) => match)).find(address!), ...otherwise];
  const fitting = (['country', 'continent'] as const).flatMap(kind =>
    node.branches.flatMap(({ match }, i) => (match.kind === kind && location[kind] === match.code ? [i] : [])),
  );
  return [...fitting, ...otherwise];
}

function rank({ of }: Extract<SteeringNode, { policy: 'nearest' }>, { location }: Client): { child: number; km: number }[] {
  const kmTo = (site: Coordinates) => (location.coordinates ? distanceKm(location.coordinates, site) : 0);
  const distances = of.map((node, child) => ({ child, km: Math.min(...sitesBelow(node).map(kmTo)) }));
  return distances.sort((a, b) => a.km - b.km || a.child - b.child);
}

function sitesBelow(node: SteeringNode): Coordinates[] {
  const names = [...JSON.stringify(node).matchAll(/"pool":"(\w+)"/g)].map(([, name]) => name);
  return names.map(name => SITES[POOLS.find(pool => pool.name === name)!.site]!);
}

const NO_BITS: StickyPrefix = { ipv4: 0, ipv6: 0 };
const NETWORK: StickyPrefix = { ipv4: 24, ipv6: 56 };

/** How many bits of the client's address choose among what it gets while everything is up; undefined: it gets nothing. */
export function chosenBy(node: SteeringNode, client: Client): StickyPrefix | undefined {
  switch (node.policy) {
    case 'pool':
      return node.pool === 'sg' ? NETWORK : NO_BITS;
    case 'geo':
    case 'subnet': {
      const children = [...node.branches.map(({ to }) => to), ...(node.otherwise ? [node.otherwise] : [])];
      return first(preferred(node, client).map(child => chosenBy(children[child]!, client)));
    }
    case 'failover':
      return first(node.of.map(child => chosenBy(child, client)));
    case 'all':
      return node.of.some(child => chosenBy(child, client)) ? NO_BITS : undefined;
    case 'nearest':
      return nearestBy(node, client);
    default:
      return weightedBy(node, client);
  }
}

function first(all: readonly (StickyPrefix | undefined)[]): StickyPrefix | undefined {
  return all.find(bits => bits !== undefined);
}

function nearestBy(node: Extract<SteeringNode, { policy: 'nearest' }>, client: Client): StickyPrefix | undefined {
  const live = rank(node, client).flatMap(({ child, km }) => ({ km, bits: chosenBy(node.of[child]!, client) }));
  const serving = live.filter(({ bits }) => bits !== undefined);
  if (!client.location.coordinates) return serving[0]?.bits;
  return most(serving.filter(({ km }) => km <= serving[0]!.km * (1 + node.withinPercent / 100)).map(({ bits }) => bits!));
}

function weightedBy(node: Extract<SteeringNode, { policy: 'weighted' | 'sticky' }>, client: Client): StickyPrefix | undefined {
  const serving = node.of.flatMap(({ to, weight }) => ({ weight, bits: chosenBy(to, client) })).filter(({ bits }) => bits !== undefined);
  const taking = serving.some(({ weight }) => weight > 0) ? serving.filter(({ weight }) => weight > 0) : serving;
  const own = node.policy === 'sticky' && taking.length > 1 ? [node.prefix] : [];
  return most([...own, ...taking.map(({ bits }) => bits!)]);
}

function most(all: readonly StickyPrefix[]): StickyPrefix | undefined {
  if (all.length === 0) return undefined;
  return { ipv4: Math.max(...all.map(({ ipv4 }) => ipv4)), ipv6: Math.max(...all.map(({ ipv6 }) => ipv6)) };
}

/** A client at an address in text. */
export function clientAt(text: string, location: Client['location'] = {}): Client {
  return { location, address: parseIp(text)! };
}
