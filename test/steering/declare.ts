import { distanceKm } from '../../src/geo/distance.ts';
import { parsePrefix } from '../../src/lib/ip-prefix.ts';
import { endpointKey } from '../../src/lib/keys.ts';
import { NEVER_TURNS } from '../../src/lib/outlook.ts';
import type { EndpointState, EndpointStates } from '../../src/model/effective.ts';
import type { Outlook, OverrideState, Verdict } from '../../src/model/health.ts';
import type { Intent } from '../../src/model/intent.ts';
import type { Coordinates, Endpoint, Pool, Site, SteeredRecord, Steering, SteeringNode } from '../../src/model/steering.ts';
import type { Name } from '../../src/model/zone.ts';
import type { Scene } from '../../src/steering/policy.ts';
import { createScene } from '../../src/steering/scene.ts';
import { address } from '../support/addresses.ts';

/** Sites that trees in tests refer to. */
export const SITES: Readonly<Record<string, Coordinates>> = {
  hangzhou: [30.27, 120.15],
  beijing: [39.9, 116.4],
  singapore: [1.35, 103.82],
  frankfurt: [50.11, 8.68],
};

/** A pool of endpoints `a`, `b`, `c` …; each `ADDRESS` or `ADDRESS WEIGHT`. At Hangzhou and by weight unless told otherwise. */
export function pool(name: string, endpoints: readonly string[], more: Partial<Pool> = {}): Pool {
  return {
    name,
    site: 'hangzhou',
    monitors: ['web'],
    require: 'all',
    endpoints: endpoints.map((text, i) => {
      const [at, weight] = text.split(' ');
      return { name: 'abcdefghijklmnopqrstuvwxyz'[i]!, address: address(at!), weight: Number(weight ?? 100) };
    }),
    select: 'weighted',
    answers: more.select === 'all' ? endpoints.length : 1,
    minUp: 1,
    flatten: false,
    ...more,
  };
}

/** The leaf of a pool. */
export function leaf(name: string): SteeringNode {
  return { policy: 'pool', pool: name };
}

export function failover(...of: readonly (string | SteeringNode)[]): SteeringNode {
  return { policy: 'failover', of: of.map(node) };
}

/** `['a', 40], ['b', 60]`. */
export function weighted(...of: readonly (readonly [string | SteeringNode, number])[]): SteeringNode {
  return { policy: 'weighted', of: of.map(([to, weight]) => ({ to: node(to), weight })) };
}

export function nearest(withinPercent: number, ...of: readonly (string | SteeringNode)[]): SteeringNode {
  return { policy: 'nearest', of: of.map(node), withinPercent };
}

/** Keys as the files write them: `country:CN`, `asn:64500`, `default`. */
export function geo(branches: Readonly<Record<string, string | SteeringNode>>): SteeringNode {
  const { default: otherwise, ...rest } = branches;
  const matched = Object.entries(rest).map(([key, to]) => {
    const [kind, code] = key.split(':') as ['country' | 'continent' | 'subdivision' | 'asn', string];
    return { match: kind === 'asn' ? { kind, number: Number(code) } : { kind, code }, to: node(to) };
  });
  return { policy: 'geo', branches: matched, ...(otherwise === undefined ? {} : { otherwise: node(otherwise) }) };
}

/** Keys are blocks, or `default`. */
export function subnet(branches: Readonly<Record<string, string | SteeringNode>>): SteeringNode {
  const { default: otherwise, ...rest } = branches;
  const matched = Object.entries(rest).map(([text, to]) => ({ match: { text, ...parsePrefix(text)! }, to: node(to) }));
  return { policy: 'subnet', branches: matched, ...(otherwise === undefined ? {} : { otherwise: node(otherwise) }) };
}

/** By /24 and /56. */
export function sticky(...of: readonly (readonly [string | SteeringNode, number])[]): SteeringNode {
  return { policy: 'sticky', of: of.map(([to, weight]) => ({ to: node(to), weight })), prefix: { ipv4: 24, ipv6: 56 } };
}

export function all(answers: number, ...of: readonly (string | SteeringNode)[]): SteeringNode {
  return { policy: 'all', of: of.map(node), answers };
}

/** A steered record of example.com; answers live from 5 to 60 s unless told otherwise. */
export function record(label: string, steer: string | SteeringNode, more: Partial<SteeredRecord> = {}): SteeredRecord {
  const owner = label === '@' ? 'example.com.' : `${label}.example.com.`;
  return {
    label,
    owner,
    ttl: { minSeconds: 5, maxSeconds: 60 },
    steer: node(steer),
    clientSubnet: true,
    whenAllDown: { kind: 'serve_all' },
    ...more,
  };
}

/** What `NAME.yaml` declares, with all of SITES. */
export function steering(pools: readonly Pool[], records: readonly SteeredRecord[] = []): Steering {
  const sites = new Map(Object.entries(SITES).map(([name, coordinates]): [string, Site] => [name, { name, coordinates }]));
  return { sites, monitors: new Map(), pools: new Map(pools.map(each => [each.name, each])), records };
}

export function scene(...pools: readonly Pool[]): Scene {
  return createScene(steering(pools), distanceKm);
}

/** What differs from an endpoint that is measured up. */
export interface StateOf {
  readonly verdict?: Verdict;
  readonly override?: OverrideState;
  readonly weight?: number;
  readonly wavering?: boolean;
  /** What differs from an outlook by which nothing ever turns. */
  readonly outlook?: Partial<Outlook>;
  readonly intents?: readonly Intent[];
  /** What a host name of a pool that flattens has. */
  readonly addresses?: readonly string[];
}

/** The states of all endpoints of a zone; `differing` by `POOL/ENDPOINT`. */
export function statesOf(
  zone: Name,
  { pools }: Pick<Steering, 'pools'>,
  differing: Readonly<Record<string, StateOf>> = {},
): EndpointStates {
  const states = new Map<string, EndpointState>();
  for (const { name, endpoints } of pools.values()) {
    for (const endpoint of endpoints) {
      const key = endpointKey(zone, name, endpoint.name);
      states.set(key, stateOf(key, endpoint, differing[`${name}/${endpoint.name}`]));
    }
  }
  return states;
}

export function stateOf(key: string, endpoint: Pick<Endpoint, 'weight' | 'address'>, differing: StateOf = {}): EndpointState {
  const { verdict = 'up', override, weight = endpoint.weight, wavering = false, intents = [] } = differing;
  const outlook = { ...NEVER_TURNS, ...differing.outlook };
  const reason = `embedded: ${verdict === 'down' ? 'connect refused' : 'status 200'}`;
  const measured = { verdict, reason, sinceMs: 0, wavering, outlook };
  const addresses = differing.addresses?.map(address) ?? [endpoint.address];
  return { key, measured, override, intents, effective: override ?? verdict, declaredWeight: endpoint.weight, weight, addresses };
}

function node(to: string | SteeringNode): SteeringNode {
  return typeof to === 'string' ? leaf(to) : to;
}
